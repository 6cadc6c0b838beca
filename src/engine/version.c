#include "engine/version.h"

#include <string.h>

#include "base/zone.h"
#include "engine/projection.h"
#include "rules/clocks.h"

const char version_no_zone[] = "The rulebook's time zone is not on this machine: install the package tzdata";

bool version_starts(struct arena *arena, const struct rulebook *rulebook, int64_t loaded, int64_t *starts)
{
    const struct zone *zone = zone_load(arena, rulebook->timezone);
    if (!zone)
        return false;
    int64_t midnight = zone_day_start(zone, rulebook->from);
    *starts = midnight > loaded ? midnight : loaded;
    return true;
}

/* Calendars are always current: an older version's names count as the version in force says, and one that it
 * no longer names as it was. */
static const struct clocks *current_clocks(struct arena *arena, const struct rulebook *rulebook,
                                           const struct version *in_force)
{
    struct clocks *clocks = clocks_new(arena, rulebook);
    if (!clocks || rulebook == in_force->rulebook)
        return clocks;
    clocks->zone = in_force->clocks->zone;
    clocks->own = in_force->clocks->own;
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        for (size_t k = 0; k < in_force->rulebook->calendar_count; k++)
            if (text_eq(rulebook->calendars[i]->name, in_force->rulebook->calendars[k]->name))
                clocks->named[i] = in_force->clocks->named[k];
    return clocks;
}

struct versions *versions_make(struct arena *arena, const struct version *items, size_t count, int64_t now)
{
    struct versions *versions = ARENA_NEW(arena, struct versions);
    versions->items = ARENA_ARRAY(arena, struct version, count);
    versions->count = count;
    struct version *in_force = versions->items;
    for (size_t i = 0; i < count; i++) {
        versions->items[i] = items[i];
        if (items[i].starts <= now && !items[i].withdrawn)
            in_force = &versions->items[i];
    }
    versions->in_force = in_force;
    in_force->clocks = current_clocks(arena, in_force->rulebook, in_force);
    for (size_t i = 0; i < count && in_force->clocks; i++) {
        struct version *version = &versions->items[i];
        version->first_register = versions->register_count;
        versions->register_count += version->rulebook->register_count;
        version->clocks = current_clocks(arena, version->rulebook, in_force);
        version->projection = projection_new(arena, version->rulebook, in_force->rulebook);
        if (!version->clocks)
            return NULL;
    }
    return in_force->clocks ? versions : NULL;
}

const struct version *versions_waiting(const struct versions *versions)
{
    const struct version *next = versions->in_force + 1, *end = versions->items + versions->count;
    while (next < end && next->withdrawn)
        next++;
    return next < end ? next : NULL;
}

int64_t versions_next(const struct versions *versions)
{
    const struct version *next = versions_waiting(versions);
    return next ? next->starts : INT64_MAX;
}

const struct version *versions_last(const struct versions *versions)
{
    const struct version *last = versions->items + versions->count - 1;
    while (last->withdrawn)
        last--;
    return last;
}

/* ---- by name ---- */

const struct version *versions_find(const struct versions *versions, struct text name)
{
    for (size_t i = versions->count; i-- > 0;)
        if (text_eq(versions->items[i].rulebook->version, name))
            return &versions->items[i];
    return NULL;
}

const struct version *version_of(const struct versions *versions, const struct rulebook *rulebook)
{
    const struct version *version = versions->in_force;
    for (size_t i = 0; i < versions->count && version->rulebook != rulebook; i++)
        version = &versions->items[i];
    return version;
}

bool versions_have(const struct versions *versions, struct text reg)
{
    for (size_t i = 0; i < versions->count; i++)
        if (rulebook_register(versions->items[i].rulebook, reg))
            return true;
    return false;
}

const struct reg *version_reg(const struct rulebook *rulebook, const struct reg *reg)
{
    return reg->rulebook == rulebook ? reg : rulebook_register(rulebook, reg->name);
}

/* ---- in the data ---- */

struct text version_hash(struct arena *arena, struct rulebook *rulebook)
{
    struct text *parts = ARENA_ARRAY(arena, struct text, rulebook->source_count);
    for (size_t i = 0; i < rulebook->source_count; i++)
        parts[i] = rulebook->sources[i].text;
    struct hash hash = hash_parts(parts, rulebook->source_count);
    struct text hex = hash_hex(arena, &hash);
    memcpy(rulebook->hash, hex.s, hex.n);
    return hex;
}

struct load { /* what the ledger tells of a version */
    struct text name, hash;
    int64_t loaded, by;
    bool withdrawn;
};

struct loads {
    struct arena *arena;
    struct load *items;
    size_t count, capacity;
};

static void note_withdrawn(struct loads *loads, struct text name)
{
    for (size_t i = 0; i < loads->count; i++)
        loads->items[i].withdrawn |= text_eq(loads->items[i].name, name);
}

static bool note_load(void *context, struct ledger_entry *entry)
{
    struct loads *loads = context;
    const struct event_value *sources = event_find(&entry->event, "sources");
    const struct event_value *withdrawn = event_find(&entry->event, "withdrawn");
    if (entry->event.kind == EVENT_RULEBOOK && withdrawn)
        note_withdrawn(loads, withdrawn->value);
    if (entry->event.kind != EVENT_RULEBOOK || !sources)
        return true;
    *ARENA_ADD(loads->arena, *loads) = (struct load){.name = arena_text(loads->arena, entry->event.rulebook),
                                                     .hash = arena_text(loads->arena, sources->value),
                                                     .loaded = entry->event.time,
                                                     .by = entry->event.actor};
    return true;
}

struct sources {
    struct arena *arena;
    struct source_file *files;
    size_t count, capacity;
};

static bool keep_source(void *context, struct text file, struct text source)
{
    struct sources *sources = context;
    *ARENA_PUSH(sources->arena, sources->files, sources->count, sources->capacity) =
        (struct source_file){arena_text(sources->arena, file), arena_text(sources->arena, source)};
    return true;
}

static struct rulebook *read_rulebook(struct conn *conn, struct arena *arena, const struct load *load,
                                      struct text *why)
{
    struct problems problems = {.arena = arena};
    struct sources sources = {.arena = arena};
    bool read = source_each(conn, load->name, keep_source, &sources);
    struct rulebook *rulebook =
        read ? rulebook_load_sources(arena, sources.files, sources.count, &problems) : NULL;
    if (!rulebook) {
        struct text text = problems_print(arena, &problems);
        *why = arena_format(arena, "Version %.*s of the rulebook in the data is no longer read:\n%.*s",
                            TEXT_ARGS(load->name), TEXT_ARGS(text));
    } else if (!text_eq(version_hash(arena, rulebook), load->hash))
        *why = arena_format(arena,
                            "Version %.*s of the rulebook in the data is not what the ledger says was put "
                            "there: restore a backup",
                            TEXT_ARGS(load->name));
    return why->n ? NULL : rulebook;
}

bool versions_read(struct conn *conn, struct arena *arena, struct version **items, size_t *count,
                   struct text *why)
{
    struct loads loads = {.arena = arena};
    *why = (struct text){0};
    if (!ledger_record_each(conn, (struct text){0}, 0, 1, note_load, &loads) || !loads.count)
        *why = TEXT("The data holds no rulebook: making it was interrupted, or it is damaged. Restore a "
                    "backup; if it was new, remove it and what is named like it, and run reeve init again");
    *items = ARENA_ARRAY(arena, struct version, loads.count + 1);
    *count = loads.count;
    for (size_t i = 0; i < loads.count && !why->n; i++) {
        struct version *version = &(*items)[i];
        version->loaded = version->starts = loads.items[i].loaded;
        version->by = loads.items[i].by;
        version->withdrawn = loads.items[i].withdrawn;
        version->rulebook = read_rulebook(conn, arena, &loads.items[i], why);
        if (version->rulebook && i > 0 &&
            !version_starts(arena, version->rulebook, version->loaded, &version->starts))
            *why = text_of(version_no_zone);
    }
    return !why->n;
}

static bool put_sources(struct conn *conn, const struct rulebook *rulebook)
{
    for (size_t i = 0; i < rulebook->source_count; i++)
        if (!source_put(conn, rulebook->version, rulebook->sources[i].name, rulebook->sources[i].text))
            return false;
    return true;
}

bool version_write_withdrawn(struct conn *conn, struct arena *arena, const struct versions *versions,
                             struct text name, int64_t actor, int64_t now)
{
    struct event_value values[] = {{.tag = TEXT("withdrawn"), .value = name}};
    struct event event = {.kind = EVENT_RULEBOOK,
                          .actor = actor,
                          .time = now,
                          .rulebook = versions->in_force->rulebook->version,
                          .values = values,
                          .value_count = 1};
    return ledger_append(conn, arena, &event);
}

bool version_write(struct conn *conn, struct arena *arena, struct rulebook *rulebook, int64_t actor,
                   int64_t now)
{
    struct event_value values[] = {{.tag = TEXT("sources"), .value = version_hash(arena, rulebook)}};
    struct event event = {.kind = EVENT_RULEBOOK,
                          .actor = actor,
                          .time = now,
                          .rulebook = rulebook->version,
                          .values = values,
                          .value_count = 1};
    return put_sources(conn, rulebook) && ledger_append(conn, arena, &event);
}
