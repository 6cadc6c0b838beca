/* Edits compared by field and state: what counts is who may change what where, however many rules say so. */
#include "rules/diff_parts.h"
#include "rules/words.h"

#include <string.h>

/* Who may edit a field in some states: one row for each field and each way in which it changed. */
struct edit_row {
    const struct field *field;   /* of the register after */
    bool *in;                    /* states of the register after */
    struct expr *before, *after; /* NULL: nobody */
    const struct edit_rule *rule;
    bool told;
};

struct edits {
    struct differ *differ;
    const struct reg *before, *after;
    struct edit_row *items;
    size_t count, capacity;
};

static bool covers(const struct edit_rule *edit, const struct reg *reg, struct text field, int state)
{
    if (edit->in ? !edit->in[state] : reg->states->values[state].final)
        return false;
    for (size_t i = 0; i < edit->field_count; i++)
        if (text_eq(edit->fields[i]->name, field))
            return true;
    return false;
}

static struct expr *editors(struct arena *arena, const struct reg *reg, struct text field, struct text state,
                            const struct edit_rule **rule)
{
    int at = choice_index(reg->states, state);
    struct expr **tests = ARENA_ARRAY(arena, struct expr *, reg->edit_count + 1);
    size_t count = 0;
    for (size_t i = 0; at >= 0 && i < reg->edit_count; i++)
        if (covers(reg->edits[i], reg, field, at)) {
            tests[count++] = reg->edits[i]->by;
            *rule = reg->edits[i];
        }
    return normal_any(arena, tests, count);
}

static bool alike(const struct edit_row *a, const struct edit_row *b)
{
    return text_eq(normal_key(a->before), normal_key(b->before)) &&
           text_eq(normal_key(a->after), normal_key(b->after));
}

/* Adds a state to the row of its field that changed in the same way. */
static void note(struct edits *edits, const struct edit_row *found, size_t first, size_t state)
{
    struct arena *arena = edits->differ->arena;
    size_t at = first;
    while (at < edits->count && !alike(&edits->items[at], found))
        at++;
    if (at == edits->count) {
        struct edit_row *row = ARENA_ADD(arena, *edits);
        *row = *found;
        row->in = ARENA_ARRAY(arena, bool, edits->after->states->count);
    }
    edits->items[at].in[state] = true;
}

static void collect(struct edits *edits)
{
    struct arena *arena = edits->differ->arena;
    const struct reg *reg = edits->after;
    for (size_t f = 0; f < reg->field_count; f++) {
        struct edit_row row = {.field = reg->fields[f]};
        size_t first = edits->count;
        for (size_t s = 0; reg_field(edits->before, row.field->name) && s < reg->states->count; s++) {
            struct text state = reg->states->values[s].name;
            if (choice_index(edits->before->states, state) < 0)
                continue;
            row.before = editors(arena, edits->before, row.field->name, state, &row.rule);
            row.after = editors(arena, reg, row.field->name, state, &row.rule);
            if (!text_eq(normal_key(row.before), normal_key(row.after)))
                note(edits, &row, first, s);
        }
    }
}

/* The fields that changed in the same way in the same states as this one, and those states. */
static struct text subject(struct edits *edits, const struct edit_row *first)
{
    struct arena *arena = edits->differ->arena;
    const struct reg *reg = edits->after;
    const struct field **fields = ARENA_ARRAY(arena, const struct field *, edits->count);
    size_t count = 0;
    for (size_t i = 0; i < edits->count; i++) {
        struct edit_row *row = &edits->items[i];
        if (!alike(row, first) || memcmp(row->in, first->in, reg->states->count * sizeof *row->in) != 0)
            continue;
        row->told = true;
        fields[count++] = row->field;
    }
    struct text states = words_states(arena, reg, first->in);
    struct text edited = words_fields(arena, fields, count);
    return arena_format(arena, "Editing %.*s%s%.*s", TEXT_ARGS(edited), states.n ? " in " : "",
                        TEXT_ARGS(states));
}

static void tell(struct edits *edits, const struct edit_row *row)
{
    struct differ *differ = edits->differ;
    struct guard_change guard = {.subject = subject(edits, row),
                                 .before = row->before,
                                 .after = row->after,
                                 .wider = CHANGE_ALLOWED,
                                 .narrower = CHANGE_REFUSED,
                                 .change = {.reg = edits->after->name,
                                            .group = diff_group(edits->after),
                                            .cites = &row->rule->cites,
                                            .place = row->rule->place}};
    if (row->before && row->after) {
        diff_guard(differ, &guard);
        return;
    }
    struct expr *test = row->after ? row->after : row->before;
    guard.change.kind = row->after ? CHANGE_ALLOWED : CHANGE_REFUSED;
    struct text when = words_test(differ->arena, normal_written(test));
    guard.change.what = arena_format(differ->arena, "%.*s: %s when %.*s", TEXT_ARGS(guard.subject),
                                     row->after ? "now" : "no longer", TEXT_ARGS(when));
    diff_add(differ, guard.change);
}

void diff_edits(struct differ *differ, const struct reg *before, const struct reg *after)
{
    struct edits edits = {.differ = differ, .before = before, .after = after};
    collect(&edits);
    for (size_t i = 0; i < edits.count; i++)
        if (!edits.items[i].told)
            tell(&edits, &edits.items[i]);
}
