#include "ledger/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void verify_misfit(struct verify *verify, int64_t seq, const char *format, ...)
{
    char words[400];
    va_list args;
    if (verify->why.n && (verify->bad_seq == 0 || (seq && seq >= verify->bad_seq)))
        return;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    verify->bad_seq = seq;
    verify->why = arena_text(verify->arena, text_of(words));
}

/* The columns beside the body are what queries use, so they must say the same. */
static bool check_columns(struct verify *verify, const struct verify_entry *entry, const struct event *event)
{
    const char *differs = NULL;
    if (event->seq != entry->seq)
        differs = "number";
    else if (!text_eq(event->reg, entry->reg))
        differs = "register";
    else if (event->record != entry->record)
        differs = "record";
    else if (event->version != entry->version)
        differs = "version";
    if (differs)
        verify_misfit(verify, entry->seq, "the event's %s was altered beside its sealed text", differs);
    return !differs;
}

/* Values are gone only by disposal; none is added or altered. */
static bool check_values(struct verify *verify, const struct verify_entry *entry, const struct event *event)
{
    int64_t missing = 0;
    size_t k = 0;
    for (size_t i = 0; i < event->value_count; i++) {
        const struct event_value *value = &event->values[i];
        const struct verify_value *kept = k < entry->value_count ? &entry->values[k] : NULL;
        if (!kept || !text_eq(kept->tag, value->tag)) {
            missing++;
            continue;
        }
        struct hash salt;
        struct hash commitment;
        if (hash_from_bytes(kept->salt, &salt))
            commitment = event_commit(kept->tag, kept->value, &salt);
        if (kept->salt.n != HASH_BYTES || !hash_eq(&commitment, &value->commitment)) {
            verify_misfit(verify, entry->seq, "the value of %.*s was altered", TEXT_ARGS(kept->tag));
            return false;
        }
        k++;
    }
    if (k < entry->value_count) {
        verify_misfit(verify, entry->seq, "the value of %.*s was added or put out of place",
                      TEXT_ARGS(entry->values[k].tag));
        return false;
    }
    if (missing && !entry->disposed(entry->context, entry)) {
        verify_misfit(verify, entry->seq, "%lld of its values are missing and no disposal explains it",
                      (long long)missing);
        return false;
    }
    verify->disposed += missing;
    return true;
}

static bool compare_node(void *context, unsigned level, uint64_t index, const struct hash *hash)
{
    struct verify *verify = context;
    struct hash kept;
    if (verify->kept.node(verify->kept.context, level, index, &kept) && hash_eq(&kept, hash))
        return true;
    verify_misfit(verify, 0, "the tree kept over events %llu to %llu does not fit those events",
                  (unsigned long long)(index << level) + 1, (unsigned long long)((index + 1) << level));
    return false;
}

bool verify_entry(struct verify *verify, struct arena *scratch, const struct verify_entry *entry)
{
    struct event event;
    struct hash leaf = merkle_leaf(entry->body);
    int64_t expected = verify->events + 1;
    if (entry->seq != expected) {
        verify_misfit(verify, expected, "the event is missing; after %lld comes %lld",
                      (long long)(expected - 1), (long long)entry->seq);
        return false;
    }
    if (!text_eq(hash_bytes(&leaf), entry->leaf)) {
        verify_misfit(verify, entry->seq, "its text does not fit its hash: it was altered");
        return false;
    }
    if (!event_parse(scratch, entry->body, &event)) {
        verify_misfit(verify, entry->seq, "its text is not that of an event");
        return false;
    }
    if (!check_columns(verify, entry, &event) || !check_values(verify, entry, &event) ||
        !merkle_edge_add(&verify->edge, &leaf, compare_node, verify))
        return false;
    verify->events++;
    return true;
}

bool verify_place(struct verify *verify, struct text reg, int64_t record, int64_t version, int64_t seq)
{
    bool same = verify->places && record == verify->last_record && text_eq(reg, verify->last_reg);
    int64_t expected = same ? verify->last_version + 1 : 1;
    bool fits = version == expected && (!same || seq > verify->last_seq);
    if (!fits)
        verify_misfit(verify, seq, "it is version %lld of %.*s record %lld where version %lld was expected",
                      (long long)version, TEXT_ARGS(reg), (long long)record, (long long)expected);
    if (!same) {
        size_t n = reg.n < sizeof verify->place_bytes ? reg.n : sizeof verify->place_bytes;
        if (n)
            memcpy(verify->place_bytes, reg.s, n);
        verify->last_reg = (struct text){verify->place_bytes, n};
    }
    verify->last_record = record;
    verify->last_version = version;
    verify->last_seq = seq;
    verify->places++;
    return fits;
}
