#include "rules/query_parts.h"

/* One side of a person test: an expression, or a column that stands for one of several people. */
struct side {
    const struct expr *expr;
    const char *column;
};

static void emit_side(struct query *query, struct side side)
{
    if (side.column)
        query_put(query, side.column);
    else
        query_emit_value(query, side.expr);
}

static void emit_known_people(struct query *query, const struct expr *expr, const char *alias)
{
    struct people_meant people;
    evaluate_people(query->scene, expr, &people);
    struct value *values = ARENA_ARRAY(query->out->text.arena, struct value, people.count);
    for (size_t i = 0; i < people.count; i++)
        values[i] = value_record(people.ids[i]);
    query_bind_rows(query, "\"person\"", expr->type, values, people.count);
    buf_format(&query->out->text, "%s WHERE TRUE", alias);
}

/* `FROM people p WHERE ...`: everybody who counts as an action's actor (rule 2). */
static const char *emit_act_people(struct query *query, const struct expr *expr)
{
    const struct step *step = &expr->path.steps[expr->path.count - 1];
    const char *people = query_alias(query, "p");
    query_put(query, "FROM ");
    if (query_constant(query, expr, 0)) {
        emit_known_people(query, expr, people);
    } else {
        schema_acts(&query->out->text, step->reg);
        buf_format(&query->out->text, " %s WHERE %s.\"action\" = ", people, people);
        query_bind_text(query, step->action->name);
        buf_format(&query->out->text, " AND %s.\"record\" = ", people);
        query_emit_path(query, &expr->path, LEAF_OWNER);
    }
    return arena_format(query->out->text.arena, "%s.\"person\"", people).s;
}

/* A period of a person's table that holds at `time`: [from, to), open where `to` is missing. */
static void emit_period_at(struct query *query, const char *alias, int64_t time)
{
    buf_format(&query->out->text, "%s.\"from\" <= ", alias);
    query_bind_int(query, time);
    buf_format(&query->out->text, " AND (%s.\"to\" IS NULL OR %s.\"to\" > ", alias, alias);
    query_bind_int(query, time);
    query_put(query, ")");
}

/* ---- is ---- */

static bool takes_deputies(const struct expr *expr)
{
    return expr->kind == EXPR_IS && expr_is_actor(expr->args[0]);
}

/* The people for whom the actor now stands in (rule 3). */
static void emit_principals(struct query *query)
{
    const struct scene *scene = query->scene;
    query_look(query, scene->rulebook->deputy, NULL);
    query_put(query, "SELECT d.\"person\" FROM \"deputy\" d WHERE d.\"deputy\" = ");
    query_bind_int(query, scene->actor);
    query_put(query, " AND d.\"person\" IS NOT NULL AND ");
    emit_period_at(query, "d", scene->now);
    if (scene->reading)
        query_put(query, " AND d.\"role\" IS NULL");
}

static void emit_same_person(struct query *query, const struct expr *expr, struct side left,
                             struct side right)
{
    query_put(query, "(");
    emit_side(query, left);
    query_put(query, " = ");
    emit_side(query, right);
    if (takes_deputies(expr)) {
        query_put(query, " OR ");
        emit_side(query, right);
        query_put(query, " IN (");
        emit_principals(query);
        query_put(query, ")");
    }
    query_put(query, ")");
}

static void emit_is_right(struct query *query, const struct expr *expr, struct side left)
{
    const struct expr *right = expr->args[1];
    if (!query_is_act(right)) {
        emit_same_person(query, expr, left, (struct side){.expr = right});
        return;
    }
    query_put(query, "EXISTS (SELECT 1 ");
    struct side one = {.column = emit_act_people(query, right)};
    query_put(query, " AND ");
    emit_same_person(query, expr, left, one);
    query_put(query, ")");
}

static void emit_is(struct query *query, const struct expr *expr)
{
    const struct expr *left = expr->args[0];
    if (!query_is_act(left)) {
        emit_is_right(query, expr, (struct side){.expr = left});
        return;
    }
    query_put(query, "EXISTS (SELECT 1 ");
    struct side one = {.column = emit_act_people(query, left)};
    query_put(query, " AND ");
    emit_is_right(query, expr, one);
    query_put(query, ")");
}

static void emit_present(struct query *query, const struct expr *expr)
{
    if (query_is_act(expr)) {
        query_put(query, "EXISTS (SELECT 1 ");
        emit_act_people(query, expr);
        query_put(query, ")");
    } else {
        query_put(query, "(");
        query_emit_value(query, expr);
        query_put(query, " IS NOT NULL)");
    }
}

void query_emit_is(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    if (expr->negated) {
        query_put(query, "(");
        emit_present(query, expr->args[0]);
        query_put(query, " AND ");
        emit_present(query, expr->args[1]);
        query_put(query, " AND NOT ");
    }
    emit_is(query, expr);
    if (expr->negated)
        query_put(query, ")");
    query_leave(query);
}

/* ---- has ---- */

struct holding {
    const struct role *role;
    const char *per; /* a column with the value held for; NULL: any */
    bool has_since;
    int64_t since;
};

static void emit_holding_of(struct query *query, const char *alias, const char *person,
                            struct holding holding)
{
    struct buf *text = &query->out->text;
    buf_format(text, "%s.\"person\" = %s AND %s.\"role\" = ", alias, person, alias);
    query_bind_text(query, holding.role->name);
    if (holding.per)
        buf_format(text, " AND %s.\"per\" = %s", alias, holding.per);
}

/* Held at `since`, and whenever a period ends before now another one goes on: then there was no gap. */
static void emit_holds(struct query *query, const char *person, struct holding holding)
{
    int64_t now = query->scene->now;
    const char *h = query_alias(query, "h"), *end = query_alias(query, "h"), *on = query_alias(query, "h");
    struct buf *text = &query->out->text;
    buf_format(text, "(EXISTS (SELECT 1 FROM \"holding\" %s WHERE ", h);
    emit_holding_of(query, h, person, holding);
    query_put(query, " AND ");
    emit_period_at(query, h, holding.has_since ? holding.since : now);
    query_put(query, ")");
    if (holding.has_since) {
        buf_format(text, " AND NOT EXISTS (SELECT 1 FROM \"holding\" %s WHERE ", end);
        emit_holding_of(query, end, person, holding);
        buf_format(text, " AND %s.\"to\" > ", end);
        query_bind_int(query, holding.since);
        buf_format(text, " AND %s.\"to\" <= ", end);
        query_bind_int(query, now);
        buf_format(text, " AND NOT EXISTS (SELECT 1 FROM \"holding\" %s WHERE ", on);
        emit_holding_of(query, on, person, holding);
        buf_format(text, " AND %s.\"from\" <= %s.\"to\" AND (%s.\"to\" IS NULL OR %s.\"to\" > %s.\"to\")))",
                   on, end, on, on, end);
    }
    query_put(query, ")");
}

static void emit_deputy_holds(struct query *query, const char *person, struct holding holding)
{
    const char *d = query_alias(query, "d");
    query_look(query, query->scene->rulebook->deputy, NULL);
    buf_format(&query->out->text, "EXISTS (SELECT 1 FROM \"deputy\" %s WHERE %s.\"deputy\" = %s AND ", d, d,
               person);
    emit_period_at(query, d, query->scene->now);
    buf_format(&query->out->text, " AND (%s.\"role\" IS NULL OR %s.\"role\" = ", d, d);
    query_bind_text(query, holding.role->name);
    query_put(query, ") AND ");
    emit_holds(query, arena_format(query->out->text.arena, "%s.\"person\"", d).s, holding);
    query_put(query, ")");
}

static bool since_of(struct query *query, const struct expr *expr, struct holding *holding)
{
    const struct scene *scene = query->scene;
    holding->has_since = expr->has_span;
    if (!expr->has_span)
        return true;
    struct value now = {.kind = VALUE_TIME, .i = scene->now};
    struct value since = clocks_add(scene->clocks, scene->rulebook, now, expr->span, -1);
    holding->since = since.i;
    return since.kind == VALUE_TIME;
}

/* Opens `EXISTS (SELECT 1 FROM (the people, and the value the role is for) q WHERE `. */
static void people_open(struct query *query, const struct expr *person, const struct expr *per, const char *q)
{
    query_put(query, "EXISTS (SELECT 1 FROM (SELECT ");
    if (per) {
        query_emit_value(query, per);
        query_put(query, " AS per, ");
    }
    if (query_is_act(person)) {
        /* The column is named before its table is. */
        struct sql people = {.text = buf_in(query->out->text.arena)}, *out = query->out;
        query->out = &people;
        const char *column = emit_act_people(query, person);
        query->out = out;
        buf_format(&out->text, "%s AS person ", column);
        query_splice(query, &people);
        buf_format(&out->text, ") %s WHERE ", q);
    } else {
        query_emit_value(query, person);
        buf_format(&query->out->text, " AS person LIMIT 1 OFFSET 0) %s WHERE ", q);
    }
}

static void emit_has(struct query *query, const struct expr *expr)
{
    struct holding holding = {.role = expr->role};
    struct arena *arena = query->out->text.arena;
    const char *q = query_alias(query, "q"), *person = arena_format(arena, "%s.person", q).s;
    if (!since_of(query, expr, &holding)) {
        query_put(query, "FALSE");
        return;
    }
    const struct expr *per = expr->count > 1 ? expr->args[1] : NULL;
    if (per)
        holding.per = arena_format(arena, "%s.per", q).s;
    people_open(query, expr->args[0], per, q);
    query_put(query, "(");
    emit_holds(query, person, holding);
    if (!expr->personally) {
        query_put(query, " OR ");
        emit_deputy_holds(query, person, holding);
    }
    query_put(query, "))");
}

/* A known person and a role held for a value of the row: the names of the values for which they hold it. */
static void emit_known_person_has(struct query *query, const struct expr *expr)
{
    const struct choice *choice = expr->role->per;
    struct expr literal = {.kind = EXPR_LITERAL, .type = expr->args[1]->type};
    struct expr *args[] = {expr->args[0], &literal};
    struct expr known = *expr;
    known.args = args;
    bool any = false;
    for (size_t i = 0; i < choice->count; i++) {
        literal.literal = (struct value){.kind = VALUE_CHOICE, .i = (int64_t)i};
        if (!evaluate_test(query->scene, &known))
            continue;
        query_put(query, any ? ", " : "(");
        if (!any) {
            query_emit_value(query, expr->args[1]);
            query_put(query, " IN (");
        }
        query_bind_text(query, choice->values[i].name);
        any = true;
    }
    query_put(query, any ? "))" : "FALSE");
}

void query_emit_has(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    if (expr->count > 1 && expr->role->per && query_constant(query, expr->args[0], 0))
        emit_known_person_has(query, expr);
    else
        emit_has(query, expr);
    query_leave(query);
}

/* ---- sits on, manages ---- */

static void emit_seat(struct query *query, const char *person, const struct role *role)
{
    struct holding holding = {.role = role};
    emit_holds(query, person, holding);
    query_put(query, " OR ");
    emit_deputy_holds(query, person, holding);
}

void query_emit_sits_on(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    const struct board *board = expr->board;
    const char *q = query_alias(query, "q"), *person = arena_format(query->out->text.arena, "%s.person", q).s;
    query_look(query, query->scene->rulebook->holding, NULL);
    people_open(query, expr->args[0], NULL, q);
    query_put(query, "(");
    emit_seat(query, person, board->chair);
    for (size_t i = 0; i < board->member_count; i++) {
        query_put(query, " OR ");
        emit_seat(query, person, board->members[i]);
    }
    if (board->secretary) {
        query_put(query, " OR ");
        emit_seat(query, person, board->secretary);
    }
    query_put(query, "))");
    query_leave(query);
}

void query_emit_manages(struct query *query, const struct expr *expr)
{
    if (!query_enter(query))
        return;
    const char *manager = query_alias(query, "q"), *person = query_alias(query, "q");
    query_look(query, query->scene->rulebook->person, NULL);
    people_open(query, expr->args[0], NULL, manager);
    people_open(query, expr->args[1], NULL, person);
    buf_format(&query->out->text,
               "%s.person <> %s.person AND %s.person IN (WITH RECURSIVE up(id) AS (SELECT w.\"manager\" FROM "
               "\"person\" w"
               " WHERE w.\"_id\" = %s.person UNION SELECT w.\"manager\" FROM \"person\" w, up"
               " WHERE w.\"_id\" = up.id) SELECT up.id FROM up WHERE up.id IS NOT NULL)))",
               manager, person, manager, person);
    query_leave(query);
}
