#include "rules/parser.h"

/* id = NUMBER | CLAUSE | STRING */
static bool clause_id_follows(const struct parser *parser, size_t ahead)
{
    enum token_kind kind = parse_peek(parser, ahead)->kind;
    return kind == TOKEN_NUMBER || kind == TOKEN_CLAUSE || kind == TOKEN_STRING;
}

static struct name parse_clause_id(struct parser *parser)
{
    const struct token *token = parse_peek(parser, 0);
    if (parser->broken || !clause_id_follows(parser, 0)) {
        parse_fail(parser, "a clause such as 2.3.e, or another id in quotes");
        return (struct name){.place = token->place};
    }
    parser->at++;
    return (struct name){token->text, token->place};
}

/* clause = "clause" id STRING ["guidance" | "outside" STRING] */
static void parse_clause(struct parser *parser, int word, void *object)
{
    (void)word;
    struct policy *policy = object;
    struct name id = parse_clause_id(parser);
    struct text summary = parse_string(parser, "the clause's summary in quotes");
    if (parser->broken || parse_full(parser, policy->count, "clauses"))
        return;
    if (!id.text.n)
        problem_add(parser->problems, id.place, "a clause needs an id to be cited by");
    struct clause *clause = ARENA_NEW(parser->arena, struct clause);
    *clause = (struct clause){.place = id.place, .policy = policy, .id = id.text, .summary = summary};
    if (parse_take(parser, "guidance")) {
        clause->mark = CLAUSE_GUIDANCE;
    } else if (parse_take(parser, "outside")) {
        clause->mark = CLAUSE_OUTSIDE;
        clause->outside = parse_string(parser, "the reason in quotes");
    }
    *LIST_PUSH(parser->arena, policy->clauses, policy->count) = clause;
}

/* policy = "policy" STRING STRING "{" {clause} "}" */
void parse_policy(struct parser *parser)
{
    static const char *const words[] = {"clause", NULL};
    struct place place = parse_peek(parser, 0)->place;
    struct text reference = parse_string(parser, "the policy's reference in quotes");
    struct text title = parse_string(parser, "the policy's title in quotes");
    if (parser->broken || parse_full(parser, parser->rulebook->policy_count, "policies"))
        return;
    if (!reference.n)
        problem_add(parser->problems, place, "a policy needs a reference to be cited by");
    struct rulebook *rulebook = parser->rulebook;
    struct policy *policy = ARENA_NEW(parser->arena, struct policy);
    *policy = (struct policy){.place = place, .reference = reference, .title = title};
    *LIST_PUSH(parser->arena, rulebook->policies, rulebook->policy_count) = policy;
    parse_block(parser, "a policy", words, parse_clause, policy);
}

static void cite_add(struct parser *parser, struct cites *cites, struct cite cite)
{
    if (!parser->broken)
        *LIST_PUSH(parser->arena, cites->items, cites->count) = cite;
}

/* A string after a comma is another policy when an id follows it, else an id of the same policy. */
static bool policy_follows(const struct parser *parser)
{
    return parse_is_kind(parser, TOKEN_STRING) && clause_id_follows(parser, 1);
}

/* cite = "cite" ("none" STRING | STRING id {"," [STRING] id}) */
static void parse_cite(struct parser *parser, struct cites *cites)
{
    struct place place = parse_peek(parser, 0)->place;
    if (parse_take(parser, "none")) {
        struct text own = parse_string(parser, "the reason in quotes");
        if (!parser->broken && !own.n)
            problem_add(parser->problems, place,
                        "say in a few words why the force added this: cite none \"why\"");
        cite_add(parser, cites, (struct cite){.place = place, .own = own});
        return;
    }
    struct text policy = parse_string(parser, "a policy's reference in quotes, or `none`");
    bool first = true;
    do {
        if (!first && policy_follows(parser))
            policy = parse_string(parser, "a policy's reference");
        first = false;
        struct name id = parse_clause_id(parser);
        cite_add(parser, cites,
                 (struct cite){.place = id.place, .policy_name = policy, .clause_name = id.text});
    } while (parse_take(parser, ","));
}

/* cites = {cite} */
void parse_cites(struct parser *parser, struct cites *cites)
{
    while (parse_cite_once(parser, cites))
        continue;
}

/* Inside an action: a second cite after a `by` or a `need` is the action's own. */
bool parse_cite_once(struct parser *parser, struct cites *cites)
{
    bool cited = parse_take(parser, "cite");
    if (cited)
        parse_cite(parser, cites);
    return cited;
}
