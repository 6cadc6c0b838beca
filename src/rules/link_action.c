#include "rules/link.h"

#include <string.h>

void link_cites(struct scope *scope, struct cites *cites)
{
    for (size_t i = 0; i < cites->count; i++) {
        struct cite *cite = &cites->items[i];
        if (cite->own.n || problem_at(scope->problems, cite->place))
            continue;
        const struct policy *policy = rulebook_policy(scope->rulebook, cite->policy_name);
        if (!policy) {
            struct nearest nearest = nearest_to(cite->policy_name);
            problem_unknown(scope->problems, cite->place, cite->policy_name,
                            "there is no policy \"%.*s\" here", TEXT_ARGS(cite->policy_name));
            for (size_t j = 0; j < scope->rulebook->policy_count; j++)
                nearest_offer(&nearest, scope->rulebook->policies[j]->reference);
            nearest_hint(scope->problems, &nearest);
            continue;
        }
        cite->clause = policy_clause(policy, cite->clause_name);
        if (!cite->clause)
            problem_unknown(scope->problems, cite->place, cite->clause_name,
                            "the policy \"%.*s\" lists no clause %.*s: add it there, or cite another",
                            TEXT_ARGS(policy->reference), TEXT_ARGS(cite->clause_name));
    }
}

/* ---- texts with {paths} ---- */

/* `a.b` inside a string: a path expression placed at the string. NULL after a problem. */
static struct expr *template_path(struct scope *scope, struct text source, struct place place)
{
    struct written *written = ARENA_NEW(scope->arena, struct written);
    written->expr.kind = EXPR_PATH;
    written->expr.place = place;
    struct text rest = text_trim(source);
    bool good = rest.n > 0 && rest.s[rest.n - 1] != '.';
    while (rest.n) {
        struct text name = text_cut(&rest, '.');
        good = good && name.n;
        for (size_t i = 0; i < name.n; i++)
            good = good && (name.s[i] == '_' || (name.s[i] >= 'a' && name.s[i] <= 'z') ||
                            (i && name.s[i] >= '0' && name.s[i] <= '9'));
        *LIST_PUSH(scope->arena, written->path.items, written->path.count) = (struct name){name, place};
    }
    if (good)
        return &written->expr;
    problem_add(scope->problems, place, "`{%.*s}` in this text is not a path to a field",
                (int)(source.n < 60 ? source.n : 60), source.s);
    return NULL;
}

static void link_template(struct scope *scope, struct template_text *text, struct place place)
{
    struct text rest = text->source;
    size_t pieces = 0;
    for (;;) {
        size_t open = text_find(rest, '{'), close = text_find(rest, '}');
        *LIST_PUSH(scope->arena, text->pieces, pieces) = (struct text){rest.s, open};
        if (open == rest.n)
            return;
        if (close < open || close == rest.n) {
            problem_add(scope->problems, place, "the { in this text has no }: a path stands between both");
            return;
        }
        struct expr *path = template_path(scope, (struct text){rest.s + open + 1, close - open - 1}, place);
        rest = (struct text){rest.s + close + 1, rest.n - close - 1};
        if (path)
            link_path(scope, path);
        if (path)
            *LIST_PUSH(scope->arena, text->paths, text->path_count) = path;
        else
            return;
    }
}

/* ---- who ---- */

void link_who(struct scope *scope, struct who *who)
{
    if (who->kind == WHO_BOARD)
        who->board = find_board(scope, who->board->name, who->board->place);
    else if (who->kind == WHO_ROLE) {
        who->role = find_role(scope, who->role->name, who->role->place);
        if (who->role_for && who->role && !who->role->per)
            problem_add(scope->problems, who->role_for->place,
                        "the role `%.*s` is not held `per` anything, so `for` means nothing",
                        TEXT_ARGS(who->role->name));
        else if (who->role_for && who->role)
            link_value_as(scope, who->role_for, (struct type){.kind = TYPE_CHOICE, .choice = who->role->per},
                          "`for`");
    } else {
        link_path(scope, who->path);
        struct type type = who->path->type;
        if (type.kind != TYPE_NONE && (type.kind != TYPE_RECORD || type.target != scope->rulebook->person))
            problem_add(scope->problems, who->path->place,
                        "a person is wanted here: a path to one or many, `role NAME` or `board NAME`");
    }
}

/* ---- needs and effects ---- */

static void link_need(struct scope *scope, struct need *need)
{
    link_test(scope, need->test);
    link_cites(scope, &need->cites);
    need->names_actor = expr_names_actor(need->test);
    if (!need->waiver)
        return;
    need->waiver = find_register(scope, need->waiver->name, need->waiver->place);
    if (need->waiver)
        link_body(scope, need->waiver_test, (struct text){0},
                  (struct type){.kind = TYPE_RECORD, .target = need->waiver}, &need->waiver_var);
}

static void link_assignment(struct scope *scope, const struct reg *reg, struct assignment *assignment)
{
    struct place place = assignment->field->place;
    assignment->field = find_field(scope, reg, assignment->field->name, place);
    if (!assignment->field) {
        return;
    }
    struct type type = assignment->field->type;
    if (type.many && assignment->value->kind == EXPR_PATH && !peek_path(scope, assignment->value).many)
        type.many = false; /* one stands for the set of it alone */
    link_value_as(scope, assignment->value, type, "this field");
}

static void link_set(struct scope *scope, struct effect *effect)
{
    link_assignment(scope, scope->self, &effect->set);
    link_test_if(scope, effect->when);
}

static void link_tell(struct scope *scope, struct effect *effect)
{
    link_who(scope, &effect->who);
    link_template(scope, &effect->message, effect->message_place);
    link_test_if(scope, effect->when);
}

static void link_open(struct scope *scope, struct effect *effect)
{
    effect->open = find_register(scope, effect->open->name, effect->open->place);
    for (size_t i = 0; effect->open && i < effect->value_count; i++)
        link_assignment(scope, effect->open, &effect->values[i]);
    link_test_if(scope, effect->when);
}

static void link_ask(struct scope *scope, struct ask *ask)
{
    ask->field = find_field(scope, scope->self, ask->field->name, ask->field->place);
}

void link_action(struct scope *scope, struct action *action)
{
    if (action->board)
        action->board = find_board(scope, action->board->name, action->board->place);
    for (size_t i = 0; i < action->by_count; i++)
        link_test(scope, action->by[i]);
    for (size_t i = 0; i < action->need_count; i++)
        link_need(scope, &action->needs[i]);
    for (size_t i = 0; i < action->should_count; i++)
        link_need(scope, &action->shoulds[i]);
    for (size_t i = 0; i < action->ask_count; i++)
        link_ask(scope, &action->asks[i]);
    for (size_t i = 0; i < action->set_count; i++)
        link_set(scope, &action->sets[i]);
    for (size_t i = 0; i < action->tell_count; i++)
        link_tell(scope, &action->tells[i]);
    for (size_t i = 0; i < action->open_count; i++)
        link_open(scope, &action->opens[i]);
    for (size_t i = 0; i < action->seal_count; i++)
        action->seals[i] = find_field(scope, scope->self, action->seals[i]->name, action->seals[i]->place);
    link_cites(scope, &action->by_cites);
    link_cites(scope, &action->cites);
}
