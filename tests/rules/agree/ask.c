#include "agree.h"

bool world_compile(struct scene *scene, const struct reg *reg, const struct expr *expr, struct sql *sql)
{
    struct text why;
    buf_puts(&sql->text, "SELECT r.\"_id\", (");
    if (!query_test(scene, reg, "r", expr, sql, &why))
        return false;
    buf_puts(&sql->text, ") IS TRUE FROM ");
    schema_table(&sql->text, reg);
    buf_puts(&sql->text, " r ORDER BY r.\"_id\"");
    return true;
}

static void bind(sqlite3_stmt *statement, int at, struct value value)
{
    if (value.kind == VALUE_TEXT)
        sqlite3_bind_text(statement, at, value.text.s ? value.text.s : "", (int)value.text.n,
                          SQLITE_TRANSIENT);
    else
        sqlite3_bind_int64(statement, at, value.i);
}

sqlite3_stmt *world_prepare(sqlite3 *db, const struct sql *sql)
{
    sqlite3_stmt *statement = NULL;
    struct buf text = sql->text;
    if (sqlite3_prepare_v2(db, buf_text(&text).s, -1, &statement, NULL) != SQLITE_OK)
        return NULL;
    for (size_t i = 0; i < sql->count; i++)
        bind(statement, (int)i + 1, sql->params[i]);
    return statement;
}

void world_finalize(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}

void world_close(sqlite3 **db)
{
    sqlite3_close(*db);
}
