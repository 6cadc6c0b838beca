#include "rules/check.h"

/* What an expression may not ask, and why, in one place's rules. */
struct ban {
    const char *where; /* "a never" */
    bool clock;        /* now and today */
    bool references;   /* paths through another record */
    const char *instead;
};

static const char *banned_kind(const struct ban *ban, const struct expr *expr)
{
    static const struct {
        enum expr_kind kind;
        const char *word;
    } always[] = {{EXPR_HAS, "`has`"},
                  {EXPR_MANAGES, "`manages`"},
                  {EXPR_SITS_ON, "`sits on`"},
                  {EXPR_ABSENT, "`absent`"},
                  {EXPR_RECORDS, "other registers"},
                  {EXPR_OVERLAPS, "`overlaps`"},
                  {EXPR_NEXT, "`next`"},
                  {EXPR_COUNT_RECORDS, "other registers"}};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (expr->kind == always[i].kind)
            return always[i].word;
    if (ban->clock && expr->kind == EXPR_NOW)
        return "now";
    if (ban->clock && expr->kind == EXPR_TODAY)
        return "today";
    if (ban->clock && expr->kind == EXPR_HOLIDAY)
        return "`holiday`";
    if (ban->references && expr->kind == EXPR_SAME)
        return "another record";
    return NULL;
}

static const char *banned_path(const struct ban *ban, const struct path *path)
{
    if (path->root == ROOT_ACTOR)
        return "who acts now (`actor`)";
    if (ban->references && (path->count > 1 || (path->root == ROOT_VAR && path->count)))
        return "fields of another record";
    return NULL;
}

static void check_uses(struct loader *loader, const struct ban *ban, const struct expr *expr)
{
    if (expr->kind == EXPR_PATH && expr->type.kind == TYPE_NONE)
        return; /* it leads nowhere, which has been said */
    const char *word = expr->kind == EXPR_PATH ? banned_path(ban, &expr->path) : banned_kind(ban, expr);
    if (word) {
        problem_add(loader->problems, expr->place, "%s may not ask about %s: %s", ban->where, word,
                    ban->instead);
        return;
    }
    for (size_t i = 0; i < expr->count; i++)
        check_uses(loader, ban, expr->args[i]);
}

void check_computed_uses(struct loader *loader, const struct field *field)
{
    static const struct ban ban = {
        .where = "a computed field",
        .instead = "it is made from its own record's fields and history, paths, now and today"};
    check_uses(loader, &ban, field->computed);
}

void check_system_uses(struct loader *loader, const struct expr *expr)
{
    static const struct ban ban = {.where = "`system when`",
                                   .references = true,
                                   .instead =
                                       "it looks at the record's own fields, its own history, now and today"};
    check_uses(loader, &ban, expr);
}

void check_never_uses(struct loader *loader, const struct expr *expr)
{
    static const struct ban ban = {
        .where = "a never",
        .clock = true,
        .references = true,
        .instead =
            "that changes without a command on the record; `set` a field to it and ask about the field"};
    check_uses(loader, &ban, expr);
}
