/* Edits compared by field and state: what counts is who may change what where, however many rules say so. */
#include "rules/diff_parts.h"
#include "rules/words.h"

/* Who may edit a field in a state. */
struct edit_cell {
    const struct field *field;   /* of the register after, or before where it is gone */
    int state;                   /* in the register of `field` */
    struct expr *before, *after; /* NULL: nobody */
    const struct edit_rule *rule;
    bool told;
};

struct edits {
    struct differ *differ;
    const struct reg *before, *after;
    struct edit_cell *items;
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

static void collect(struct edits *edits, const struct reg *reg)
{
    struct arena *arena = edits->differ->arena;
    for (size_t f = 0; f < reg->field_count; f++)
        for (size_t s = 0; s < reg->states->count; s++) {
            struct text field = reg->fields[f]->name, state = reg->states->values[s].name;
            bool both = reg_field(edits->before, field) && choice_index(edits->before->states, state) >= 0 &&
                        reg_field(edits->after, field) && choice_index(edits->after->states, state) >= 0;
            if (!both)
                continue;
            struct edit_cell cell = {.field = reg->fields[f], .state = (int)s};
            cell.before = editors(arena, edits->before, field, state, &cell.rule);
            cell.after = editors(arena, edits->after, field, state, &cell.rule);
            if (!text_eq(normal_key(cell.before), normal_key(cell.after)))
                *ARENA_PUSH(arena, edits->items, edits->count, edits->capacity) = cell;
        }
}

static bool alike(const struct edit_cell *a, const struct edit_cell *b)
{
    return text_eq(normal_key(a->before), normal_key(b->before)) &&
           text_eq(normal_key(a->after), normal_key(b->after));
}

static bool same_states(const struct edits *edits, const struct edit_cell *of, const struct field *field)
{
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit_cell *mine = &edits->items[i];
        if (mine->field != of->field || !alike(mine, of))
            continue;
        bool found = false;
        for (size_t j = 0; j < edits->count; j++)
            found |= edits->items[j].field == field && edits->items[j].state == mine->state &&
                     alike(&edits->items[j], of);
        if (!found)
            return false;
    }
    return true;
}

/* The fields that changed in the same way in the same states as this one, and those states. */
static struct text subject(struct edits *edits, struct edit_cell *first)
{
    struct arena *arena = edits->differ->arena;
    const struct reg *reg = edits->after;
    bool *in = ARENA_ARRAY(arena, bool, reg->states->count);
    const struct field **fields = ARENA_ARRAY(arena, const struct field *, reg->field_count);
    size_t count = 0;
    for (size_t i = 0; i < edits->count; i++) {
        struct edit_cell *cell = &edits->items[i];
        if (!alike(cell, first) || !same_states(edits, first, cell->field) ||
            !same_states(edits, cell, first->field))
            continue;
        cell->told = true;
        in[cell->state] = true;
        if (!count || fields[count - 1] != cell->field)
            fields[count++] = cell->field;
    }
    struct text states = words_states(arena, reg, in);
    return arena_format(arena, "Editing %.*s%s%.*s", TEXT_ARGS(words_fields(arena, fields, count)),
                        states.n ? " in " : "", TEXT_ARGS(states));
}

static void tell(struct edits *edits, struct edit_cell *cell)
{
    struct differ *differ = edits->differ;
    struct guard_change guard = {.subject = subject(edits, cell),
                                 .before = cell->before,
                                 .after = cell->after,
                                 .wider = CHANGE_ALLOWED,
                                 .narrower = CHANGE_REFUSED,
                                 .change = {.reg = edits->after->name,
                                            .group = diff_group(edits->after),
                                            .cites = &cell->rule->cites,
                                            .place = cell->rule->place}};
    if (cell->before && cell->after) {
        diff_guard(differ, &guard);
        return;
    }
    struct expr *test = cell->after ? cell->after : cell->before;
    guard.change.kind = cell->after ? CHANGE_ALLOWED : CHANGE_REFUSED;
    guard.change.what = arena_format(differ->arena, "%.*s: %s when %.*s", TEXT_ARGS(guard.subject),
                                     cell->after ? "now" : "no longer",
                                     TEXT_ARGS(words_test(differ->arena, normal_written(test))));
    diff_add(differ, guard.change);
}

void diff_edits(struct differ *differ, const struct reg *before, const struct reg *after)
{
    struct edits edits = {.differ = differ, .before = before, .after = after};
    collect(&edits, after);
    for (size_t i = 0; i < edits.count; i++)
        if (!edits.items[i].told)
            tell(&edits, &edits.items[i]);
}
