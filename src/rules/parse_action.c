#include "rules/parser.h"

/* from = "from" STATE {"," STATE} "to" STATE */
static void parse_from(struct parser *parser, struct action *action)
{
    struct names states = parse_value_names(parser, "a state");
    parse_expect(parser, "to");
    struct name to = parse_value_name(parser, "the state it leads to");
    struct names target = {0};
    if (parser->broken)
        return;
    *LIST_PUSH(parser->arena, target.items, target.count) = to;
    parse_states_later(parser, states, &action->in, NULL);
    parse_states_later(parser, target, NULL, &action->to);
    action->moves = true;
}

static void add_by(struct parser *parser, struct action *action, struct expr *expr)
{
    if (!parser->broken)
        *LIST_PUSH(parser->arena, action->by, action->by_count) = expr;
}

static bool each_follows(const struct parser *parser)
{
    return parse_is(parser, "each") && parse_is_ahead(parser, 1, "of");
}

/* by = "by" ("board" NAME | "each" "of" expr {"," expr} | "system" "when" expr | expr) [cites] */
static void parse_by(struct parser *parser, struct action *action)
{
    if (action->by_count || action->board)
        parse_twice(parser, parse_peek(parser, 0)->place, "by");
    action->by_count = 0;
    if (parse_is(parser, "board") && parse_peek(parser, 1)->kind == TOKEN_NAME) {
        parse_take(parser, "board");
        action->by_kind = BY_BOARD;
        action->board = parse_board_name(parser);
    } else if (each_follows(parser)) {
        parse_take(parser, "each");
        parse_take(parser, "of");
        action->by_kind = BY_EACH;
        do {
            add_by(parser, action, parse_expr(parser));
        } while (parse_take(parser, ","));
    } else {
        action->by_kind = BY_EXPR;
        if (parse_is(parser, "system") && parse_is_ahead(parser, 1, "when")) {
            parse_take(parser, "system");
            parse_take(parser, "when");
            action->by_kind = BY_SYSTEM;
        }
        add_by(parser, action, parse_expr(parser));
    }
    parse_cite_once(parser, &action->by_cites);
}

/* waiver = "waived" "by" REGISTER "(" expr ")" */
static void parse_waiver(struct parser *parser, struct need *need)
{
    parse_expect(parser, "by");
    need->waiver = parse_register_name(parser);
    parse_expect(parser, "(");
    need->waiver_test = parse_expr(parser);
    parse_expect(parser, ")");
}

/* need = ("need" | "should") expr "else" STRING [cites] [waiver] [cites] */
static void parse_need(struct parser *parser, struct need **needs, size_t *count, bool soft)
{
    struct need need = {.place = parse_peek(parser, 0)->place};
    need.test = parse_expr(parser);
    parse_else(parser);
    need.message = parse_string(parser, "the message in quotes");
    parse_cite_once(parser, &need.cites);
    if (!soft && parse_take(parser, "waived")) {
        parse_waiver(parser, &need);
        parse_cite_once(parser, &need.cites);
    }
    if (!parser->broken)
        *LIST_PUSH(parser->arena, *needs, *count) = need;
}

/* ask = "ask" FIELD ["required"] {"," FIELD ["required"]} */
static void parse_ask(struct parser *parser, struct action *action)
{
    do {
        struct ask ask = {.place = parse_peek(parser, 0)->place, .field = parse_field_name(parser)};
        ask.required = parse_take(parser, "required");
        if (!parser->broken)
            *LIST_PUSH(parser->arena, action->asks, action->ask_count) = ask;
    } while (parse_take(parser, ","));
}

static struct expr *parse_when(struct parser *parser)
{
    return parse_take(parser, "when") ? parse_expr(parser) : NULL;
}

static struct assignment parse_assignment(struct parser *parser)
{
    struct assignment assignment = {.field = parse_field_name(parser)};
    parse_expect(parser, "=");
    assignment.value = parse_compared_value(parser);
    return assignment;
}

static void add_effect(struct parser *parser, struct effect **effects, size_t *count, struct effect effect)
{
    effect.when = parse_when(parser);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, *effects, *count) = effect;
}

/* set = "set" FIELD "=" value ["when" expr] */
static void parse_set(struct parser *parser, struct action *action)
{
    struct effect effect = {
        .place = parse_peek(parser, 0)->place, .kind = EFFECT_SET, .set = parse_assignment(parser)};
    add_effect(parser, &action->sets, &action->set_count, effect);
}

/* who = "role" NAME ["for" value] | "board" NAME | path */
struct who parse_who(struct parser *parser)
{
    struct who who = {.kind = WHO_PATH};
    if (parse_is(parser, "role") && parse_peek(parser, 1)->kind == TOKEN_NAME) {
        parse_take(parser, "role");
        who.kind = WHO_ROLE;
        who.role = parse_role_name(parser);
        who.role_for = parse_take(parser, "for") ? parse_compared_value(parser) : NULL;
    } else if (parse_is(parser, "board") && parse_peek(parser, 1)->kind == TOKEN_NAME) {
        parse_take(parser, "board");
        who.kind = WHO_BOARD;
        who.board = parse_board_name(parser);
    } else
        who.path = parse_path(parser);
    return who;
}

/* tell = "tell" who {"," who} STRING ["when" expr]: one effect for each who, the text and the test shared */
static void parse_tell(struct parser *parser, struct action *action)
{
    struct effect effect = {.place = parse_peek(parser, 0)->place, .kind = EFFECT_TELL};
    struct who *whos = NULL;
    size_t count = 0;
    do {
        struct who who = parse_who(parser);
        *LIST_PUSH(parser->arena, whos, count) = who;
    } while (parse_take(parser, ","));
    effect.message_place = parse_peek(parser, 0)->place;
    effect.message.source = parse_string(parser, "the text to tell them in quotes");
    effect.when = parse_when(parser);
    for (size_t i = 0; i < count && !parser->broken; i++) {
        effect.who = whos[i];
        *LIST_PUSH(parser->arena, action->tells, action->tell_count) = effect;
    }
}

/* open = "open" REGISTER "{" [FIELD "=" value {"," FIELD "=" value}] "}" ["when" expr] */
static void parse_open(struct parser *parser, struct action *action)
{
    struct effect effect = {
        .place = parse_peek(parser, 0)->place, .kind = EFFECT_OPEN, .open = parse_register_name(parser)};
    parse_expect(parser, "{");
    while (!parser->broken && !parse_is(parser, "}")) {
        struct assignment assignment = parse_assignment(parser);
        if (!parser->broken)
            *LIST_PUSH(parser->arena, effect.values, effect.value_count) = assignment;
        if (!parse_take(parser, ",") && !parse_is(parser, "}"))
            parse_expect(parser, ",");
    }
    parse_close(parser);
    add_effect(parser, &action->opens, &action->open_count, effect);
}

/* seals = "seals" FIELD {"," FIELD} ["else" "void" "to" STATE] */
static void parse_seals(struct parser *parser, struct action *action)
{
    if (action->seal_count)
        parse_twice(parser, parse_peek(parser, 0)->place, "seals");
    action->seals = parse_field_names(parser, &action->seal_count);
    if (!parse_take(parser, "else"))
        return;
    parse_expect(parser, "void");
    parse_expect(parser, "to");
    struct names target = {0};
    struct name state = parse_value_name(parser, "the state it falls back to");
    *LIST_PUSH(parser->arena, target.items, target.count) = state;
    parse_states_later(parser, target, NULL, &action->void_to);
}

enum action_word { A_FROM, A_IN, A_BY, A_NEED, A_SHOULD, A_ASK, A_SET, A_TELL, A_OPEN, A_SEALS, A_CITE };

static const char *const action_words[] = {
    [A_FROM] = "from",     [A_IN] = "in",       [A_BY] = "by",     [A_NEED] = "need",
    [A_SHOULD] = "should", [A_ASK] = "ask",     [A_SET] = "set",   [A_TELL] = "tell",
    [A_OPEN] = "open",     [A_SEALS] = "seals", [A_CITE] = "cite", NULL};

/* Exactly one of from and in; false when this is the second. */
static bool first_place(struct parser *parser, struct action *action)
{
    if (!action->in_said) {
        action->in_said = true;
        return true;
    }
    problem_add(parser->problems, parse_peek(parser, 0)->place,
                "an action has exactly one of `from ... to` and `in`");
    parser->broken = true;
    return false;
}

static void parse_guarding(struct parser *parser, enum action_word word, struct action *action)
{
    if (word == A_FROM && first_place(parser, action))
        parse_from(parser, action);
    else if (word == A_IN && first_place(parser, action))
        parse_states_later(parser, parse_value_names(parser, "a state"), &action->in, NULL);
    else if (word == A_BY)
        parse_by(parser, action);
    else if (word == A_NEED)
        parse_need(parser, &action->needs, &action->need_count, false);
    else if (word == A_SHOULD)
        parse_need(parser, &action->shoulds, &action->should_count, true);
}

static void parse_action_statement(struct parser *parser, int word, void *object)
{
    struct action *action = object;
    switch ((enum action_word)word) {
    case A_FROM:
    case A_IN:
    case A_BY:
    case A_NEED:
    case A_SHOULD:
        parse_guarding(parser, (enum action_word)word, action);
        break;
    case A_ASK:
        parse_ask(parser, action);
        break;
    case A_SET:
        parse_set(parser, action);
        break;
    case A_TELL:
        parse_tell(parser, action);
        break;
    case A_OPEN:
        parse_open(parser, action);
        break;
    case A_SEALS:
        parse_seals(parser, action);
        break;
    case A_CITE:
        parser->at--;
        break;
    }
    parse_cites(parser, &action->cites);
}

/* action = "action" NAME [STRING] "{" {statement} "}" */
void parse_action(struct parser *parser, struct reg *reg)
{
    struct name name = parse_name(parser, "an action's name");
    if (parser->broken || parse_full(parser, reg->action_count, "actions"))
        return;
    struct action *action = ARENA_NEW(parser->arena, struct action);
    *action = (struct action){.place = name.place,
                              .reg = reg,
                              .name = name.text,
                              .index = reg->action_count,
                              .to = -1,
                              .void_to = -1};
    action->is_create = text_is(name.text, "create");
    action->label = parse_label(parser, name.text);
    *ARENA_PUSH(parser->arena, reg->actions, reg->action_count, reg->action_capacity) = action;
    size_t before = parse_mistakes(parser);
    parse_block(parser, "an action", action_words, parse_action_statement, action);
    action->broken = parse_mistakes(parser) > before;
}
