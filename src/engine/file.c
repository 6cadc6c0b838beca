#include "engine/file.h"

#include <sodium.h>

#include "base/encode.h"
#include "engine/once.h"
#include "engine/write.h"

enum { ID_BYTES = 16 };

static const int64_t unattached_life = TIME_DAY;

bool file_create(struct conn *conn)
{
    return conn_exec(conn,
                     "CREATE TABLE IF NOT EXISTS reeve_file(id TEXT PRIMARY KEY,name TEXT NOT NULL,"
                     "sha256 BLOB NOT NULL,uploader INTEGER NOT NULL,created INTEGER NOT NULL,"
                     "attached INTEGER NOT NULL,bytes BLOB NOT NULL);"
                     "CREATE INDEX IF NOT EXISTS reeve_file_by_attached ON reeve_file(attached,created);"
                     "CREATE INDEX IF NOT EXISTS reeve_file_by_uploader ON reeve_file(uploader,created);");
}

/* ---- who may see and give it ---- */

bool file_of_record(struct world *world, struct record *record, struct text id)
{
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (field->type.kind != TYPE_FILE || !world_may_read_field(world, record, field))
            continue;
        struct value value = world_value(world, record, field);
        if (value.kind == VALUE_TEXT && text_eq(value.text, id))
            return true;
        for (size_t k = 0; value.kind == VALUE_SET && k < value.count; k++)
            if (text_eq(value.items[k].text, id))
                return true;
    }
    return false;
}

static bool is_own(struct world *world, struct text id)
{
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("SELECT uploader FROM reeve_file WHERE id=?1"));
    stmt_bind_text(stmt, 1, id);
    return stmt_row(stmt) && (world->actor <= 0 || stmt_int(stmt, 0) == world->actor);
}

bool file_may_attach(struct world *world, struct record *record, const struct value *value)
{
    if (value->kind == VALUE_TEXT)
        return is_own(world, value->text) || (record && file_of_record(world, record, value->text));
    for (size_t i = 0; value->kind == VALUE_SET && i < value->count; i++)
        if (!file_may_attach(world, record, &value->items[i]))
            return false;
    return true;
}

/* ---- keeping ---- */

struct putting {
    struct arena *arena;
    struct text id;
    const struct upload *upload;
    struct answer *answer;
};

static bool drop_unattached(struct world *world)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("DELETE FROM reeve_file WHERE attached=0 AND created<?1"));
    stmt_bind_int(stmt, 1, world->now - unattached_life);
    return stmt_run(stmt);
}

void file_keep(struct world *world, struct value value)
{
    for (size_t i = 0; value.kind == VALUE_SET && i < value.count; i++)
        file_keep(world, value.items[i]);
    if (value.kind != VALUE_TEXT)
        return;
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("UPDATE reeve_file SET attached=1 WHERE id=?1"));
    stmt_bind_text(stmt, 1, value.text);
    stmt_run(stmt);
}

static int64_t counted(int64_t bytes)
{
    return bytes > FILE_BYTES_COUNTED ? bytes : FILE_BYTES_COUNTED;
}

/* When so many bytes more fit into what the world's actor may upload within a day: after the newest file that
 * has to be a day old for it. */
static int64_t room_from(struct world *world, size_t bytes)
{
    int64_t room = engine_uploads(world->engine) - counted((int64_t)bytes);
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT created,length(bytes) FROM reeve_file WHERE uploader=?1 "
                                       "AND created>?2 ORDER BY created DESC"));
    stmt_bind_int(stmt, 1, world->actor);
    stmt_bind_int(stmt, 2, world->now - TIME_DAY);
    while (stmt_row(stmt))
        if ((room -= counted(stmt_int(stmt, 1))) < 0)
            return stmt_int(stmt, 0) + TIME_DAY;
    return world->now;
}

static bool has_room(struct world *world, const struct putting *putting)
{
    int64_t from = room_from(world, putting->upload->bytes.n);
    if (from <= world->now)
        return true;
    struct text when =
        world_words(world, (struct type){.kind = TYPE_TIME}, (struct value){.kind = VALUE_TIME, .i = from});
    *putting->answer = (struct answer){
        .outcome = OUTCOME_TOO_MUCH,
        .retry_after = (from - world->now + TIME_SECOND - 1) / TIME_SECOND,
        .message = arena_format(putting->arena,
                                "One person may upload %lld MiB within a day, and with this file it would be "
                                "more. There is room for it from %.*s",
                                (long long)(engine_uploads(world->engine) >> 20), TEXT_ARGS(when))};
    return false;
}

static bool put(struct world *world, void *context)
{
    const struct putting *putting = context;
    const struct upload *upload = putting->upload;
    if (!has_room(world, putting))
        return false;
    struct hash hash = hash_parts(&upload->bytes, 1);
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("INSERT INTO reeve_file VALUES(?1,?2,?3,?4,?5,0,?6)"));
    stmt_bind_text(stmt, 1, putting->id);
    stmt_bind_text(stmt, 2, upload->name);
    stmt_bind_blob(stmt, 3, hash_bytes(&hash));
    stmt_bind_int(stmt, 4, world->actor);
    stmt_bind_int(stmt, 5, world->now);
    stmt_bind_blob(stmt, 6, upload->bytes);
    putting->answer->number = putting->id;
    return stmt_run(stmt) && drop_unattached(world);
}

void file_put(struct engine *engine, struct arena *arena, int64_t uploader, const struct upload *upload,
              struct answer *answer)
{
    unsigned char id[ID_BYTES];
    randombytes_buf(id, sizeof id);
    struct putting putting = {arena, base64url_encode(arena, id, sizeof id), upload, answer};
    once_write(engine, arena, uploader, &upload->once, answer, put, &putting);
}

struct text file_name(struct world *world, struct text id)
{
    STMT_SCOPED stmt = conn_prepare(world->conn, TEXT("SELECT name FROM reeve_file WHERE id=?1"));
    stmt_bind_text(stmt, 1, id);
    return stmt_row(stmt) ? arena_text(world->arena, stmt_text(stmt, 0)) : (struct text){0};
}

bool file_get(struct world *world, struct text id, struct kept_file *file)
{
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT name,uploader,created,bytes FROM reeve_file WHERE id=?1"));
    stmt_bind_text(stmt, 1, id);
    if (!stmt_row(stmt))
        return false;
    *file = (struct kept_file){.id = id,
                               .name = arena_text(world->arena, stmt_text(stmt, 0)),
                               .uploader = stmt_int(stmt, 1),
                               .created = stmt_int(stmt, 2),
                               .bytes = arena_text(world->arena, stmt_blob(stmt, 3))};
    return true;
}

bool file_check(struct conn *conn, struct arena *arena, struct text *fault)
{
    STMT_SCOPED stmt = conn_prepare(conn, TEXT("SELECT id,name,sha256,bytes FROM reeve_file"));
    while (stmt_row(stmt)) {
        struct text id = stmt_text(stmt, 0), name = stmt_text(stmt, 1), bytes = stmt_blob(stmt, 3);
        struct hash hash = hash_parts(&bytes, 1);
        if (!text_eq(hash_bytes(&hash), stmt_blob(stmt, 2))) {
            *fault = arena_format(arena, "the uploaded file %.*s (%.*s) was altered", TEXT_ARGS(name),
                                  TEXT_ARGS(id));
            return false;
        }
    }
    *fault = arena_text(arena, text_of(conn_error(conn)));
    return conn_status(conn) == STORE_OK;
}
