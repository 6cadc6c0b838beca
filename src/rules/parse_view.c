#include "rules/parser.h"

/* calendar = "calendar" value "to" value ["where" expr] ["clash" FIELD] [cites] */
void parse_calendar(struct parser *parser, struct reg *reg)
{
    if (reg->begins)
        parse_twice(parser, parse_peek(parser, 0)->place, "calendar");
    reg->begins = parse_value(parser);
    parse_expect(parser, "to");
    reg->ends = parse_value(parser);
    if (parse_take(parser, "where"))
        reg->calendar_where = parse_expr(parser);
    if (parse_take(parser, "clash"))
        reg->clash = parse_field_name(parser);
    parse_cites(parser, &reg->calendar_cites);
    if (parser->broken) {
        reg->begins = NULL;
        reg->broken = true;
    }
}

/* retain = "retain" ("while" expr | DURATION "after" value ["when" expr]) [cites] */
void parse_retain(struct parser *parser, struct reg *reg)
{
    struct retain *retain = ARENA_NEW(parser->arena, struct retain);
    retain->place = parse_peek(parser, 0)->place;
    if (parse_take(parser, "while"))
        retain->when = parse_expr(parser);
    else {
        retain->span = parse_span(parser);
        parse_expect(parser, "after");
        retain->after = parse_value(parser);
        retain->when = parse_take(parser, "when") ? parse_expr(parser) : NULL;
    }
    parse_cites(parser, &retain->cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, reg->retains, reg->retain_count) = retain;
}

/* sort = ["-"] path {"," ["-"] path} */
struct sort_key *parse_sort_keys(struct parser *parser, size_t *count)
{
    struct sort_key *keys = NULL;
    *count = 0;
    do {
        struct sort_key key = {.descending = parse_take(parser, "-")};
        key.value = parse_path(parser);
        if (!parser->broken)
            *LIST_PUSH(parser->arena, keys, *count) = key;
    } while (parse_take(parser, ","));
    return keys;
}

/* list = "list" STRING ["where" expr] ["sort" sort] [cites] */
void parse_list(struct parser *parser, struct reg *reg)
{
    struct saved_list *list = ARENA_NEW(parser->arena, struct saved_list);
    list->place = parse_peek(parser, 0)->place;
    list->name = parse_string(parser, "the list's name in quotes");
    if (parse_take(parser, "where"))
        list->where = parse_expr(parser);
    if (parse_take(parser, "sort"))
        list->sort = parse_sort_keys(parser, &list->sort_count);
    parse_cites(parser, &list->cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, reg->lists, reg->list_count) = list;
}

enum measure_word { M_SHARE, M_COUNT, M_MEDIAN, M_OVER, M_TARGET, M_CITE };

/* share = "of" REGISTER "where" expr "among" REGISTER ["where" expr] */
static void parse_share(struct parser *parser, struct measure *measure)
{
    measure->kind = MEASURE_SHARE;
    measure->reg = parse_register_name(parser);
    parse_expect(parser, "where");
    measure->where = parse_expr(parser);
    parse_expect(parser, "among");
    struct name among = parse_name(parser, "the register again");
    if (!parser->broken && !text_eq(among.text, measure->reg->name)) {
        parser->broken = true;
        problem_add(parser->problems, among.place, "a share is of one register: write `%.*s` again",
                    TEXT_ARGS(measure->reg->name));
    }
    measure->among = parse_take(parser, "where") ? parse_expr(parser) : NULL;
}

static void parse_what(struct parser *parser, enum measure_word word, struct measure *measure)
{
    if (measure->reg)
        problem_add(parser->problems, parse_peek(parser, 0)->place,
                    "a measure has one `share`, `count` or `median`");
    parse_expect(parser, "of");
    if (word == M_SHARE) {
        parse_share(parser, measure);
        return;
    }
    measure->kind = word == M_COUNT ? MEASURE_COUNT : MEASURE_MEDIAN;
    if (word == M_MEDIAN) {
        measure->value = parse_value(parser);
        parse_expect(parser, "of");
    }
    measure->reg = parse_register_name(parser);
    measure->where = parse_take(parser, "where") ? parse_expr(parser) : NULL;
}

/* over = "over" DURATION "by" (ACTION | FIELD) */
static void parse_over(struct parser *parser, struct measure *measure)
{
    measure->over = parse_span(parser);
    parse_expect(parser, "by");
    measure->by_action = parse_action_name(parser); /* or a field: link.c finds which */
}

/* target = "target" "at" ("least" | "most") NUMBER */
static void parse_target(struct parser *parser, struct measure *measure)
{
    static const char *const bounds[] = {"least", "most", NULL};
    if (!parse_take(parser, "at"))
        parse_fail(parser, "`at least` or `at most`");
    measure->at_most = parse_word(parser, bounds, "`least` or `most`") == 1;
    measure->target = parse_number(parser, "a number");
    measure->has_target = true;
}

static void parse_measure_statement(struct parser *parser, int word, void *object)
{
    struct measure *measure = object;
    switch ((enum measure_word)word) {
    case M_SHARE:
    case M_COUNT:
    case M_MEDIAN:
        parse_what(parser, (enum measure_word)word, measure);
        break;
    case M_OVER:
        parse_over(parser, measure);
        break;
    case M_TARGET:
        parse_target(parser, measure);
        break;
    case M_CITE:
        parser->at--;
        parse_cites(parser, &measure->cites);
        break;
    }
}

/* measure = "measure" NAME STRING "{" {statement} "}" */
void parse_measure(struct parser *parser)
{
    static const char *const words[] = {"share", "count", "median", "over", "target", "cite", NULL};
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a measure's name");
    if (parser->broken || parse_full(parser, rulebook->measure_count, "measures"))
        return;
    struct measure *measure = ARENA_NEW(parser->arena, struct measure);
    *measure = (struct measure){.place = name.place, .name = name.text};
    *LIST_PUSH(parser->arena, rulebook->measures, rulebook->measure_count) = measure;
    measure->label = parse_label(parser, name.text);
    size_t before = parser->problems->count;
    parse_block(parser, "a measure", words, parse_measure_statement, measure);
    if (parser->problems->count > before)
        measure->reg = NULL;
    else if (!measure->reg)
        problem_add(parser->problems, measure->place,
                    "the measure `%.*s` says nothing to measure: `share of`, `count of` or `median of`",
                    TEXT_ARGS(measure->name));
}
