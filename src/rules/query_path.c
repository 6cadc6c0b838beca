#include "rules/query_parts.h"

bool query_is_act(const struct expr *expr)
{
    return expr->kind == EXPR_PATH && expr->path.count &&
           expr->path.steps[expr->path.count - 1].part == ACT_ACTOR;
}

struct query_row query_root(const struct query *query, const struct path *path)
{
    return path->root == ROOT_VAR ? query->vars[path->var].row : query->self;
}

void query_emit_id(struct query *query, struct query_row row)
{
    if (row.alias)
        schema_builtin(&query->out->text, row.alias, BUILTIN_NONE);
    else
        query_bind_int(query, query->scene->self.id);
}

typedef void put_step(struct query *query, struct query_row row, const struct step *step);

/* A reference, or nothing when some records of its register may not be read and this is one (rule 6). */
static void put_reference(struct query *query, const struct reg *target, put_step *put, struct query_row row,
                          const struct step *step)
{
    if (!query->scene->narrowed || !target || query_reads_known(query, target) == KNOWN_TRUE) {
        put(query, row, step);
        return;
    }
    struct query_row reached = {query_alias(query, "n"), target};
    buf_format(&query->out->text, "(SELECT %s.\"_id\" FROM ", reached.alias);
    query_put_table(query, reached);
    query_put(query, " WHERE ");
    query_emit_readable(query, reached);
    buf_format(&query->out->text, " AND %s.\"_id\" = ", reached.alias);
    put(query, row, step);
    query_put(query, ")");
}

static void put_column(struct query *query, struct query_row row, const struct step *step)
{
    schema_column(&query->out->text, row.alias, step->field);
}

static void put_person_column(struct query *query, struct query_row row, const struct step *step)
{
    if (step->action)
        schema_act(&query->out->text, row.alias, step->action, "actor");
    else
        schema_builtin(&query->out->text, row.alias, step->builtin);
}

/* Who opened or did it. The system and the operator, 0 and below, are nobody in the register of people. */
static void put_person(struct query *query, struct query_row row, const struct step *step)
{
    query_put(query, "CASE WHEN ");
    put_person_column(query, row, step);
    query_put(query, ">0 THEN ");
    put_person_column(query, row, step);
    query_put(query, " END");
}

static void put_act(struct query *query, struct query_row row, const struct step *step)
{
    struct buf *text = &query->out->text;
    switch (step->part) {
    case ACT_COUNT:
        query_put(query, "COALESCE(");
        schema_act(text, row.alias, step->action, "count");
        query_put(query, ", 0)");
        break;
    case ACT_TIME:
        schema_act(text, row.alias, step->action, "time");
        break;
    case ACT_WAIVED:
        schema_act(text, row.alias, step->action, "waived");
        break;
    case ACT_ACTOR:
    case ACT_NONE:
        put_reference(query, query->scene->rulebook->person, put_person, row, step);
        break;
    }
}

/* The owner of an action's people is the record while the action counts as done. */
static void put_act_owner(struct query *query, struct query_row row, const struct step *step)
{
    query_put(query, "CASE WHEN ");
    schema_act(&query->out->text, row.alias, step->action, "seq");
    query_put(query, " > 0 THEN ");
    query_emit_id(query, row);
    query_put(query, " END");
}

static enum known field_readable(struct query *query, const struct field *field)
{
    if (!query->scene->narrowed || !field->read_by)
        return KNOWN_TRUE;
    return query_rule_known(query, field->reg, field->read_by);
}

static void emit_field_rule(struct query *query, struct query_row row, const struct field *field)
{
    struct scene scene = *query->scene;
    scene.narrowed = false;
    scene.reading = true;
    struct query_saved saved = query_step_into(query, row);
    query->scene = &scene;
    query_emit_test(query, field->read_by);
    query_step_back(query, saved);
}

static void emit_open_field(struct query *query, struct query_row row, const struct field *field,
                            enum leaf leaf)
{
    struct step step = {.reg = row.reg, .field = field};
    query_look(query, row.reg, &step);
    if (field->computed) {
        struct query_saved saved = query_step_into(query, row);
        if (leaf == LEAF_OWNER && field->computed->kind == EXPR_PATH)
            query_emit_path(query, &field->computed->path, LEAF_OWNER);
        else
            query_emit_as(query, field->computed, field->type);
        query_step_back(query, saved);
    } else if (leaf == LEAF_OWNER) {
        query_emit_id(query, row);
    } else if (field->type.kind == TYPE_RECORD) {
        put_reference(query, field->type.target, put_column, row, &step);
    } else {
        put_column(query, row, &step);
    }
}

void query_emit_field(struct query *query, struct query_row row, const struct field *field, enum leaf leaf)
{
    enum known readable = field_readable(query, field);
    if (readable == KNOWN_FALSE) {
        query_put(query, "NULL");
        return;
    }
    if (readable == UNKNOWN) {
        query_put(query, "CASE WHEN ");
        emit_field_rule(query, row, field);
        query_put(query, " THEN ");
    }
    emit_open_field(query, row, field, leaf);
    if (readable == UNKNOWN)
        query_put(query, " END");
}

static void put_builtin(struct query *query, struct query_row row, const struct step *step)
{
    query_look(query, row.reg, step);
    schema_builtin(&query->out->text, row.alias, step->builtin);
}

static void emit_leaf(struct query *query, struct query_row row, const struct step *step, enum leaf leaf)
{
    if (step->field)
        query_emit_field(query, row, step->field, leaf);
    else if (step->action && leaf == LEAF_OWNER)
        put_act_owner(query, row, step);
    else if (step->action)
        put_act(query, row, step);
    else if (step->builtin == BUILTIN_CREATOR)
        put_reference(query, query->scene->rulebook->person, put_person, row, step);
    else
        put_builtin(query, row, step);
}

/* Steps from `at` on, beginning in `row`. */
static void emit_steps(struct query *query, const struct path *path, size_t at, struct query_row row,
                       enum leaf leaf)
{
    const struct step *step = &path->steps[at];
    if (at + 1 == path->count) {
        emit_leaf(query, row, step, leaf);
        return;
    }
    if (!query_enter(query))
        return;
    struct query_row next = {query_alias(query, "t"),
                             step->field ? step->field->type.target : query->scene->rulebook->person};
    query_put(query, "(SELECT ");
    emit_steps(query, path, at + 1, next, leaf);
    query_put(query, " FROM ");
    query_put_table(query, next);
    buf_format(&query->out->text, " WHERE %s.\"_id\" = ", next.alias);
    emit_leaf(query, row, step, LEAF_VALUE);
    query_put(query, ")");
    query_leave(query);
}

/* Paths from what is known are constant: they do not come here. */
void query_emit_path(struct query *query, const struct path *path, enum leaf leaf)
{
    const struct query_var *var = path->root == ROOT_VAR ? &query->vars[path->var] : NULL;
    struct query_row row = query_root(query, path);
    if (var && !var->row.reg)
        query_put(query, var->column);
    else if (path->count)
        emit_steps(query, path, 0, row, leaf);
    else
        query_emit_id(query, row);
}

/* A computed many field is another many field, reached by a path. */
static const struct field *stored_many(const struct field *field)
{
    while (field->computed && field->computed->kind == EXPR_PATH && field->computed->path.count) {
        const struct path *path = &field->computed->path;
        field = path->steps[path->count - 1].field;
    }
    return field;
}

/* The elements as rows of their own: of the table, or known. */
static void emit_source(struct query *query, const struct expr *path, bool known, const struct field *field)
{
    struct step step = {.reg = field->reg, .field = field};
    if (known) {
        struct value set = evaluate_value(query->scene, path);
        query_bind_rows(query, "\"value\"", field->type, set.items, set.count);
    } else {
        query_look(query, field->reg, &step);
        schema_many(&query->out->text, field);
        query_put(query, " ");
    }
}

struct query_var query_emit_elements(struct query *query, const struct expr *path, bool rows)
{
    struct buf *text = &query->out->text;
    const struct field *field = stored_many(path->path.steps[path->path.count - 1].field);
    const struct reg *target = field->type.kind == TYPE_RECORD ? field->type.target : NULL;
    bool known = query_constant(query, path, 0);
    bool guarded =
        target && !known && query->scene->narrowed && query_reads_known(query, target) != KNOWN_TRUE;
    const char *many = query_alias(query, "m");
    struct query_var var = {.column = arena_format(text->arena, "%s.\"value\"", many).s};
    query_put(query, "FROM ");
    emit_source(query, path, known, field);
    query_put(query, many);
    if (target && (rows || guarded)) {
        var.row = (struct query_row){query_alias(query, "t"), target};
        query_put(query, ", ");
        query_put_table(query, var.row);
    }
    query_put(query, " WHERE ");
    if (known) {
        query_put(query, "TRUE");
    } else {
        buf_format(text, "%s.\"record\" = ", many);
        query_emit_path(query, &path->path, LEAF_OWNER);
    }
    if (var.row.alias)
        buf_format(text, " AND %s.\"_id\" = %s", var.row.alias, var.column);
    if (guarded) {
        query_put(query, " AND ");
        query_emit_readable(query, var.row);
    }
    return var;
}
