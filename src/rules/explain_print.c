#include "rules/explain.h"
#include "rules/explain_json.h"
#include "rules/words.h"

#include <assert.h>

/* By which word a program knows each right, and how it is told: before its `what`, and at the end. */
static const struct {
    const char *name, *verb;
    bool quoted;
    const char *rest;
} RIGHTS[] = {
    [RIGHT_READ] = {"read", "sees"},
    [RIGHT_FIELD] = {"field", "sees what is withheld from others: "},
    [RIGHT_WITHHELD] = {"withheld", "does not see, as it is withheld: "},
    [RIGHT_OPEN] = {"open", "opens a record"},
    [RIGHT_COMMENT] = {"comment", "comments"},
    [RIGHT_EDIT] = {"edit", "edits "},
    [RIGHT_ACT] = {"act", "does ", true},
    [RIGHT_SIGN] = {"sign", "signs, as one of several, ", true},
    [RIGHT_VOTE] = {"vote", "votes on ", true, ", abstaining where they opened the record"},
    [RIGHT_RECORD] = {"record", "records the board's decision on ", true},
    [RIGHT_SEAT] = {"seat", "has a seat on "},
    [RIGHT_CHAIR] = {"chair", "chairs "},
    [RIGHT_SECRETARY] = {"secretary", "is secretary of "},
    [RIGHT_GRANT] = {"grant", "gives and ends the role ", false, ", but never gives it to themselves"},
    [RIGHT_PEOPLE] = {"people", "makes and changes accounts"},
    [RIGHT_OWE] = {"owe", "owes ", true},
    [RIGHT_TOLD] = {"told", "is told "},
};

static_assert(sizeof RIGHTS / sizeof *RIGHTS == RIGHT_TOLD + 1, "every right has words");

struct text explain_words(struct arena *arena, const struct right *right)
{
    struct buf out = buf_in(arena);
    buf_puts(&out, right->never ? "never, though others may: " : "");
    buf_puts(&out, RIGHTS[right->kind].verb);
    if (right->kind == RIGHT_READ)
        buf_format(&out, "%s %s", right->reg->comment_count ? "" : " and comments on",
                   right->only_if.n ? "a record" : "every record");
    if (RIGHTS[right->kind].quoted && right->what.n)
        buf_format(&out, "\"%.*s\"", TEXT_ARGS(right->what));
    else
        buf_put(&out, right->what);
    if (right->where.n)
        buf_format(&out, " in %.*s", TEXT_ARGS(right->where));
    if (right->when.n)
        buf_format(&out, ", %.*s", TEXT_ARGS(right->when));
    buf_puts(&out, RIGHTS[right->kind].rest ? RIGHTS[right->kind].rest : "");
    return buf_text(&out);
}

/* ---- for people to read ---- */

static void put_cites(struct buf *out, const struct cites *cites)
{
    struct text words = words_cites(out->arena, cites);
    if (words.n)
        buf_format(out, "  [%.*s]", TEXT_ARGS(words));
}

static void put_right(struct buf *out, const struct right *right)
{
    buf_puts(out, "  ");
    buf_put(out, explain_words(out->arena, right));
    put_cites(out, &right->cites);
    if (right->place.line)
        buf_format(out, "  %.*s:%u", TEXT_ARGS(right->place.file), right->place.line);
    buf_char(out, '\n');
    if (right->only_if.n)
        buf_format(out, "      only if %.*s\n", TEXT_ARGS(right->only_if));
    for (size_t i = 0; i < right->need_count; i++) {
        const struct right_need *need = &right->needs[i];
        buf_format(out, "      %s if %.*s", right->only_if.n || i ? "and only" : "only",
                   TEXT_ARGS(need->only_if));
        put_cites(out, need->cites);
        buf_char(out, '\n');
    }
}

/* The rights that anybody has, or those that nobody has without the role. */
static void put_rights(struct buf *out, const struct explanation *explanation, bool anybody)
{
    const struct reg *reg = NULL;
    bool begun = false;
    for (size_t i = 0; i < explanation->count; i++) {
        const struct right *right = &explanation->items[i];
        if (right->anybody != anybody)
            continue;
        struct text where = right->reg ? right->reg->label : TEXT("The whole force");
        if (!begun || right->reg != reg)
            buf_format(out, "\n%.*s\n", TEXT_ARGS(where));
        begun = true;
        reg = right->reg;
        put_right(out, right);
    }
    if (!begun)
        buf_puts(out, "\n  nothing\n");
}

struct text explain_print(struct arena *arena, const struct rulebook *rulebook, const struct role *role,
                          const struct explanation *explanation)
{
    struct buf out = buf_in(arena);
    buf_format(&out, "%.*s (%.*s), by the rules of %.*s, version %.*s\n", TEXT_ARGS(role->label),
               TEXT_ARGS(role->name), TEXT_ARGS(rulebook->name), TEXT_ARGS(rulebook->version));
    if (role->per)
        buf_format(&out, "Held for a value of %.*s.\n", TEXT_ARGS(role->per->name));
    if (role->single)
        buf_puts(&out, "Held by one person at a time.\n");
    buf_puts(&out, "\nBECAUSE OF THE ROLE\n");
    put_rights(&out, explanation, false);
    buf_puts(&out, "\nAS ANYBODY WITH AN ACCOUNT\n");
    put_rights(&out, explanation, true);
    return buf_text(&out);
}

/* ---- for programs ---- */

void rules_json_cites(struct json *json, const struct cites *cites)
{
    json_key_array(json, "cites");
    for (size_t i = 0; cites && i < cites->count; i++) {
        const struct cite *cite = &cites->items[i];
        json_put_object(json);
        if (cite->clause) {
            json_key_text(json, "policy", cite->clause->policy->reference);
            json_key_text(json, "clause", cite->clause->id);
        } else {
            json_key_text(json, "own", cite->own);
        }
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_needs(struct json *json, const struct right *right)
{
    json_key_array(json, "needs");
    for (size_t i = 0; i < right->need_count; i++) {
        json_put_object(json);
        json_key_text(json, "only_if", right->needs[i].only_if);
        json_key_text(json, "message", right->needs[i].message);
        rules_json_cites(json, right->needs[i].cites);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void put_json(struct json *json, struct arena *arena, const struct right *right)
{
    json_put_object(json);
    json_key_text(json, "right", text_of(RIGHTS[right->kind].name));
    if (right->reg)
        json_key_text(json, "register", right->reg->name);
    json_key_given(json, "what", right->what);
    json_key_given(json, "states", right->where);
    json_key_given(json, "due", right->when);
    json_key_given(json, "only_if", right->only_if);
    json_key_text(json, "words", explain_words(arena, right));
    json_key_bool(json, "never", right->never);
    json_key_bool(json, "anybody", right->anybody);
    put_needs(json, right);
    rules_json_cites(json, &right->cites);
    if (right->place.line)
        json_key_text(json, "rule",
                      arena_format(arena, "%.*s:%u", TEXT_ARGS(right->place.file), right->place.line));
    json_put_object_end(json);
}

void explain_json(struct json *json, struct arena *arena, const struct explanation *explanation)
{
    json_key_array(json, "rights");
    for (size_t i = 0; i < explanation->count; i++)
        put_json(json, arena, &explanation->items[i]);
    json_put_array_end(json);
}
