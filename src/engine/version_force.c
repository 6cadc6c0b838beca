#include "engine/version_force.h"

#include "engine/projection.h"

enum { RECORD_BYTES = 64 << 20 };

static bool looks_in(const struct reg *reg, struct text name)
{
    const struct field *field = reg ? reg_field(reg, name) : NULL;
    return field && projection_searched(field);
}

static bool search_differs(const struct reg *was, const struct reg *is)
{
    bool differs = false;
    for (size_t i = 0; was && i < was->field_count; i++)
        differs |= projection_searched(was->fields[i]) != looks_in(is, was->fields[i]->name);
    for (size_t i = 0; is && i < is->field_count; i++)
        differs |= projection_searched(is->fields[i]) != looks_in(was, is->fields[i]->name);
    return differs;
}

static bool search_record(struct conn *conn, const struct versions *versions, const struct reg *reg,
                          int64_t id, struct text opened_under)
{
    ARENA_SCOPED arena = arena_new(RECORD_BYTES);
    const struct version *own = reg->builtin ? versions->in_force : versions_find(versions, opened_under);
    if (!own)
        own = versions->in_force;
    const struct reg *own_reg = version_reg(own->rulebook, reg);
    struct record *record =
        own_reg ? projection_load(own->projection, conn, arena, own_reg, id, (struct text){0}) : NULL;
    return !record || projection_words(own->projection, conn, arena, record);
}

static bool search_register(struct conn *conn, const struct versions *versions, const struct reg *reg)
{
    ARENA_SCOPED arena = arena_new(1 << 20);
    struct text name = reg->name;
    if (!conn_exec(conn, arena_format(arena, "DELETE FROM \"%.*s__search\"", TEXT_ARGS(name)).s))
        return false;
    STMT_SCOPED stmt = conn_prepare(
        conn, arena_format(arena, "SELECT \"_id\",\"_rulebook\" FROM \"%.*s\"", TEXT_ARGS(name)));
    bool fine = true;
    while (fine && stmt_row(stmt))
        fine = search_record(conn, versions, reg, stmt_int(stmt, 0), stmt_text(stmt, 1));
    return fine;
}

bool version_take_force(struct conn *conn, const struct versions *versions, const struct rulebook *before)
{
    const struct rulebook *in_force = versions->in_force->rulebook;
    bool fine = projection_clocks(conn, versions);
    for (size_t i = 0; fine && i < in_force->register_count; i++) {
        const struct reg *reg = in_force->registers[i];
        if (!before || search_differs(version_reg(before, reg), reg))
            fine = search_register(conn, versions, reg);
    }
    return fine && setting_put(conn, "rulebook", in_force->version);
}
