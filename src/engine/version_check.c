#include "engine/version_check.h"

#include "base/time.h"

struct check {
    struct conn *conn;
    const struct rulebook *draft, *last; /* the last one that was put into the data */
    struct objections *objections;
};

static void object(struct check *check, struct text sentence)
{
    struct objections *objections = check->objections;
    for (size_t i = 0; i < objections->count; i++)
        if (text_eq(objections->items[i], sentence))
            return; /* several versions say the same */
    *ARENA_ADD(objections->arena, *objections) = sentence;
}

/* What a counting question finds; `about` stands for ?1 where it asks about a text. */
static int64_t count(const struct check *check, struct text sql, struct text about)
{
    STMT_SCOPED stmt = conn_prepare(check->conn, sql);
    if (about.n)
        stmt_bind_text(stmt, 1, about);
    return stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
}

static struct text records(struct arena *arena, int64_t n)
{
    return arena_format(arena, "%lld record%s", (long long)n, n == 1 ? "" : "s");
}

static const char *verb(int64_t n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

/* ---- fields ---- */

static bool same_type(struct type was, struct type is)
{
    if (was.many != is.many)
        return false;
    if (was.kind == TYPE_RECORD && is.kind == TYPE_RECORD)
        return text_eq(was.target->name, is.target->name);
    return was.kind == is.kind || (was.kind == TYPE_LINE && is.kind == TYPE_TEXT);
}

static int64_t holding_data(const struct check *check, const struct field *field)
{
    struct arena *arena = check->objections->arena;
    struct text r = field->reg->name, f = field->name;
    if (field->type.many)
        return count(check,
                     arena_format(arena, "SELECT count(DISTINCT record) FROM \"%.*s__%.*s\"", TEXT_ARGS(r),
                                  TEXT_ARGS(f)),
                     (struct text){0});
    return count(check,
                 arena_format(arena, "SELECT count(*) FROM \"%.*s\" WHERE \"%.*s\" IS NOT NULL", TEXT_ARGS(r),
                              TEXT_ARGS(f)),
                 (struct text){0});
}

/* Records that were opened under the register's version and may still change. */
static int64_t unfinished(const struct check *check, const struct reg *reg)
{
    struct arena *arena = check->objections->arena;
    struct buf sql = buf_in(arena);
    buf_format(&sql, "SELECT count(*) FROM \"%.*s\" WHERE \"_rulebook\"=?1 AND \"_state\" NOT IN (''",
               TEXT_ARGS(reg->name));
    for (size_t i = 0; i < reg->states->count; i++)
        if (reg->states->values[i].final)
            buf_format(&sql, ",'%.*s'", TEXT_ARGS(reg->states->values[i].name));
    buf_char(&sql, ')');
    return count(check, buf_text(&sql), reg->rulebook->version);
}

static void check_kept(struct check *check, const struct field *was, const struct field *is)
{
    struct arena *arena = check->objections->arena;
    int64_t held = holding_data(check, was);
    struct text r = was->reg->name, f = was->name;
    if (held) {
        struct text counted = records(arena, held);
        object(check,
               arena_format(arena,
                            "Field %.*s of %.*s %s, and %.*s %s something in it: keep it as it was and "
                            "give the new one another name",
                            TEXT_ARGS(f), TEXT_ARGS(r), is ? "changes its kind" : "is gone",
                            TEXT_ARGS(counted), verb(held, "holds", "hold")));
    } else if (is && unfinished(check, was->reg)) {
        struct text counted = records(arena, unfinished(check, was->reg));
        object(check,
               arena_format(
                   arena,
                   "Field %.*s of %.*s changes its kind, and %.*s opened under version %.*s may still "
                   "fill it as it was: give the new one another name",
                   TEXT_ARGS(f), TEXT_ARGS(r), TEXT_ARGS(counted), TEXT_ARGS(was->reg->rulebook->version)));
    }
}

static void check_values(struct check *check, const struct field *was, const struct field *is)
{
    struct arena *arena = check->objections->arena;
    struct text r = was->reg->name, f = was->name;
    struct text sql = was->type.many
                          ? arena_format(arena, "SELECT count(*) FROM \"%.*s__%.*s\" WHERE value=?1",
                                         TEXT_ARGS(r), TEXT_ARGS(f))
                          : arena_format(arena, "SELECT count(*) FROM \"%.*s\" WHERE \"%.*s\"=?1",
                                         TEXT_ARGS(r), TEXT_ARGS(f));
    for (size_t i = 0; i < was->type.choice->count; i++) {
        struct text value = was->type.choice->values[i].name;
        int64_t held = choice_index(is->type.choice, value) < 0 ? count(check, sql, value) : 0;
        if (held) {
            struct text counted = records(arena, held);
            object(check,
                   arena_format(arena, "Field %.*s of %.*s no longer knows the value %.*s, and %.*s %s it",
                                TEXT_ARGS(f), TEXT_ARGS(r), TEXT_ARGS(value), TEXT_ARGS(counted),
                                verb(held, "has", "have")));
        }
    }
}

/* What the last version had must stay; what an older one had must not be there as something else. */
static void check_field(struct check *check, const struct field *was, const struct reg *reg)
{
    const struct field *is = reg_field(reg, was->name);
    if (was->reg->rulebook != check->last && !is)
        return;
    if (was->computed || (was->engine && was->type.kind == TYPE_CHOICE && !reg_is_people(was->reg)))
        return; /* roles and boards are looked at as such */
    if (!is || is->computed || !same_type(was->type, is->type))
        check_kept(check, was, is);
    else if (was->type.kind == TYPE_CHOICE && was->reg->rulebook == check->last)
        check_values(check, was, is);
}

/* ---- registers ---- */

static void check_states(struct check *check, const struct reg *was, const struct reg *is)
{
    struct arena *arena = check->objections->arena;
    struct text sql =
        arena_format(arena, "SELECT count(*) FROM \"%.*s\" WHERE \"_state\"=?1", TEXT_ARGS(was->name));
    for (size_t i = 0; i < was->states->count; i++) {
        struct text state = was->states->values[i].name;
        int64_t there = choice_index(is->states, state) < 0 ? count(check, sql, state) : 0;
        if (there) {
            struct text counted = records(arena, there);
            object(check, arena_format(arena, "Register %.*s no longer has the state %.*s, and %.*s %s in it",
                                       TEXT_ARGS(was->name), TEXT_ARGS(state), TEXT_ARGS(counted),
                                       verb(there, "is", "are")));
        }
    }
}

/* What a record that is not finished may still open must be there to be opened. */
static void check_open(struct check *check, const struct action *action, const struct effect *effect)
{
    struct arena *arena = check->objections->arena;
    const struct reg *reg = version_reg(check->draft, effect->open);
    int64_t open = unfinished(check, action->reg);
    struct text missing = reg ? (struct text){0} : effect->open->name;
    for (size_t i = 0; reg && i < effect->value_count && !missing.n; i++)
        if (!reg_field(reg, effect->values[i].field->name))
            missing = arena_format(arena, "%.*s.%.*s", TEXT_ARGS(reg->name),
                                   TEXT_ARGS(effect->values[i].field->name));
    if (missing.n && open) {
        struct text counted = records(arena, open);
        object(check,
               arena_format(arena,
                            "%.*s is gone, and the action %.*s of %.*s opened under version %.*s still "
                            "opens one with it",
                            TEXT_ARGS(missing), TEXT_ARGS(action->name), TEXT_ARGS(counted),
                            TEXT_ARGS(action->reg->rulebook->version)));
    }
}

static void check_opens(struct check *check, const struct reg *was)
{
    for (size_t a = 0; a < was->action_count; a++)
        for (size_t i = 0; i < was->actions[a]->open_count; i++)
            check_open(check, was->actions[a], &was->actions[a]->opens[i]);
}

static void check_register(struct check *check, const struct reg *was)
{
    struct arena *arena = check->objections->arena;
    const struct reg *is = version_reg(check->draft, was);
    bool last = was->rulebook == check->last;
    check_opens(check, was);
    if (!is && last) {
        int64_t held =
            count(check, arena_format(arena, "SELECT count(*) FROM \"%.*s\"", TEXT_ARGS(was->name)),
                  (struct text){0});
        if (held) {
            struct text counted = records(arena, held);
            object(check, arena_format(arena, "Register %.*s is gone, and it holds %.*s",
                                       TEXT_ARGS(was->name), TEXT_ARGS(counted)));
        }
    }
    if (is && last)
        check_states(check, was, is);
    for (size_t i = 0; is && i < was->field_count; i++)
        check_field(check, was->fields[i], is);
}

/* ---- people and boards ---- */

static void check_role(struct check *check, const struct role *was, int64_t now)
{
    struct arena *arena = check->objections->arena;
    const struct role *is = rulebook_role(check->draft, was->name);
    if (!is) {
        struct text sql = arena_format(arena,
                                       "SELECT count(*) FROM (SELECT \"role\",\"to\" FROM \"holding\" UNION "
                                       "ALL SELECT \"role\",\"to\" FROM "
                                       "\"deputy\") WHERE \"role\"=?1 AND (\"to\" IS NULL OR \"to\">%lld)",
                                       (long long)now);
        int64_t held = count(check, sql, was->name);
        if (held)
            object(check,
                   arena_format(arena, "Role %.*s is gone, and %lld %s it or %s for it: end that first",
                                TEXT_ARGS(was->name), (long long)held,
                                held == 1 ? "person holds" : "people hold",
                                held == 1 ? "stands in" : "stand in"));
        return;
    }
    for (size_t i = 0; was->per && i < was->per->count; i++) {
        struct text value = was->per->values[i].name;
        struct text sql = arena_format(
            arena,
            "SELECT count(*) FROM \"holding\" WHERE \"role\"='%.*s' AND \"per\"=?1 AND (\"to\" IS "
            "NULL OR \"to\">%lld)",
            TEXT_ARGS(was->name), (long long)now);
        int64_t held = !is->per || choice_index(is->per, value) < 0 ? count(check, sql, value) : 0;
        if (held)
            object(check,
                   arena_format(arena,
                                "Role %.*s is no longer held for %.*s, and %lld %s it so: end that first",
                                TEXT_ARGS(was->name), TEXT_ARGS(value), (long long)held,
                                held == 1 ? "person holds" : "people hold"));
    }
}

static void check_board(struct check *check, const struct board *was)
{
    struct arena *arena = check->objections->arena;
    if (rulebook_board(check->draft, was->name))
        return;
    int64_t held =
        count(check, TEXT("SELECT count(*) FROM \"meeting\" WHERE \"board\"=?1 AND \"_state\"<>'closed'"),
              was->name);
    if (held)
        object(check, arena_format(arena, "Board %.*s is gone, and %lld of its meetings %s not closed",
                                   TEXT_ARGS(was->name), (long long)held, verb(held, "is", "are")));
}

/* ---- the whole ---- */

static void check_name(struct check *check, const struct versions *versions)
{
    struct arena *arena = check->objections->arena;
    const struct rulebook *draft = check->draft, *last = check->last;
    struct buf day = buf_in(arena);
    if (!text_eq(draft->name, last->name))
        object(check, arena_format(arena, "This is the rulebook of \"%.*s\", and the data is of \"%.*s\"",
                                   TEXT_ARGS(draft->name), TEXT_ARGS(last->name)));
    if (versions_find(versions, draft->version))
        object(check, arena_format(arena, "Version \"%.*s\" was put here before: give this one a new name",
                                   TEXT_ARGS(draft->version)));
    day_put(&day, last->from);
    if (draft->from < last->from) {
        struct text text = buf_text(&day);
        object(check,
               arena_format(arena,
                            "Version \"%.*s\" is in force from %.*s, and a later one cannot begin before it",
                            TEXT_ARGS(last->version), TEXT_ARGS(text)));
    }
}

void version_check(struct conn *conn, const struct versions *versions, const struct rulebook *draft,
                   int64_t now, struct objections *objections)
{
    const struct rulebook *last = versions_last(versions)->rulebook;
    struct check check = {conn, draft, last, objections};
    check_name(&check, versions);
    for (size_t v = 0; v < versions->count; v++) {
        const struct rulebook *was = versions->items[v].rulebook;
        for (size_t i = 0; i < was->register_count; i++)
            check_register(&check, was->registers[i]);
    }
    for (size_t i = 0; i < last->role_count; i++)
        check_role(&check, last->roles[i], now);
    for (size_t i = 0; i < last->board_count; i++)
        check_board(&check, last->boards[i]);
}
