#include "rules/schema.h"

static void put_quoted(struct buf *out, struct text name, const char *between, struct text rest)
{
    buf_char(out, '"');
    buf_put(out, name);
    buf_puts(out, between);
    buf_put(out, rest);
    buf_char(out, '"');
}

static void put_alias(struct buf *out, const char *alias)
{
    if (!alias)
        return;
    buf_puts(out, alias);
    buf_char(out, '.');
}

void schema_table(struct buf *out, const struct reg *reg)
{
    put_quoted(out, reg->name, "", TEXT(""));
}

void schema_column(struct buf *out, const char *alias, const struct field *field)
{
    put_alias(out, alias);
    put_quoted(out, field->name, "", TEXT(""));
}

void schema_builtin(struct buf *out, const char *alias, enum builtin builtin)
{
    static const char *const COLUMNS[] = {
        [BUILTIN_NONE] = "_id",         [BUILTIN_NUMBER] = "_number",   [BUILTIN_STATE] = "_state",
        [BUILTIN_CREATED] = "_created", [BUILTIN_CREATOR] = "_creator", [BUILTIN_UPDATED] = "_updated",
        [BUILTIN_MARKING] = "_marking",
    };
    put_alias(out, alias);
    put_quoted(out, text_of(COLUMNS[builtin]), "", TEXT(""));
}

void schema_many(struct buf *out, const struct field *field)
{
    put_quoted(out, field->reg->name, "__", field->name);
}

void schema_acts(struct buf *out, const struct reg *reg)
{
    put_quoted(out, reg->name, "__", TEXT("acts"));
}

void schema_act(struct buf *out, const char *alias, const struct action *action, const char *part)
{
    put_alias(out, alias);
    put_quoted(out, action->name, "__", text_of(part));
}

void schema_entered(struct buf *out, const char *alias, const struct reg *reg, int state)
{
    put_alias(out, alias);
    put_quoted(out, TEXT("entered"), "__", reg->states->values[state].name);
}

const char *schema_affinity(struct type type)
{
    switch (type.kind) {
    case TYPE_LINE:
    case TYPE_TEXT:
    case TYPE_FILE:
    case TYPE_LINK:
    case TYPE_CHOICE:
        return "TEXT";
    case TYPE_NONE:
    case TYPE_NUMBER:
    case TYPE_FLAG:
    case TYPE_DATE:
    case TYPE_MONTH:
    case TYPE_TIME:
    case TYPE_RECORD:
    case TYPE_DURATION:
        return "INTEGER";
    }
    return "INTEGER";
}
