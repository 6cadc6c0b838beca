#include "engine/evidence.h"

#include "ledger/ledger.h"

static bool cites_clause(const struct cites *cites, const struct clause *clause)
{
    for (size_t i = 0; i < cites->count; i++)
        if (cites->items[i].clause == clause)
            return true;
    return false;
}

static bool rests_on(const struct action *action, const struct clause *clause)
{
    const struct reg *reg = action->reg;
    bool rests = cites_clause(&action->by_cites, clause) || cites_clause(&action->cites, clause);
    for (size_t i = 0; i < action->need_count; i++)
        rests |= cites_clause(&action->needs[i].cites, clause);
    for (size_t i = 0; i < action->should_count; i++)
        rests |= cites_clause(&action->shoulds[i].cites, clause);
    for (size_t i = 0; action->is_create && i < reg->create_count; i++)
        rests |= cites_clause(&reg->creates[i].cites, clause);
    return rests;
}

struct search {
    struct world *world;
    const struct clause *clause;
    struct clause_evidence *found;
    size_t judged; /* entries that rest on the clause */
};

/* ---- exceptions ---- */

/* The record among those of a list of numbers that may stand in for this need, if the reader may read it. */
static struct record *stand_in(struct search *search, const struct need *need, struct text numbers)
{
    while (numbers.n) {
        struct text number = text_trim(text_cut(&numbers, ','));
        struct record *record = world_find(search->world, need->waiver, number);
        if (record && world_may_read(search->world, record))
            return record;
    }
    return NULL;
}

static void note_exceptions(struct search *search, const struct evidence *evidence, struct text numbers)
{
    struct clause_evidence *found = search->found;
    for (size_t i = 0; i < evidence->action->need_count && found->exception_count < EVIDENCE_MAX; i++) {
        const struct need *need = &evidence->action->needs[i];
        if (!need->waiver || !cites_clause(&need->cites, search->clause))
            continue;
        struct evidence exception = *evidence;
        exception.waiver = stand_in(search, need, numbers);
        if (exception.waiver)
            found->exceptions[found->exception_count++] = exception;
    }
}

/* ---- acts ---- */

static bool may_be_waived(const struct action *action)
{
    for (size_t i = 0; i < action->need_count; i++)
        if (action->needs[i].waiver)
            return true;
    return false;
}

static void note(struct search *search, const struct ledger_line *line, const struct action *action)
{
    struct world *world = search->world;
    struct clause_evidence *found = search->found;
    bool full = found->act_count == EVIDENCE_MAX;
    struct ledger_entry entry;
    if (full && !may_be_waived(action))
        return;
    struct record *record = world_record(world, action->reg, line->record);
    if (!record || !world_may_read(world, record) ||
        !ledger_entry(world->conn, world->arena, line->seq, &entry))
        return;
    const struct event_value *waived = event_find(&entry.event, "waived");
    struct evidence evidence = {.record = record,
                                .action = action,
                                .seq = line->seq,
                                .time = entry.event.time,
                                .actor = entry.event.actor};
    if (!full)
        found->acts[found->act_count++] = evidence;
    if (waived && !waived->disposed)
        note_exceptions(search, &evidence, waived->value);
}

static bool look(void *context, const struct ledger_line *line)
{
    struct search *search = context;
    const struct reg *reg = rulebook_register(search->world->rulebook, line->reg);
    const struct action *action = reg && line->action.n ? reg_action(reg, line->action) : NULL;
    if (action && rests_on(action, search->clause)) {
        note(search, line, action);
        search->judged++;
    }
    return search->judged < EVIDENCE_JUDGED;
}

bool evidence_find(struct world *world, const struct clause *clause, struct clause_evidence *found)
{
    struct search search = {world, clause, found};
    *found = (struct clause_evidence){0};
    return ledger_newest(world->conn, EVIDENCE_LOOKED_AT, look, &search);
}
