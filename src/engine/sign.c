#include "engine/sign.h"

#include <jansson.h>

#include "engine/change.h"

struct signer {
    int64_t person;
    int64_t *stood_for;
    size_t stood_count;
};

struct signing {
    struct world *world;
    const struct record *record;
    const struct action *action;
    struct signer *signers;
    size_t count, capacity;
    size_t *parts; /* per expression: the signer + 1 who is paired with it; 0: nobody yet */
};

static void add_stood_for(struct world *world, struct signer *signer, struct text people)
{
    json_t *array = json_loadb(people.s ? people.s : "", people.n, 0, NULL);
    signer->stood_for = ARENA_ARRAY(world->arena, int64_t, json_array_size(array) + 1);
    for (size_t i = 0; i < json_array_size(array); i++)
        if (text_to_int(text_of(json_string_value(json_array_get(array, i))),
                        &signer->stood_for[signer->stood_count]))
            signer->stood_count++;
    json_decref(array);
}

static void read_signers(struct signing *signing)
{
    struct world *world = signing->world;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT person,stood_for FROM reeve_signature WHERE register=?1 "
                                       "AND record=?2 AND action=?3 ORDER BY time,person"));
    stmt_bind_text(stmt, 1, signing->record->reg->name);
    stmt_bind_int(stmt, 2, signing->record->id);
    stmt_bind_text(stmt, 3, signing->action->name);
    while (stmt_row(stmt)) {
        struct signer *signer = ARENA_PUSH(world->arena, signing->signers, signing->count, signing->capacity);
        signer->person = stmt_int(stmt, 0);
        add_stood_for(world, signer, stmt_text(stmt, 1));
    }
}

static bool holds_for(struct signing *signing, const struct expr *by, int64_t person)
{
    int64_t actor = signing->world->actor;
    signing->world->actor = person;
    bool holds = guard_holds(signing->world, signing->record, by);
    signing->world->actor = actor;
    return holds;
}

/* One augmenting path of a matching between signers and expressions. */
static bool pair(struct signing *signing, size_t signer, bool *tried)
{
    for (size_t p = 0; p < signing->action->by_count; p++) {
        if (tried[p] || !holds_for(signing, signing->action->by[p], signing->signers[signer].person))
            continue;
        tried[p] = true;
        if (!signing->parts[p] || pair(signing, signing->parts[p] - 1, tried)) {
            signing->parts[p] = signer + 1;
            return true;
        }
    }
    return false;
}

/* Pairs all the signers there are now; gives how many could be. */
static size_t pair_all(struct signing *signing)
{
    size_t paired = 0;
    signing->parts = ARENA_ARRAY(signing->world->arena, size_t, signing->action->by_count);
    for (size_t s = 0; s < signing->count; s++)
        paired += pair(signing, s, ARENA_ARRAY(signing->world->arena, bool, signing->action->by_count));
    return paired;
}

/* Whom the signer stands in for in the expression that fell to them. */
static void settle_stood_for(struct signing *signing, size_t signer)
{
    for (size_t p = 0; p < signing->action->by_count; p++)
        if (signing->parts[p] == signer + 1)
            signing->signers[signer].stood_for =
                guard_stood_for(signing->world, signing->record, signing->action->by[p],
                                &signing->signers[signer].stood_count);
}

static void write_signature(struct doing *doing, struct record *record, const struct action *action,
                            const struct verdict *judged, const struct signer *signer)
{
    struct change change = change_of(doing->world, record, EVENT_SIGN);
    change.event.action = action->name;
    put_verdict(&change, judged, doing->reason);
    if (signer->stood_count)
        change_people(&change, "stood_for", signer->stood_for, signer->stood_count);
    if (!change_write(&change)) {
        broken(doing);
        return;
    }
    finish(doing, record);
    doing->answer->waiting = true;
}

static bool is_paired(const struct signing *signing, size_t signer)
{
    bool paired = false;
    for (size_t p = 0; p < signing->action->by_count; p++)
        paired |= signing->parts[p] == signer + 1;
    return paired;
}

/* Those whose signatures count for a part, then whom they stand in for. */
static int64_t *everyone(struct signing *signing, size_t *count)
{
    int64_t *people = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t s = 0; s < signing->count; s++)
        if (is_paired(signing, s))
            *ARENA_PUSH(signing->world->arena, people, *count, capacity) = signing->signers[s].person;
    for (size_t s = 0; s < signing->count; s++)
        for (size_t i = 0; is_paired(signing, s) && i < signing->signers[s].stood_count; i++)
            *ARENA_PUSH(signing->world->arena, people, *count, capacity) = signing->signers[s].stood_for[i];
    return people;
}

int64_t *sign_each(struct doing *doing, struct record *record, const struct action *action,
                   const struct value *before, const struct verdict *judged, size_t *count)
{
    struct world *world = doing->world;
    struct signing signing = {.world = world, .record = record, .action = action};
    struct verdict verdict = {0};
    read_signers(&signing);
    for (size_t i = 0; i < signing.count; i++)
        if (signing.signers[i].person == world->actor)
            verdict_add(world, &verdict, TEXT("You have signed this already. Somebody else must sign next"),
                        &action->cites);
    size_t had = pair_all(&signing);
    *ARENA_PUSH(world->arena, signing.signers, signing.count, signing.capacity) =
        (struct signer){.person = world->actor};
    size_t have = pair_all(&signing);
    if (!verdict.unmet_count && have == had)
        verdict_add(world, &verdict,
                    TEXT("Somebody has already signed for your part. Another part is still open"),
                    &action->cites);
    if (refuse_blocked(doing, &verdict))
        return NULL;
    settle_stood_for(&signing, signing.count - 1);
    if (have == action->by_count)
        return everyone(&signing, count);
    for (size_t i = 0; i < record->reg->field_count; i++)
        record->values[i] = before[i];
    write_signature(doing, record, action, judged, &signing.signers[signing.count - 1]);
    return NULL;
}
