#include "rules/diff.h"
#include "rules/explain_json.h"
#include "rules/words.h"

#include <assert.h>

static const struct {
    const char *name, *said;
} KINDS[] = {
    [CHANGE_ALLOWED] = {"allowed", "newly allowed"},
    [CHANGE_REFUSED] = {"refused", "newly refused"},
    [CHANGE_OWED] = {"owed", "newly owed"},
    [CHANGE_FREED] = {"freed", "no longer owed"},
    [CHANGE_ADDED] = {"added", "added"},
    [CHANGE_DROPPED] = {"dropped", "dropped"},
    [CHANGE_RENAMED] = {"renamed", "renamed"},
    [CHANGE_OTHER] = {"changed", "otherwise changed"},
};
enum { KINDS_COUNT = sizeof KINDS / sizeof *KINDS };
static_assert(KINDS_COUNT == CHANGE_OTHER + 1, "every kind of change has words");

const char *diff_kind(enum change_kind kind)
{
    return KINDS[kind].said;
}

static void put_change(struct buf *out, const struct change *change)
{
    struct text cites = words_cites(out->arena, change->cites);
    buf_format(out, "    %.*s", TEXT_ARGS(change->what));
    if (cites.n)
        buf_format(out, "  [%.*s]", TEXT_ARGS(cites));
    if (change->place.line)
        buf_format(out, "  %.*s:%u", TEXT_ARGS(change->place.file), change->place.line);
    buf_char(out, '\n');
}

static void put_counts(struct buf *out, const struct diff *diff)
{
    size_t counts[KINDS_COUNT] = {0}, shown = 0;
    for (size_t i = 0; i < diff->count; i++)
        counts[diff->items[i].kind]++;
    buf_char(out, '\n');
    for (size_t kind = 0; kind < KINDS_COUNT; kind++)
        if (counts[kind])
            buf_format(out, "%s%zu %s", shown++ ? ", " : "", counts[kind], KINDS[kind].said);
    buf_char(out, '\n');
}

struct text diff_print(struct arena *arena, const struct diff *diff)
{
    struct buf out = buf_in(arena);
    buf_format(&out, "%.*s\n", TEXT_ARGS(diff->heading));
    for (size_t i = 0; i < diff->count; i++) {
        const struct change *change = &diff->items[i], *last = i ? change - 1 : NULL;
        bool group = !last || !text_eq(last->reg, change->reg);
        if (group)
            buf_format(&out, "\n%.*s\n", TEXT_ARGS(change->group));
        if (group || last->kind != change->kind)
            buf_format(&out, "  %s\n", KINDS[change->kind].said);
        put_change(&out, change);
    }
    if (diff->count)
        put_counts(&out, diff);
    else
        buf_puts(&out, "Nothing changes: both say the same.\n");
    return buf_text(&out);
}

void diff_json(struct json *json, struct arena *arena, const struct diff *diff)
{
    json_key_bool(json, "equal", !diff->count);
    json_key_array(json, "changes");
    for (size_t i = 0; i < diff->count; i++) {
        const struct change *change = &diff->items[i];
        json_put_object(json);
        json_key_text(json, "kind", text_of(KINDS[change->kind].name));
        json_key_given(json, "register", change->reg);
        json_key_text(json, "what", change->what);
        if (change->before.n) {
            json_key_text(json, "before", change->before);
            json_key_text(json, "after", change->after);
        }
        rules_json_cites(json, change->cites);
        if (change->place.line)
            json_key_text(json, "rule",
                          arena_format(arena, "%.*s:%u", TEXT_ARGS(change->place.file), change->place.line));
        json_put_object_end(json);
    }
    json_put_array_end(json);
}
