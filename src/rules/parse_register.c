#include "rules/parser.h"

#include <string.h>

/* ---- states named before or after `states` stands ---- */

void parse_states_later(struct parser *parser, struct names names, bool **in, int *to)
{
    if (!parser->broken)
        *LIST_PUSH(parser->arena, parser->pending, parser->pending_count) =
            (struct pending_states){names, in, to};
}

static int find_state(struct parser *parser, const struct reg *reg, struct name name)
{
    int state = choice_index(reg->states, name.text);
    if (state >= 0 || !reg->states->count)
        return state;
    struct nearest nearest = nearest_to(name.text);
    problem_unknown(parser->problems, name.place, name.text, "%.*s has no state `%.*s`", TEXT_ARGS(reg->name),
                    TEXT_ARGS(name.text));
    for (size_t i = 0; i < reg->states->count; i++)
        nearest_offer(&nearest, reg->states->values[i].name);
    nearest_hint(parser->problems, &nearest);
    return state;
}

static void settle(struct parser *parser, const struct reg *reg, struct pending_states *pending)
{
    bool *in = ARENA_ARRAY(parser->arena, bool, reg->states->count + 1);
    for (size_t i = 0; i < pending->names.count; i++) {
        int state = find_state(parser, reg, pending->names.items[i]);
        if (pending->to)
            *pending->to = state;
        else if (state >= 0 && in[state])
            problem_add(parser->problems, pending->names.items[i].place, "`%.*s` is listed twice here",
                        TEXT_ARGS(pending->names.items[i].text));
        else if (state >= 0)
            in[state] = true;
    }
    if (pending->in)
        *pending->in = in;
}

static void settle_states(struct parser *parser, struct reg *reg)
{
    for (size_t i = 0; i < parser->pending_count; i++)
        settle(parser, reg, &parser->pending[i]);
    parser->pending = NULL;
    parser->pending_count = 0;
}

/* ---- statements ---- */

/* states = "states" NAME {"," NAME}; each may have a label as a choice's values do */
static void parse_states(struct parser *parser, struct reg *reg)
{
    if (reg->states->count) {
        parser->broken = true;
        problem_add(parser->problems, parse_peek(parser, 0)->place, "the states of %.*s are listed twice",
                    TEXT_ARGS(reg->name));
        return;
    }
    parse_choice_values(parser, reg->states, false);
}

struct register_draft {
    struct reg *reg;
    bool *final; /* by state; NULL until the states are settled */
    bool final_said, extends;
};

/* final = "final" STATE {"," STATE} */
static void parse_final(struct parser *parser, struct register_draft *draft)
{
    if (draft->final_said)
        problem_add(parser->problems, parse_peek(parser, 0)->place, "`final` is said twice here");
    draft->final_said = true;
    parse_states_later(parser, parse_value_names(parser, "a state"), &draft->final, NULL);
}

/* edit = "edit" FIELD {"," FIELD} ["in" STATE {"," STATE}] "by" expr [cites] */
static void parse_edit(struct parser *parser, struct reg *reg)
{
    struct edit_rule *edit = ARENA_NEW(parser->arena, struct edit_rule);
    edit->place = parse_peek(parser, 0)->place;
    edit->fields = parse_field_names(parser, &edit->field_count);
    if (parse_take(parser, "in"))
        parse_states_later(parser, parse_value_names(parser, "a state"), &edit->in, NULL);
    if (!parse_take(parser, "by"))
        parse_fail(parser, "who may do it, such as `by actor is creator`,");
    edit->by = parse_expr(parser);
    parse_cites(parser, &edit->cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, reg->edits, reg->edit_count) = edit;
}

/* guard = ["by"] expr ["else" STRING] [cites] */
static void parse_guard(struct parser *parser, struct guard **guards, size_t *count, bool message)
{
    struct guard guard = {.place = parse_peek(parser, 0)->place};
    parse_take(parser, "by");
    guard.test = parse_expr(parser);
    if (message) {
        parse_else(parser);
        guard.message = parse_string(parser, "the message in quotes");
    }
    parse_cites(parser, &guard.cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, *guards, *count) = guard;
}

static void parse_number_format(struct parser *parser, struct reg *reg)
{
    struct place place = parse_peek(parser, 0)->place;
    if (reg->number.source.n)
        parse_twice(parser, place, "number");
    reg->number.source = parse_string(parser, "a number format such as \"RFC-{year}-{n:5}\"");
    reg->number_place = place;
}

static void parse_title(struct parser *parser, struct reg *reg)
{
    if (reg->title)
        parse_twice(parser, parse_peek(parser, 0)->place, "title");
    reg->title = parse_field_name(parser);
}

enum register_word {
    R_NUMBER,
    R_TITLE,
    R_FIELD,
    R_STATES,
    R_FINAL,
    R_CREATE,
    R_READ,
    R_COMMENT,
    R_EDIT,
    R_ACTION,
    R_DUTY,
    R_NEVER,
    R_WARN,
    R_CALENDAR,
    R_RETAIN,
    R_LIST,
    R_LOG,
    R_CITE,
    R_ADMIT,
};

static const char *const register_words[] = {
    [R_NUMBER] = "number", [R_TITLE] = "title",       [R_FIELD] = "field",   [R_STATES] = "states",
    [R_FINAL] = "final",   [R_CREATE] = "create",     [R_READ] = "read",     [R_COMMENT] = "comment",
    [R_EDIT] = "edit",     [R_ACTION] = "action",     [R_DUTY] = "duty",     [R_NEVER] = "never",
    [R_WARN] = "warn",     [R_CALENDAR] = "calendar", [R_RETAIN] = "retain", [R_LIST] = "list",
    [R_LOG] = "log",       [R_CITE] = "cite",         [R_ADMIT] = "admit",   NULL};

static bool fits_extension(struct parser *parser, int word, const struct register_draft *draft)
{
    bool opening =
        word == R_NUMBER || word == R_TITLE || word == R_STATES || word == R_FINAL || word == R_CREATE;
    if (draft->extends ? !opening : word != R_ADMIT)
        return true;
    problem_add(parser->problems, parse_peek(parser, 0)->place,
                draft->extends ? "`%s` of %.*s is fixed: leave it out"
                               : "`%s` may stand in `extend person` only, not in %.*s",
                register_words[word], TEXT_ARGS(draft->reg->name));
    parser->broken = true;
    return false;
}

static void parse_shape_statement(struct parser *parser, enum register_word word,
                                  struct register_draft *draft)
{
    struct reg *reg = draft->reg;
    if (word == R_NUMBER)
        parse_number_format(parser, reg);
    else if (word == R_TITLE)
        parse_title(parser, reg);
    else if (word == R_FIELD)
        parse_field(parser, reg);
    else if (word == R_STATES)
        parse_states(parser, reg);
    else if (word == R_FINAL)
        parse_final(parser, draft);
    else if (word == R_LOG)
        reg->log_reads = parse_expect(parser, "reads");
    else {
        parser->at--;
        parse_cites(parser, &reg->cites);
    }
}

static void parse_register_statement(struct parser *parser, int word, void *object)
{
    struct register_draft *draft = object;
    struct reg *reg = draft->reg;
    struct rulebook *rulebook = parser->rulebook;
    if (!fits_extension(parser, word, draft))
        return;
    switch ((enum register_word)word) {
    case R_CREATE:
        parse_guard(parser, &reg->creates, &reg->create_count, false);
        break;
    case R_READ:
        parse_guard(parser, &reg->reads, &reg->read_count, false);
        break;
    case R_COMMENT:
        parse_guard(parser, &reg->comments, &reg->comment_count, false);
        break;
    case R_ADMIT:
        parse_guard(parser, &rulebook->admits, &rulebook->admit_count, true);
        break;
    case R_EDIT:
        parse_edit(parser, reg);
        break;
    case R_ACTION:
        parse_action(parser, reg);
        break;
    case R_DUTY:
        parse_duty(parser, reg);
        break;
    case R_NEVER:
        parse_never(parser, reg);
        break;
    case R_WARN:
        parse_warn(parser, reg);
        break;
    case R_CALENDAR:
        parse_calendar(parser, reg);
        break;
    case R_RETAIN:
        parse_retain(parser, reg);
        break;
    case R_LIST:
        parse_list(parser, reg);
        break;
    case R_NUMBER:
    case R_TITLE:
    case R_FIELD:
    case R_STATES:
    case R_FINAL:
    case R_LOG:
    case R_CITE:
        parse_shape_statement(parser, (enum register_word)word, draft);
        break;
    }
}

static void parse_register_body(struct parser *parser, struct reg *reg, bool extends)
{
    struct register_draft draft = {.reg = reg, .extends = extends};
    size_t before = parse_mistakes(parser);
    parse_block(parser, extends ? "`extend person`" : "a register", register_words, parse_register_statement,
                &draft);
    settle_states(parser, reg);
    for (size_t i = 0; draft.final && i < reg->states->count; i++)
        reg->states->values[i].final = draft.final[i];
    reg->broken = reg->broken || parse_mistakes(parser) > before;
}

static struct text plural_of(struct arena *arena, struct text label)
{
    return arena_format(arena, "%.*ss", TEXT_ARGS(label));
}

/* register = "register" NAME STRING [STRING] "{" {statement} "}" */
void parse_register(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a register's name");
    if (parser->broken || parse_full(parser, rulebook->register_count, "registers"))
        return;
    struct reg *reg = ARENA_NEW(parser->arena, struct reg);
    reg->place = name.place;
    reg->name = name.text;
    reg->index = rulebook->register_count;
    *LIST_PUSH(parser->arena, rulebook->registers, rulebook->register_count) = reg;
    reg->label = parse_label(parser, name.text);
    reg->plural = parse_is_kind(parser, TOKEN_STRING) ? parse_string(parser, "a plural")
                                                      : plural_of(parser->arena, reg->label);
    reg->states = ARENA_NEW(parser->arena, struct choice);
    *reg->states = (struct choice){.place = name.place, .name = TEXT("state"), .label = reg->label};
    parse_register_body(parser, reg, false);
}

/* extend = "extend" "person" "{" {statement} "}" */
void parse_extend(struct parser *parser)
{
    if (parse_expect(parser, "person"))
        parse_register_body(parser, (struct reg *)parser->rulebook->person, true);
}
