#include "rules/parser.h"

/* each = "each" REGISTER "as" NAME ["(" expr ")"] */
static void parse_duty_each(struct parser *parser, struct duty *duty)
{
    duty->each = parse_register_name(parser);
    parse_expect(parser, "as");
    duty->each_name = parse_name(parser, "a name for it").text;
    if (parse_take(parser, "(")) {
        duty->each_test = parse_expr(parser);
        parse_expect(parser, ")");
    }
}

static bool once(struct parser *parser, bool said, const char *word)
{
    if (!said)
        return true;
    parse_twice(parser, parse_peek(parser, 0)->place, word);
    return false;
}

/* every = "every" DURATION ("of" ACTION | "until" "updated") */
static void parse_every(struct parser *parser, struct duty *duty)
{
    duty->span = parse_span(parser);
    if (parse_take(parser, "until")) {
        parse_expect(parser, "updated");
        duty->kind = DUTY_EVERY_UPDATED;
        return;
    }
    parse_expect(parser, "of");
    duty->action = parse_action_name(parser);
    duty->kind = DUTY_EVERY;
}

/* tell = "else" "tell" who {("then" | ",") who ["after" DURATION]} */
static void parse_duty_tell(struct parser *parser, struct duty *duty)
{
    parse_expect(parser, "tell");
    do {
        size_t spans = duty->tell_count;
        struct who who = parse_who(parser);
        struct span after = {0};
        if (parse_take(parser, "after"))
            after = parse_span(parser);
        if (parser->broken)
            return;
        *LIST_PUSH(parser->arena, duty->tell, duty->tell_count) = who;
        *LIST_PUSH(parser->arena, duty->tell_after, spans) = after;
    } while (parse_take(parser, "then") || parse_take(parser, ","));
}

enum duty_word { D_WHEN, D_WITHIN, D_EVERY, D_BY, D_UNTIL, D_REMIND, D_ELSE, D_CITE };

struct duty_draft {
    struct duty *duty;
    bool timed;
};

static void parse_duty_time(struct parser *parser, enum duty_word word, struct duty_draft *draft)
{
    struct duty *duty = draft->duty;
    if (draft->timed) {
        problem_add(parser->problems, parse_peek(parser, 0)->place,
                    "a duty has exactly one of `within`, `every` and `by`");
        parser->broken = true;
        return;
    }
    draft->timed = true;
    if (word == D_WITHIN) {
        duty->kind = DUTY_WITHIN;
        duty->span = parse_span(parser);
        parse_expect(parser, "of");
        duty->action = parse_action_name(parser);
    } else if (word == D_EVERY)
        parse_every(parser, duty);
    else {
        duty->kind = DUTY_BY;
        duty->by_field = parse_value(parser);
    }
}

static void parse_duty_statement(struct parser *parser, int word, void *object)
{
    struct duty_draft *draft = object;
    struct duty *duty = draft->duty;
    switch ((enum duty_word)word) {
    case D_WHEN:
        if (once(parser, duty->when, "when"))
            duty->when = parse_expr(parser);
        break;
    case D_WITHIN:
    case D_EVERY:
    case D_BY:
        parse_duty_time(parser, (enum duty_word)word, draft);
        break;
    case D_UNTIL:
        if (once(parser, duty->until, "until"))
            duty->until = parse_expr(parser);
        break;
    case D_REMIND:
        duty->remind = parse_span(parser);
        parse_expect(parser, "before");
        break;
    case D_ELSE:
        parse_duty_tell(parser, duty);
        break;
    case D_CITE:
        parser->at--;
        parse_cites(parser, &duty->cites);
        break;
    }
}

/* duty = "duty" NAME "on" (each | who) "{" {statement} "}" */
void parse_duty(struct parser *parser, struct reg *reg)
{
    static const char *const words[] = {"when",   "within", "every", "by", "until",
                                        "remind", "else",   "cite",  NULL};
    struct name name = parse_name(parser, "a duty's name");
    if (parser->broken || parse_full(parser, reg->duty_count, "duties"))
        return;
    struct duty *duty = ARENA_NEW(parser->arena, struct duty);
    size_t before = parse_mistakes(parser);
    *duty = (struct duty){.place = name.place, .name = name.text};
    *LIST_PUSH(parser->arena, reg->duties, reg->duty_count) = duty;
    parse_expect(parser, "on");
    if (parse_take(parser, "each"))
        parse_duty_each(parser, duty);
    else
        duty->on = parse_who(parser);
    struct duty_draft draft = {.duty = duty};
    parse_block(parser, "a duty", words, parse_duty_statement, &draft);
    duty->broken = parse_mistakes(parser) > before;
    if (!draft.timed && !duty->broken)
        problem_add(parser->problems, duty->place,
                    "the duty `%.*s` says no time: write `within 3 days of ACTION`, `every 1 month of "
                    "ACTION` or `by FIELD`",
                    TEXT_ARGS(duty->name));
}

/* never = "never" NAME "{" expr [cites] "}" */
void parse_never(struct parser *parser, struct reg *reg)
{
    struct name name = parse_name(parser, "a name for what may never be");
    if (parser->broken || parse_full(parser, reg->never_count, "nevers"))
        return;
    struct never *never = ARENA_NEW(parser->arena, struct never);
    size_t before = parse_mistakes(parser);
    *never = (struct never){.place = name.place, .name = name.text};
    *LIST_PUSH(parser->arena, reg->nevers, reg->never_count) = never;
    parse_expect(parser, "{");
    never->test = parse_expr(parser);
    parse_cites(parser, &never->cites);
    parse_close(parser);
    never->broken = parse_mistakes(parser) > before;
}

/* warn = "warn" expr "else" STRING [cites] */
void parse_warn(struct parser *parser, struct reg *reg)
{
    struct warning *warning = ARENA_NEW(parser->arena, struct warning);
    warning->place = parse_peek(parser, 0)->place;
    warning->test = parse_expr(parser);
    parse_else(parser);
    warning->message = parse_string(parser, "the warning in quotes");
    parse_cites(parser, &warning->cites);
    if (!parser->broken)
        *LIST_PUSH(parser->arena, reg->warnings, reg->warning_count) = warning;
}
