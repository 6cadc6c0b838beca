#include "rules/link.h"

#include <string.h>

static void link_role(struct loader *loader, struct role *role)
{
    struct scope scope = scope_of(loader, loader->rulebook->person);
    if (role->per)
        role->per = find_choice(&scope, role->per->name, role->per->place);
    link_test_if(&scope, role->granted_by);
    link_cites(&scope, &role->cites);
}

/* ---- matrices ---- */

/* The declared choice with exactly these values, or else the written ones as a choice of their own. */
static const struct choice *axis(const struct rulebook *rulebook, const struct choice *written)
{
    for (size_t i = 0; i < rulebook->choice_count; i++)
        if (choices_same(written, rulebook->choices[i]))
            return rulebook->choices[i];
    return written;
}

static bool axis_repeats(struct scope *scope, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++)
        if (choice_index(choice, choice->values[i].name) != (int)i) {
            problem_add(scope->problems, choice->values[i].place, "`%.*s` stands twice in this matrix",
                        TEXT_ARGS(choice->values[i].name));
            return true;
        }
    return false;
}

static struct value cell_value(struct scope *scope, const struct matrix *matrix, struct value cell,
                               struct place place)
{
    if (matrix->gives.kind == TYPE_NUMBER && cell.kind == VALUE_TEXT)
        problem_add(scope->problems, place, "`%.*s` is not a number, and this matrix gives numbers",
                    TEXT_ARGS(cell.text));
    if (matrix->gives.kind != TYPE_CHOICE)
        return cell;
    if (cell.kind == VALUE_NUMBER) {
        problem_add(scope->problems, place, "this is a number, and the matrix gives `%.*s`",
                    TEXT_ARGS(matrix->gives.choice->name));
        return cell;
    }
    return (struct value){.kind = VALUE_CHOICE,
                          .i = find_value(scope, matrix->gives.choice, cell.text, place)};
}

/* Cells as written, row by row of the written order, to the order of the choices. */
static void place_cells(struct scope *scope, struct matrix *matrix, const struct choice *rows,
                        const struct choice *columns)
{
    const struct value *written = matrix->cells;
    struct value *cells = ARENA_ARRAY(scope->arena, struct value, rows->count * columns->count + 1);
    for (size_t r = 0; r < matrix->rows->count; r++)
        for (size_t c = 0; c < matrix->columns->count; c++) {
            size_t at = r * matrix->columns->count + c;
            size_t row = (size_t)choice_index(rows, matrix->rows->values[r].name);
            size_t column = (size_t)choice_index(columns, matrix->columns->values[c].name);
            cells[row * columns->count + column] =
                cell_value(scope, matrix, written[at], matrix->cell_places[at]);
        }
    matrix->cells = cells;
    matrix->rows = rows;
    matrix->columns = columns;
}

static void link_matrix(struct loader *loader, struct matrix *matrix)
{
    struct scope scope = scope_of(loader, NULL);
    if (matrix->gives.kind == TYPE_NONE && matrix->gives.choice) {
        matrix->gives.choice = find_choice(&scope, matrix->gives.choice->name, matrix->gives.choice->place);
        matrix->gives.kind = matrix->gives.choice ? TYPE_CHOICE : TYPE_NONE;
    }
    if (!matrix->rows || !matrix->cells || axis_repeats(&scope, matrix->rows) ||
        axis_repeats(&scope, matrix->columns))
        return;
    place_cells(&scope, matrix, axis(loader->rulebook, matrix->rows),
                axis(loader->rulebook, matrix->columns));
}

/* ---- boards ---- */

static void link_agenda(struct loader *loader, struct agenda_item *item)
{
    struct scope scope = scope_of(loader, NULL);
    item->reg = find_register(&scope, item->reg->name, item->reg->place);
    if (!item->reg)
        return;
    scope = scope_of(loader, item->reg);
    link_test_if(&scope, item->where);
}

static void link_board(struct loader *loader, struct board *board)
{
    struct scope scope = scope_of(loader, NULL);
    if (board->chair)
        board->chair = find_role(&scope, board->chair->name, board->chair->place);
    if (board->secretary)
        board->secretary = find_role(&scope, board->secretary->name, board->secretary->place);
    for (size_t i = 0; i < board->member_count; i++)
        board->members[i] = find_role(&scope, board->members[i]->name, board->members[i]->place);
    for (size_t i = 0; i < board->agenda_count; i++)
        link_agenda(loader, &board->agenda[i]);
    link_span(&scope, &board->lasts);
    link_cites(&scope, &board->cites);
}

/* ---- the rest ---- */

/* `by NAME`: an action, or a field that holds a date or a time */
static void link_measure_by(struct scope *scope, struct measure *measure)
{
    const struct action *written = measure->by_action;
    measure->by_field = reg_field(measure->reg, written->name);
    measure->by_action = NULL;
    if (!measure->by_field)
        measure->by_action = find_action(scope, measure->reg, written->name, written->place);
    else if (!type_is_moment(measure->by_field->type))
        problem_add(scope->problems, written->place,
                    "`by` wants an action, or a field that holds a date or a time");
}

static void link_measure(struct loader *loader, struct measure *measure)
{
    struct scope scope = scope_of(loader, NULL);
    if (!measure->reg)
        return;
    measure->reg = find_register(&scope, measure->reg->name, measure->reg->place);
    if (!measure->reg)
        return;
    scope = scope_of(loader, measure->reg);
    link_test_if(&scope, measure->where);
    link_test_if(&scope, measure->among);
    if (measure->value)
        link_value_as(&scope, measure->value, (struct type){.kind = TYPE_NUMBER}, "a median");
    if (measure->by_action)
        link_measure_by(&scope, measure);
    link_span(&scope, &measure->over);
    link_cites(&scope, &measure->cites);
}

static void link_manage(struct loader *loader, struct manage_rule *rule)
{
    struct scope scope = scope_of(loader, loader->rulebook->person);
    for (size_t i = 0; i < rule->role_count; i++)
        rule->roles[i] = find_role(&scope, rule->roles[i]->name, rule->roles[i]->place);
    link_test(&scope, rule->by);
    link_cites(&scope, &rule->cites);
}

static void link_admits(struct loader *loader)
{
    struct rulebook *rulebook = loader->rulebook;
    struct scope scope = scope_of(loader, rulebook->person);
    for (size_t i = 0; i < rulebook->admit_count; i++) {
        link_test(&scope, rulebook->admits[i].test);
        link_cites(&scope, &rulebook->admits[i].cites);
    }
}

void link_rulebook(struct loader *loader)
{
    struct rulebook *rulebook = loader->rulebook;
    for (size_t i = 0; i < rulebook->register_count; i++)
        link_types(loader, rulebook->registers[i]);
    for (size_t i = 0; i < rulebook->register_count; i++)
        link_create(loader, rulebook->registers[i]);
    for (size_t i = 0; i < rulebook->matrix_count; i++)
        link_matrix(loader, rulebook->matrices[i]);
    for (size_t i = 0; i < rulebook->role_count; i++)
        link_role(loader, rulebook->roles[i]);
    for (size_t i = 0; i < rulebook->board_count; i++)
        link_board(loader, rulebook->boards[i]);
    for (size_t i = 0; i < rulebook->register_count; i++)
        link_register(loader, rulebook->registers[i]);
    for (size_t i = 0; i < rulebook->measure_count; i++)
        link_measure(loader, rulebook->measures[i]);
    for (size_t i = 0; i < rulebook->manage_count; i++)
        link_manage(loader, rulebook->manages[i]);
    link_admits(loader);
}
