#include "rules/parser.h"

/* value = NAME [STRING] */
static void parse_choice_value(struct parser *parser, struct choice *choice)
{
    struct name name = parse_value_name(parser, "a value's name");
    if (parser->broken || parse_full(parser, choice->count, "values"))
        return;
    struct choice_value *value = ARENA_PUSH(parser->arena, choice->values, choice->count, choice->capacity);
    *value = (struct choice_value){.place = name.place, .name = name.text};
    value->label = parse_label(parser, name.text);
}

/* values = value {[","] value}; the commas may be left out between braces only */
void parse_choice_values(struct parser *parser, struct choice *choice, bool in_braces)
{
    do {
        parse_choice_value(parser, choice);
    } while (parse_take(parser, ",") || (in_braces && !parser->broken && !parse_is(parser, "}")));
}

static struct choice *choice_new(struct parser *parser, struct name name)
{
    struct choice *choice = ARENA_NEW(parser->arena, struct choice);
    *choice =
        (struct choice){.place = name.place, .name = name.text, .label = label_of(parser->arena, name.text)};
    return choice;
}

/* choice = "choice" NAME [STRING] "{" values "}" */
void parse_choice(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a choice's name");
    if (parser->broken || parse_full(parser, rulebook->choice_count, "choices"))
        return;
    struct choice *choice = choice_new(parser, name);
    choice->label = parse_label(parser, name.text);
    *LIST_PUSH(parser->arena, rulebook->choices, rulebook->choice_count) = choice;
    parse_expect(parser, "{");
    parse_choice_values(parser, choice, true);
    parse_close(parser);
}

static bool row_starts(const struct parser *parser)
{
    return parse_is(parser, "row") || parse_is(parser, "}");
}

/* A cell: a value's name or a number, linked to what the matrix gives by link.c. */
static struct value parse_cell(struct parser *parser)
{
    if (parse_is_kind(parser, TOKEN_NUMBER) || parse_is(parser, "-"))
        return (struct value){.kind = VALUE_NUMBER, .i = parse_number(parser, "a number")};
    struct name name = parse_value_name(parser, "a value");
    return (struct value){.kind = VALUE_TEXT, .text = name.text};
}

static void parse_header(struct parser *parser, struct choice *columns)
{
    while (!parser->broken && !row_starts(parser)) {
        parse_choice_value(parser, columns);
        parse_take(parser, ",");
    }
}

/* row = "row" NAME cell {cell}, as many as there are columns */
static void parse_row(struct parser *parser, struct matrix *matrix, struct choice *rows, size_t *cells)
{
    struct place place = parse_peek(parser, 0)->place;
    size_t before = *cells;
    parse_choice_value(parser, rows);
    while (!parser->broken && !row_starts(parser)) {
        struct place at = parse_peek(parser, 0)->place;
        struct value cell = parse_cell(parser);
        size_t placed = *cells;
        if (parser->broken)
            return;
        *LIST_PUSH(parser->arena, matrix->cells, *cells) = cell;
        *LIST_PUSH(parser->arena, matrix->cell_places, placed) = at;
        parse_take(parser, ",");
    }
    if (!parser->broken && *cells - before != matrix->columns->count) {
        problem_add(parser->problems, place,
                    "this row needs one value for each column: it has %zu, and there are %zu columns",
                    *cells - before, matrix->columns->count);
        parser->broken = true;
    }
}

static void parse_matrix_body(struct parser *parser, struct matrix *matrix, struct choice *rows,
                              struct choice *columns)
{
    size_t cells = 0;
    parse_expect(parser, "{");
    parse_expect(parser, "columns");
    parse_header(parser, columns);
    while (parse_take(parser, "row"))
        parse_row(parser, matrix, rows, &cells);
    parse_close(parser);
}

/* matrix = "matrix" NAME "from" NAME "by" NAME "gives" (NAME | "number")
 *          "{" "columns" NAME {NAME} {row} "}" */
void parse_matrix(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a matrix's name");
    if (parser->broken || parse_full(parser, rulebook->matrix_count, "matrices"))
        return;
    struct matrix *matrix = ARENA_NEW(parser->arena, struct matrix);
    *LIST_PUSH(parser->arena, rulebook->matrices, rulebook->matrix_count) = matrix;
    matrix->name = name.text;
    matrix->place = name.place;
    parse_expect(parser, "from");
    struct name row = parse_name(parser, "a label for the rows");
    parse_expect(parser, "by");
    struct name column = parse_name(parser, "a label for the columns");
    parse_expect(parser, "gives");
    matrix->row_label = row.text;
    matrix->column_label = column.text;
    if (parse_take(parser, "number"))
        matrix->gives.kind = TYPE_NUMBER;
    else
        matrix->gives.choice = parse_choice_name(parser);
    struct choice *rows = choice_new(parser, row), *columns = choice_new(parser, column);
    matrix->rows = rows;
    matrix->columns = columns;
    parse_matrix_body(parser, matrix, rows, columns);
    if (parser->broken)
        matrix->cells = NULL; /* fewer than rows times columns */
}
