#include "rules/parser.h"

/* one_of = "one" "of" values */
static void parse_one_of(struct parser *parser, struct field *field)
{
    parse_expect(parser, "of");
    struct choice *choice = ARENA_NEW(parser->arena, struct choice);
    *choice = (struct choice){.place = field->place, .name = field->name, .label = field->label};
    parse_choice_values(parser, choice, false);
    field->type.kind = TYPE_CHOICE;
    field->type.choice = choice;
}

/* type = ["many"] ("line" | "text" | ... | "one" "of" values | CHOICE | REGISTER) */
static bool parse_type(struct parser *parser, struct field *field)
{
    static const struct {
        const char *word;
        enum type_kind kind;
    } simple[] = {{"line", TYPE_LINE}, {"text", TYPE_TEXT}, {"number", TYPE_NUMBER},
                  {"flag", TYPE_FLAG}, {"date", TYPE_DATE}, {"month", TYPE_MONTH},
                  {"time", TYPE_TIME}, {"file", TYPE_FILE}, {"link", TYPE_LINK}};
    struct place place = parse_peek(parser, 0)->place;
    field->type.many = parse_take(parser, "many");
    if (parse_is(parser, "one") && parse_is_ahead(parser, 1, "of")) {
        parse_take(parser, "one");
        parse_one_of(parser, field);
        return true;
    }
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++) {
        if (!parse_take(parser, simple[i].word))
            continue;
        field->type.kind = simple[i].kind;
        if (field->type.many && simple[i].kind != TYPE_FILE && simple[i].kind != TYPE_LINK)
            problem_add(parser->problems, place,
                        "`many %s` cannot be: many holds persons, files, links, choice values or references",
                        simple[i].word);
        return false;
    }
    if (parse_is_ahead(parser, 1, "("))
        refuse_word(parser, "a type has no brackets: write `one of a, b`, or `line`");
    struct name name =
        parse_name(parser, "a type: line, text, number, flag, date, month, time, person, file, link, "
                           "`one of`, a choice or a register");
    struct choice *stand_in = ARENA_NEW(parser->arena, struct choice);
    *stand_in = (struct choice){.place = name.place, .name = name.text};
    field->type.choice = stand_in; /* link.c finds whether it is a choice or a register */
    return false;
}

static bool parse_text_modifier(struct parser *parser, struct field *field)
{
    if (parse_take(parser, "matching"))
        field->pattern = parse_string(parser, "a pattern in quotes");
    else if (parse_take(parser, "help"))
        field->help = parse_string(parser, "the help in quotes");
    else if (parse_take(parser, "label")) {
        field->label = parse_string(parser, "the label in quotes");
        field->own_label = true;
    } else if (parse_is_kind(parser, TOKEN_STRING) && !field->own_label) {
        field->label = parse_string(parser, "a label");
        field->own_label = true;
    } else
        return false;
    return true;
}

static struct expr *parse_computed(struct parser *parser)
{
    struct expr *value = parse_value(parser);
    if (parse_sign_follows(parser)) {
        problem_add(parser->problems, parse_peek(parser, 0)->place,
                    "a computed field holds a value, not a test: write the comparison where it is needed");
        parser->broken = true;
    }
    return value;
}

/* modifier = "required" ["when" expr] | "unique" | "private" | "shown" "when" expr | "read" "by" expr
 *          | "default" value | "is" value | "matching" STRING | ["label"] STRING | "help" STRING */
static bool parse_modifier(struct parser *parser, struct field *field)
{
    if (parse_take(parser, "required")) {
        if (parse_take(parser, "when"))
            field->required_when = parse_expr(parser);
        else
            field->required = true;
    } else if (parse_take(parser, "unique"))
        field->unique = true;
    else if (parse_take(parser, "private"))
        field->is_private = true;
    else if (parse_take(parser, "shown")) {
        parse_expect(parser, "when");
        field->shown_when = parse_expr(parser);
    } else if (parse_is(parser, "read") && parse_is_ahead(parser, 1, "by")) {
        parse_take(parser, "read");
        parse_take(parser, "by");
        field->read_by = parse_expr(parser);
    } else if (parse_take(parser, "default"))
        field->initial = parse_compared_value(parser);
    else if (parse_take(parser, "is"))
        field->computed = parse_computed(parser);
    else
        return parse_text_modifier(parser, field);
    return !parser->broken;
}

/* A word on the field's line that is neither a modifier nor a statement. */
static void refuse_modifier(struct parser *parser)
{
    static const char *const modifiers[] = {"required", "unique", "private", "shown", "read", "default",
                                            "matching", "label",  "help",    "when",  "cite", NULL};
    const struct token *token = parse_peek(parser, 0);
    if (!parse_is_kind(parser, TOKEN_NAME) || token->first || parse_word_begins(parser))
        return;
    parser->broken = true;
    if (problem_lost_at(parser->problems, token->place))
        return;
    problem_add(parser->problems, token->place, "`%.*s` means nothing in a field", TEXT_ARGS(token->text));
    parse_hint(parser, modifiers);
}

/* field = "field" NAME type {modifier} [cites] */
void parse_field(struct parser *parser, struct reg *reg)
{
    struct name name = parse_name(parser, "a field's name");
    if (parser->broken || parse_full(parser, reg->field_count, "fields"))
        return;
    struct field *field = ARENA_NEW(parser->arena, struct field);
    *field = (struct field){.place = name.place,
                            .reg = reg,
                            .name = name.text,
                            .label = label_of(parser->arena, name.text),
                            .index = reg->field_count};
    *ARENA_PUSH(parser->arena, reg->fields, reg->field_count, reg->field_capacity) = field;
    bool one_of = parse_type(parser, field);
    while (!parser->broken && parse_modifier(parser, field))
        ;
    if (parser->broken) /* half an expression would only be reported again */
        field->initial = field->computed = field->required_when = field->shown_when = field->read_by = NULL;
    if (one_of)
        ((struct choice *)field->type.choice)->label = field->label;
    parse_cites(parser, &field->cites);
    refuse_modifier(parser);
}
