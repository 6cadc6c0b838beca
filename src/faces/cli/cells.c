#include "faces/cli/cells.h"

struct input cell_text(struct text name, struct text text)
{
    return (struct input){.name = name, .kind = INPUT_TEXT, .text = text, .typed = true};
}

struct input cell_input(struct arena *arena, const struct field *field, struct text cell)
{
    if (!field->type.many)
        return cell_text(field->name, cell);
    struct input input = {.name = field->name, .kind = INPUT_LIST, .typed = true};
    size_t capacity = 0;
    while (cell.n)
        *ARENA_PUSH(arena, input.items, input.count, capacity) =
            cell_text((struct text){0}, text_trim(text_cut(&cell, ';')));
    return input;
}
