/* Lists: one SQL statement narrowed to what the actor may read, paged by the last row's sort keys. */
#include <jansson.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "engine/view.h"

enum { SORT_KEYS = 8, QUERY_MS = 2000 };

struct key_value {
    bool missing, is_text;
    int64_t n;
    struct text text;
};

struct cursor {
    struct key_value keys[SORT_KEYS];
    int64_t id;
};

struct lister {
    struct world *world;
    const struct list_request *request;
    struct list_view *list;
    struct sort_key *keys;
    size_t key_count;
    struct text orders[SORT_KEYS];   /* SQL of each key, with */
    struct sql order_sql[SORT_KEYS]; /* its parameters */
    bool by_words, newest;           /* newest: no keys but the row itself */
};

static bool fail(struct lister *lister, enum outcome outcome, const char *wrong, struct text message)
{
    lister->list->outcome = outcome;
    lister->list->wrong = wrong;
    lister->list->message = message;
    return false;
}

static struct text first_problem(struct arena *arena, const struct problems *problems)
{
    if (!problems->count)
        return TEXT("This cannot be read");
    const struct problem *problem = &problems->items[0];
    return arena_format(arena, "At character %u: %.*s%s%.*s", problem->place.column,
                        TEXT_ARGS(problem->message), problem->suggestion.n ? "; " : "",
                        TEXT_ARGS(problem->suggestion));
}

static void append(struct sql *out, struct arena *arena, struct value value)
{
    *ARENA_PUSH(arena, out->params, out->count, out->capacity) = value;
    buf_char(&out->text, '?');
}

static void append_sql(struct sql *out, struct arena *arena, const struct sql *part, struct text text)
{
    buf_put(&out->text, text);
    for (size_t i = 0; i < part->count; i++)
        *ARENA_PUSH(arena, out->params, out->count, out->capacity) = part->params[i];
}

/* ---- sorting ---- */

static bool read_sort(struct lister *lister)
{
    struct world *world = lister->world;
    const struct list_request *request = lister->request;
    struct problems problems = {.arena = world->arena};
    struct text sort = request->sort.n ? request->sort : TEXT("-updated");
    if (!request->sort.n && request->saved && request->saved->sort_count) {
        lister->keys = request->saved->sort;
        lister->key_count = request->saved->sort_count;
    } else if (!rulebook_parse_sort(world->arena, world->rulebook, request->reg, sort, &lister->keys,
                                    &lister->key_count, &problems)) {
        return fail(lister, OUTCOME_MALFORMED, "sort", first_problem(world->arena, &problems));
    }
    return lister->key_count <= SORT_KEYS ||
           fail(lister, OUTCOME_MALFORMED, "sort", TEXT("Sort by at most 8 things"));
}

static bool compile_sort(struct lister *lister, struct scene *scene)
{
    for (size_t i = 0; i < lister->key_count; i++) {
        struct sql *sql = &lister->order_sql[i];
        struct text why;
        sql->text = buf_in(lister->world->arena);
        if (!query_order(scene, lister->request->reg, "r", lister->keys[i].value, sql, &why))
            return fail(lister, OUTCOME_INVALID, "sort", why);
        lister->orders[i] = buf_text(&sql->text);
    }
    return true;
}

static void put_order(struct lister *lister, struct sql *out)
{
    buf_puts(&out->text, " ORDER BY ");
    for (size_t i = 0; i < lister->key_count; i++) {
        append_sql(out, lister->world->arena, &lister->order_sql[i], lister->orders[i]);
        buf_puts(&out->text, lister->keys[i].descending ? " DESC NULLS LAST," : " ASC NULLS LAST,");
    }
    bool descending = lister->key_count && lister->keys[0].descending;
    /* The search engine walks its own row ids from the newest on and stops at the limit. */
    buf_puts(&out->text, lister->newest ? "s.rowid DESC" : descending ? "r.\"_id\" DESC" : "r.\"_id\" ASC");
}

/* ---- the cursor: the sort keys and id of the last row ---- */

static struct text write_cursor(struct lister *lister, const struct cursor *cursor)
{
    struct buf out = buf_in(lister->world->arena);
    struct json json = json_in(&out);
    json_put_array(&json);
    json_put_int(&json, cursor->id);
    for (size_t i = 0; i < lister->key_count; i++) {
        if (cursor->keys[i].missing)
            json_put_null(&json);
        else if (cursor->keys[i].is_text)
            json_put_text(&json, cursor->keys[i].text);
        else
            json_put_int(&json, cursor->keys[i].n);
    }
    json_put_array_end(&json);
    struct text plain = buf_text(&out);
    return base64url_encode(lister->world->arena, plain.s, plain.n);
}

static bool read_key(struct arena *arena, const json_t *json, struct key_value *key)
{
    if (json_is_null(json))
        key->missing = true;
    else if (json_is_integer(json))
        key->n = json_integer_value(json);
    else if (json_is_string(json))
        *key =
            (struct key_value){.is_text = true, .text = arena_text(arena, text_of(json_string_value(json)))};
    else
        return false;
    return true;
}

static bool read_cursor(struct lister *lister, struct cursor *cursor)
{
    struct text plain;
    struct arena *arena = lister->world->arena;
    if (!base64url_decode(arena, lister->request->after, &plain))
        return fail(lister, OUTCOME_MALFORMED, "after", TEXT("`after` is not a cursor that this list gave"));
    json_t *array = json_loadb(plain.s ? plain.s : "", plain.n, 0, NULL);
    bool fits = json_array_size(array) == lister->key_count + 1 && json_is_integer(json_array_get(array, 0));
    for (size_t i = 0; fits && i < lister->key_count; i++)
        fits = read_key(arena, json_array_get(array, i + 1), &cursor->keys[i]);
    cursor->id = fits ? json_integer_value(json_array_get(array, 0)) : 0;
    json_decref(array);
    return fits || fail(lister, OUTCOME_MALFORMED, "after",
                        TEXT("`after` is not a cursor that this list gave, sorted so"));
}

static void put_key(struct lister *lister, struct sql *out, size_t i, const char *sign,
                    const struct key_value *key)
{
    struct arena *arena = lister->world->arena;
    append_sql(out, arena, &lister->order_sql[i], lister->orders[i]);
    if (key->missing) {
        buf_puts(&out->text, " IS NULL");
        return;
    }
    buf_puts(&out->text, sign);
    append(out, arena,
           key->is_text ? (struct value){.kind = VALUE_TEXT, .text = key->text}
                        : (struct value){.kind = VALUE_NUMBER, .i = key->n});
}

/* A first key that is never missing bounds the walk through its index, so that a late page costs no more than
 * the first. */
static void put_bound(struct lister *lister, struct sql *out, const struct cursor *cursor)
{
    const struct expr *first = lister->key_count ? lister->keys[0].value : NULL;
    const struct step *step =
        first && first->kind == EXPR_PATH && first->path.count == 1 ? &first->path.steps[0] : NULL;
    if (!step || cursor->keys[0].missing ||
        (step->builtin != BUILTIN_UPDATED && step->builtin != BUILTIN_CREATED))
        return;
    buf_puts(&out->text, " AND ");
    put_key(lister, out, 0, lister->keys[0].descending ? "<=" : ">=", &cursor->keys[0]);
}

/* Rows after the cursor, key by key; missing keys come last whichever way. */
static void put_after(struct lister *lister, struct sql *out, const struct cursor *cursor)
{
    bool descending = lister->key_count && lister->keys[0].descending;
    put_bound(lister, out, cursor);
    buf_puts(&out->text, " AND (");
    for (size_t i = 0; i < lister->key_count; i++) {
        if (cursor->keys[i].missing)
            continue;
        for (size_t before = 0; before < i; before++) {
            put_key(lister, out, before, "=", &cursor->keys[before]);
            buf_puts(&out->text, " AND ");
        }
        buf_puts(&out->text, "(");
        put_key(lister, out, i, lister->keys[i].descending ? "<" : ">", &cursor->keys[i]);
        buf_puts(&out->text, " OR ");
        put_key(lister, out, i, "", &(struct key_value){.missing = true});
        buf_puts(&out->text, ") OR ");
    }
    for (size_t i = 0; i < lister->key_count; i++) {
        put_key(lister, out, i, "=", &cursor->keys[i]);
        buf_puts(&out->text, " AND ");
    }
    buf_puts(&out->text, lister->newest ? "s.rowid<" : descending ? "r.\"_id\"<" : "r.\"_id\">");
    append(out, lister->world->arena, (struct value){.kind = VALUE_NUMBER, .i = cursor->id});
    buf_char(&out->text, ')');
}

/* ---- what the list is of ---- */

/* Every word must be there, the last one as a beginning; quoted, so that nothing is an operator of the search
 * engine. */
static struct text match_of(struct arena *arena, struct text words)
{
    struct buf out = buf_in(arena);
    while (words.n) {
        struct text word = text_trim(text_cut(&words, ' '));
        if (!word.n)
            continue;
        buf_puts(&out, out.n ? " \"" : "\"");
        for (size_t i = 0; i < word.n; i++) {
            if (word.s[i] == '"')
                buf_char(&out, '"');
            if (word.s[i])
                buf_char(&out, word.s[i]);
        }
        buf_char(&out, '"');
    }
    if (out.n)
        buf_char(&out, '*');
    return buf_text(&out);
}

static bool put_from(struct lister *lister, struct sql *out)
{
    struct text name = lister->request->reg->name;
    if (!lister->by_words) {
        buf_format(&out->text, " FROM \"%.*s\" r WHERE ", TEXT_ARGS(name));
        return true;
    }
    struct text match = match_of(lister->world->arena, lister->request->words);
    if (!match.n)
        return fail(lister, OUTCOME_MALFORMED, "q", TEXT("Give at least one word to search for"));
    buf_format(&out->text,
               " FROM \"%.*s__search\" s CROSS JOIN \"%.*s\" r ON r.\"_id\"=s.rowid WHERE s.words MATCH ",
               TEXT_ARGS(name), TEXT_ARGS(name));
    append(out, lister->world->arena, (struct value){.kind = VALUE_TEXT, .text = match});
    buf_puts(&out->text, " AND ");
    return true;
}

static bool put_test(struct lister *lister, struct scene *scene, const struct expr *test, struct sql *out)
{
    struct text why;
    if (!test)
        return true;
    buf_puts(&out->text, " AND (");
    if (!query_test(scene, lister->request->reg, "r", test, out, &why))
        return fail(lister, OUTCOME_INVALID, "where", why);
    buf_char(&out->text, ')');
    return true;
}

static bool put_conditions(struct lister *lister, struct sql *out)
{
    struct world *world = lister->world;
    const struct list_request *request = lister->request;
    struct scene open = world_scene(world, NULL), narrowed = open;
    struct problems problems = {.arena = world->arena};
    struct expr *where = NULL;
    struct text why;
    narrowed.narrowed = world->actor > 0;
    buf_char(&out->text, '(');
    if (world->actor <= 0)
        buf_char(&out->text, '1');
    else if (!query_readable(&open, request->reg, "r", out, &why))
        return fail(lister, OUTCOME_INVALID, "where", why);
    buf_char(&out->text, ')');
    if (request->where.n) {
        where = rulebook_parse_where(world->arena, world->rulebook, request->reg, request->where, &problems);
        if (!where)
            return fail(lister, problems.too_deep ? OUTCOME_INVALID : OUTCOME_MALFORMED, "where",
                        first_problem(world->arena, &problems));
    }
    return put_test(lister, &narrowed, where, out) && put_test(lister, &narrowed, request->test, out) &&
           put_test(lister, &open, request->saved ? request->saved->where : NULL, out);
}

/* ---- running ---- */

/* A failure to read stands on the connection, for whoever closes the view. */
static bool slow(struct lister *lister)
{
    enum store_status status = conn_status(lister->world->conn);
    if (status == STORE_OK)
        return false;
    if (status != STORE_TIMEOUT)
        return !fail(lister, OUTCOME_BROKEN, "where", TEXT("The list could not be read"));
    conn_clear(lister->world->conn);
    return !fail(lister, OUTCOME_INVALID, "where",
                 TEXT("This question takes longer than 2 seconds. Ask for less: narrow it by state or date"));
}

static void read_last(struct lister *lister, struct stmt *stmt, struct cursor *cursor)
{
    cursor->id = stmt_int(stmt, 0);
    for (size_t i = 0; i < lister->key_count; i++) {
        int column = (int)i + 1;
        struct type type = lister->keys[i].value->type;
        bool number = stmt_is_null(stmt, column) || type.kind == TYPE_CHOICE || type.kind == TYPE_NUMBER ||
                      type.kind == TYPE_FLAG || type.kind == TYPE_DATE || type.kind == TYPE_MONTH ||
                      type.kind == TYPE_TIME;
        cursor->keys[i] = (struct key_value){.missing = stmt_is_null(stmt, column), .is_text = !number};
        if (number)
            cursor->keys[i].n = stmt_int(stmt, column);
        else
            cursor->keys[i].text = arena_text(lister->world->arena, stmt_text(stmt, column));
    }
}

static size_t read_ids(struct lister *lister, struct sql *sql, unsigned limit, int64_t *ids)
{
    struct world *world = lister->world;
    struct cursor last = {0};
    size_t found = 0;
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql->text));
    world_bind(stmt, sql);
    while (stmt_row(stmt)) {
        if (found == limit) {
            lister->list->next = write_cursor(lister, &last);
            break;
        }
        ids[found++] = stmt_int(stmt, 0);
        read_last(lister, stmt, &last);
    }
    return slow(lister) ? 0 : found;
}

static void read_records(struct lister *lister, const int64_t *ids, size_t count)
{
    struct world *world = lister->world;
    struct list_view *list = lister->list;
    const struct reg *reg = lister->request->reg;
    for (size_t i = 0; i < count; i++)
        world_want(world, reg, ids[i]);
    list->records = ARENA_ARRAY(world->arena, struct record *, count + 1);
    for (size_t i = 0; i < count; i++)
        list->records[list->record_count++] = world_record(world, reg, ids[i]);
}

static void count_rows(struct lister *lister)
{
    struct sql sql = {.text = buf_in(lister->world->arena)};
    buf_puts(&sql.text, "SELECT count(*)");
    if (!put_from(lister, &sql) || !put_conditions(lister, &sql))
        return;
    STMT_SCOPED stmt = conn_prepare(lister->world->conn, buf_text(&sql.text));
    world_bind(stmt, &sql);
    if (stmt_row(stmt))
        lister->list->total = stmt_int(stmt, 0);
    slow(lister);
}

void view_list(struct world *world, const struct list_request *request, struct list_view *list)
{
    struct lister lister = {
        .world = world, .request = request, .list = list, .by_words = text_trim(request->words).n > 0};
    struct sql sql = {.text = buf_in(world->arena)};
    struct scene narrowed = world_scene(world, NULL);
    struct cursor cursor = {0};
    unsigned limit = request->limit < 1 ? 50 : request->limit > 200 ? 200 : request->limit;
    narrowed.narrowed = world->actor > 0;
    lister.newest = lister.by_words && !request->sort.n;
    *list = (struct list_view){.outcome = OUTCOME_DONE};
    if (!lister.newest && (!read_sort(&lister) || !compile_sort(&lister, &narrowed)))
        return;
    if (request->after.n && !read_cursor(&lister, &cursor))
        return;
    buf_puts(&sql.text, "SELECT r.\"_id\"");
    for (size_t i = 0; i < lister.key_count; i++) {
        buf_char(&sql.text, ',');
        append_sql(&sql, world->arena, &lister.order_sql[i], lister.orders[i]);
    }
    if (!put_from(&lister, &sql) || !put_conditions(&lister, &sql))
        return;
    if (request->after.n)
        put_after(&lister, &sql, &cursor);
    put_order(&lister, &sql);
    buf_format(&sql.text, " LIMIT %u", limit + 1);
    conn_deadline(world->conn, QUERY_MS);
    int64_t *ids = ARENA_ARRAY(world->arena, int64_t, limit + 1);
    size_t found = read_ids(&lister, &sql, limit, ids);
    if (request->count && list->outcome == OUTCOME_DONE)
        count_rows(&lister);
    conn_deadline(world->conn, 0);
    read_records(&lister, ids, found);
    slow(&lister);
}
