#include "faces/html/lifecycle_draw.h"

#include "faces/html/lifecycle_layout.h"
#include "faces/html/show.h"

enum {
    STATE_CHARACTERS = 20, /* that fit the column, in the widest font of the stylesheet */
    STEP_CHARACTERS = 24,
    BOLD_CHARACTERS = 19, /* of a board's decision */
    BASE = 5,             /* from the middle of a line of words to its base */
    INDENT = 12,          /* of words beside a mark */
};

struct drawing {
    struct arena *arena;
    const struct reg *reg;
    struct lifecycle_layout layout;
    int here;
    struct lifecycle_page *page;
};

struct text lifecycle_kind(struct arena *arena, const struct action *action)
{
    if (action->by_kind == BY_BOARD)
        return arena_format(arena, "Decided by: %.*s", TEXT_ARGS(action->board->label));
    if (action->by_kind == BY_SYSTEM)
        return TEXT("Happens by itself");
    if (action->by_kind == BY_EACH)
        return arena_format(arena, "Signed by %zu people", action->by_count);
    return (struct text){0};
}

/* The words of an action and, smaller, how it comes about. */
static size_t step_lines(struct arena *arena, const struct action *action, struct text **lines, size_t *notes)
{
    struct text *label, *note;
    size_t count = lifecycle_wrap(arena, action->label,
                                  action->by_kind == BY_BOARD ? BOLD_CHARACTERS : STEP_CHARACTERS, &label);
    *notes = lifecycle_wrap(arena, lifecycle_kind(arena, action), STEP_CHARACTERS, &note);
    *lines = ARENA_ARRAY(arena, struct text, count + *notes + 1);
    for (size_t i = 0; i < count + *notes; i++)
        (*lines)[i] = i < count ? label[i] : note[i - count];
    return count + *notes;
}

static size_t state_lines(struct drawing *drawing, int state, struct text **lines)
{
    struct text label = drawing->reg->states->values[state].label;
    size_t count = lifecycle_wrap(drawing->arena, label, STATE_CHARACTERS, lines);
    return count + (state == drawing->here);
}

/* ---- what is to be laid out ---- */

static void add_steps(struct drawing *drawing, const struct action *action, size_t *capacity)
{
    struct lifecycle_layout *layout = &drawing->layout;
    struct text *lines;
    size_t notes, count = step_lines(drawing->arena, action, &lines, &notes);
    for (size_t from = 0; !action->is_create && from < layout->node_count; from++)
        if (action->in[from])
            *ARENA_PUSH(drawing->arena, layout->steps, layout->step_count, *capacity) =
                (struct lifecycle_step){.from = from,
                                        .to = action->moves ? (size_t)action->to : from,
                                        .index = action->index,
                                        .lines = count};
}

static bool lay_out(struct drawing *drawing)
{
    const struct choice *states = drawing->reg->states;
    struct lifecycle_layout *layout = &drawing->layout;
    struct text *lines;
    size_t capacity = 0;
    if (states->count > LIFECYCLE_STATES_MAX)
        return false;
    layout->node_count = states->count;
    layout->nodes = ARENA_ARRAY(drawing->arena, struct lifecycle_node, states->count);
    for (size_t i = 0; i < states->count; i++)
        layout->nodes[i] = (struct lifecycle_node){.final = states->values[i].final,
                                                   .lines = state_lines(drawing, (int)i, &lines)};
    for (size_t i = 0; i < drawing->reg->action_count && layout->step_count <= LIFECYCLE_STEPS_MAX; i++)
        add_steps(drawing, drawing->reg->actions[i], &capacity);
    if (layout->step_count > LIFECYCLE_STEPS_MAX)
        return false;
    lifecycle_lay_out(drawing->arena, layout);
    return true;
}

/* ---- drawing ---- */

static void add_word(struct drawing *drawing, struct ui_life_words *words, int64_t x, int64_t middle,
                     struct text text, bool note)
{
    *ARENA_ADD(drawing->arena, *words) = (struct ui_life_word){x, middle + BASE, text, note};
}

/* A path at a place. */
static struct text at(struct drawing *drawing, int64_t x, int64_t y, const char *path)
{
    return *path ? arena_format(drawing->arena, "M%lld %lld%s", (long long)x, (long long)y, path)
                 : (struct text){0};
}

static struct ui_life_box box_of(const struct drawing *drawing, const struct lifecycle_node *node,
                                 int64_t inset)
{
    return (struct ui_life_box){drawing->layout.left + inset, node->y + inset, LIFECYCLE_COLUMN - 2 * inset,
                                node->height - 2 * inset};
}

/* The same shapes as those of tags. */
static const struct {
    const char *outline, *filled;
} shapes[] = {
    [UI_TONE_OFF] = {"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", ""},
    [UI_TONE_OVER] = {"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"},
    [UI_TONE_INFO] = {"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", ""},
    [UI_TONE_WAIT] = {"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "m0 -4a4 4 0 0 0 0 8z"},
    [UI_TONE_OK] = {"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"},
    [UI_TONE_RUN] = {"m-4 -4h8v8h-8z", "m-4 -4h8v8h-8z"},
    [UI_TONE_BAD] = {"m0 -5l5 5l-5 5l-5 -5z", "m0 -5l5 5l-5 5l-5 -5z"},
    [UI_TONE_PLAIN] = {"", ""},
};

static void draw_state(struct drawing *drawing, int state)
{
    const struct lifecycle_node *node = &drawing->layout.nodes[state];
    struct ui_life_states *states = &drawing->page->states;
    struct ui_life_state *shown = ARENA_ADD(drawing->arena, *states);
    struct ui_tag tag = show_state(drawing->reg, state);
    int64_t x = drawing->layout.left + 16,
            y = node->y + (node->height - LIFECYCLE_LINE * (int64_t)(node->lines - 1)) / 2;
    struct text *lines;
    *shown = (struct ui_life_state){.tone = tag.tone,
                                    .box = box_of(drawing, node, 0),
                                    .inner = box_of(drawing, node, 3),
                                    .shape = at(drawing, x, y, shapes[tag.tone].outline),
                                    .filled = at(drawing, x, y, shapes[tag.tone].filled),
                                    .final = drawing->reg->states->values[state].final,
                                    .here = state == drawing->here};
    size_t count = state_lines(drawing, state, &lines) - shown->here;
    for (size_t i = 0; i < count; i++)
        add_word(drawing, &shown->words, x + INDENT, y + LIFECYCLE_LINE * (int64_t)i, lines[i], false);
    if (shown->here)
        add_word(drawing, &shown->words, x + INDENT, y + LIFECYCLE_LINE * (int64_t)count,
                 TEXT("The record is here"), true);
}

static const struct {
    const char *style, *mark;
} kinds[] = {
    [BY_EXPR] = {"person", "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"},
    [BY_EACH] = {"person", "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"},
    [BY_BOARD] = {"board", "m-3 -3h6v6h-6z"},
    [BY_SYSTEM] = {"system", "m0 -4l4 4l-4 4l-4 -4z"},
};

static void draw_step(struct drawing *drawing, const struct lifecycle_step *step)
{
    const struct lifecycle_layout *layout = &drawing->layout;
    const struct action *action = drawing->reg->actions[step->index];
    struct ui_life_steps *steps = &drawing->page->steps;
    struct ui_life_step *shown = ARENA_ADD(drawing->arena, *steps);
    bool on = step->way == LIFECYCLE_ON, stays = step->way == LIFECYCLE_STAYS;
    int64_t x = on ? layout->right - 4 : layout->left + 4, inward = stays ? INDENT + 3
                                                                    : on  ? -INDENT
                                                                          : INDENT;
    struct text *lines;
    size_t notes, count = step_lines(drawing->arena, action, &lines, &notes);
    *shown = (struct ui_life_step){.tone = show_state(drawing->reg, (int)step->to).tone,
                                   .kind = text_of(kinds[action->by_kind].style),
                                   .on = on};
    if (stays) { /* around its mark */
        x += INDENT;
        shown->line = at(drawing, x, step->y, "m4 -6a7 7 0 1 0 3 6");
        shown->head = at(drawing, x, step->y, "m4 1h6l-3 -5z");
    } else {
        shown->line = lifecycle_line(drawing->arena, layout, step);
        shown->head = lifecycle_head(drawing->arena, layout, step);
    }
    shown->mark = at(drawing, x, step->y, kinds[action->by_kind].mark);
    for (size_t i = 0; i < count; i++)
        add_word(drawing, &shown->words, x + inward, step->y + LIFECYCLE_LINE * (int64_t)i, lines[i],
                 i >= count - notes);
}

static void draw_opening(struct drawing *drawing)
{
    const struct lifecycle_layout *layout = &drawing->layout;
    int64_t x = layout->left + 16;
    struct text *lines;
    drawing->page->opening =
        arena_format(drawing->arena, "M%lld 6V%lld", (long long)x, (long long)layout->top - 8);
    drawing->page->opening_head = at(drawing, x, layout->top - 1, "l-4 -7h8z");
    if (lifecycle_wrap(drawing->arena, drawing->reg->create->label, STEP_CHARACTERS, &lines))
        add_word(drawing, &drawing->page->opens, x + INDENT, 12, lines[0], false);
}

void lifecycle_draw(struct arena *arena, const struct reg *reg, int here, struct lifecycle_page *page)
{
    struct drawing drawing = {.arena = arena, .reg = reg, .here = here, .page = page};
    if (!lay_out(&drawing))
        return;
    page->width = drawing.layout.width;
    page->height = drawing.layout.height;
    draw_opening(&drawing);
    for (size_t i = 0; i < drawing.layout.step_count; i++)
        draw_step(&drawing, &drawing.layout.steps[i]);
    for (size_t i = 0; i < drawing.layout.node_count; i++)
        draw_state(&drawing, (int)i);
}
