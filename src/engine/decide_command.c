/* A board decides on a record. */
#include "base/json.h"
#include "engine/board.h"
#include "engine/change.h"
#include "engine/commands.h"

enum { VOTERS_MAX = 64 };

struct ballot {
    int64_t people[VOTERS_MAX];
    const struct role *seats[VOTERS_MAX];
    struct text votes[VOTERS_MAX];
    size_t count, in_favour, against;
    struct text chair; /* the chair's vote; empty: none */
};

static struct text vote_of(const struct command *command, struct text username)
{
    for (size_t i = 0; i < command->vote_count; i++)
        if (text_eq(command->votes[i].person, username))
            return command->votes[i].vote;
    return (struct text){0};
}

static bool is_vote(struct text vote)
{
    return text_is(vote, "for") || text_is(vote, "against") || text_is(vote, "abstain");
}

static void add_ballot(struct doing *doing, struct ballot *ballot, const struct board *board, int64_t person,
                       const struct role *seat)
{
    struct world *world = doing->world;
    struct text username = world_name(world, world->rulebook->person, person);
    struct text vote = vote_of(doing->command, username);
    bool deputy;
    if (!is_vote(vote)) {
        refuse_field(doing, username,
                     vote.n ? TEXT("A vote is for, against or abstain")
                            : TEXT("Everyone in a seat votes: for, against or abstain"));
        return;
    }
    ballot->people[ballot->count] = person;
    ballot->seats[ballot->count] = seat;
    ballot->votes[ballot->count++] = vote;
    if (seat)
        ballot->in_favour += text_is(vote, "for");
    if (seat)
        ballot->against += text_is(vote, "against");
    if (board_fits(world, board->chair, person, &deputy) && (!ballot->chair.n || !deputy))
        ballot->chair = vote;
}

/* Everyone in a seat votes, and nobody else, but for the chair of a board that its chair decides. */
static bool read_ballot(struct doing *doing, const struct meeting *meeting, struct ballot *ballot)
{
    struct world *world = doing->world;
    for (size_t i = 0; i < meeting->seat_count && ballot->count < VOTERS_MAX - 1; i++) {
        if (meeting->seats[i].person)
            add_ballot(doing, ballot, meeting->board, meeting->seats[i].person, meeting->seats[i].role);
        else if (meeting->board->absent == ABSENT_APPROVES)
            ballot->in_favour++;
    }
    size_t seated = ballot->count;
    for (size_t v = 0; v < doing->command->vote_count; v++) {
        struct text username = doing->command->votes[v].person;
        struct record *person = world_person(world, username);
        bool known = false, deputy;
        for (size_t i = 0; person && i < seated; i++)
            known |= ballot->people[i] == person->id;
        bool chairs = person && meeting->board->decides == DECIDES_CHAIR &&
                      board_fits(world, meeting->board->chair, person->id, &deputy);
        if (!known && chairs && ballot->count < VOTERS_MAX)
            add_ballot(doing, ballot, meeting->board, person->id, NULL);
        else if (!known && doing->answer->error_count == 0)
            refuse_field(doing, username, TEXT("Only those who fill a seat at this meeting vote"));
    }
    if (meeting->board->decides == DECIDES_CHAIR && !ballot->chair.n && doing->answer->error_count == 0)
        refuse_field(doing, TEXT("votes"), TEXT("The chair decides here: give the chair's vote too"));
    if (doing->answer->error_count)
        refuse(doing, OUTCOME_INVALID, TEXT("The votes are not complete"));
    return doing->answer->error_count == 0;
}

/* Opened by them, or by one whom they sit for. */
static bool opened_by(struct world *world, const struct record *record, int64_t person)
{
    return record->creator > 0 &&
           (record->creator == person || world_facts.deputises(world, person, record->creator, false));
}

/* Whoever opened the record, or fails a need that names the actor, may only abstain. */
static bool refuse_conflicts(struct doing *doing, struct record *record, const struct action *action,
                             const struct ballot *ballot)
{
    struct world *world = doing->world;
    struct verdict verdict = {0};
    int64_t actor = world->actor;
    for (size_t i = 0; i < ballot->count; i++) {
        if (text_is(ballot->votes[i], "abstain"))
            continue;
        struct text name = world_person_name(world, ballot->people[i]);
        struct verdict theirs = {0};
        world->actor = ballot->people[i];
        bool opened = opened_by(world, record, ballot->people[i]);
        guard_needs(world, record, action, NEEDS_OF_ACTOR, &theirs);
        world->actor = actor;
        if (opened)
            verdict_add(world, &verdict,
                        arena_format(world->arena,
                                     "%.*s opened this record, or sits for who did, and may only abstain",
                                     TEXT_ARGS(name)),
                        &action->cites);
        for (size_t n = 0; n < theirs.unmet_count; n++)
            verdict_add(world, &verdict,
                        arena_format(world->arena, "%.*s may only abstain. %.*s", TEXT_ARGS(name),
                                     TEXT_ARGS(theirs.unmet[n].message)),
                        theirs.unmet[n].cites);
    }
    return refuse_blocked(doing, &verdict);
}

static bool is_carried(const struct board *board, const struct ballot *ballot)
{
    switch (board->decides) {
    case DECIDES_MAJORITY:
        return ballot->in_favour > ballot->against;
    case DECIDES_UNANIMOUS:
        return ballot->in_favour > 0 && ballot->against == 0;
    case DECIDES_CHAIR:
        return text_is(ballot->chair, "for");
    }
    return false;
}

static struct text print_votes(struct world *world, const struct ballot *ballot)
{
    struct buf out = buf_in(world->arena);
    struct json json = json_in(&out);
    json_put_object(&json);
    for (size_t i = 0; i < ballot->count; i++) {
        json_put_key(&json, arena_format(world->arena, "%lld", (long long)ballot->people[i]));
        json_put_text(&json, ballot->votes[i]);
    }
    json_put_object_end(&json);
    return buf_text(&out);
}

static bool write_decision(struct doing *doing, const struct meeting *meeting, const struct record *record,
                           const struct action *action, struct text votes, bool carried)
{
    struct world *world = doing->world;
    struct change change = change_of(world, meeting->record, EVENT_DECISION);
    change.event.action = action->name;
    change_value(&change, "about", record->reg->name);
    change_value(&change, "about_id", arena_format(world->arena, "%lld", (long long)record->id));
    change_value(&change, "carried", carried ? TEXT("true") : TEXT("false"));
    change_value(&change, "votes", votes);
    if (change_write(&change))
        return true;
    broken(doing);
    return false;
}

/* Does this person fill the seat in the name of that holder: appointed for its role, or for everything. */
static bool sits_for(struct world *world, int64_t person, int64_t holder, const struct role *seat)
{
    enum stand_in was = world->stand_in;
    int64_t actor = world->actor, principal = world->principal;
    world->actor = person;
    world->stand_in = STAND_IN_ONE;
    world->principal = holder;
    bool sits = world_facts.deputy_holds(world, person, seat, -1, INT64_MAX);
    world->actor = actor;
    world->stand_in = was;
    world->principal = principal;
    return sits;
}

/* Those who voted for, and the holders of the seats in which deputies did. */
static int64_t *for_voters(struct world *world, const struct ballot *ballot, size_t *count)
{
    int64_t *people = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; i < ballot->count; i++) {
        if (!text_is(ballot->votes[i], "for"))
            continue;
        *ARENA_PUSH(world->arena, people, *count, capacity) = ballot->people[i];
        if (!ballot->seats[i] || world_facts.holds(world, ballot->people[i], ballot->seats[i], -1, INT64_MAX))
            continue;
        size_t candidates;
        const int64_t *holders = board_candidates(world, ballot->seats[i], &candidates);
        for (size_t h = 0; h < candidates; h++)
            if (world_facts.holds(world, holders[h], ballot->seats[i], -1, INT64_MAX) &&
                sits_for(world, ballot->people[i], holders[h], ballot->seats[i]))
                *ARENA_PUSH(world->arena, people, *count, capacity) = holders[h];
    }
    return people;
}

/* Nothing is decided but in an open, quorate meeting. */
static bool refuse_meeting(struct doing *doing, const struct meeting *meeting)
{
    const struct cites *cites = &meeting->board->cites;
    if (meeting->state == MEETING_CALLED)
        return refuse_for(doing, TEXT("Open the meeting first"), cites);
    if (meeting->state == MEETING_CLOSED)
        return refuse_for(doing, TEXT("The meeting is closed"), cites);
    if (!meeting->quorate)
        refuse_quorum(doing, meeting);
    return !meeting->quorate;
}

static void decide_on(struct doing *doing, struct meeting *meeting, struct record *record,
                      const struct action *action)
{
    struct world *world = doing->world;
    struct ballot ballot = {0};
    struct value *before = values_before(world, record);
    bool types = take_asked(doing, record, action);
    struct value *asked = values_before(world, record);
    values_restore(record, before);
    if (!types || refuse_runner(doing, meeting->board) || refuse_meeting(doing, meeting) ||
        !read_ballot(doing, meeting, &ballot) || refuse_stale(doing, record, action))
        return;
    values_restore(record, asked);
    bool carried = is_carried(meeting->board, &ballot);
    struct text votes = print_votes(world, &ballot);
    struct verdict verdict = {0};
    if (carried)
        verdict = guard_action(world, record, action, NEEDS_OF_RECORD);
    else
        guard_state(world, record, action, &verdict);
    if (refuse_blocked(doing, &verdict) || refuse_conflicts(doing, record, action, &ballot))
        return;
    if (!carried) {
        values_restore(record, before);
        if (write_decision(doing, meeting, record, action, votes, false))
            finish(doing, record);
        return;
    }
    size_t count;
    const int64_t *people = for_voters(world, &ballot, &count);
    perform(doing, record, action, before, &verdict, people, count, &votes);
    if (doing->answer->outcome == OUTCOME_DONE && write_decision(doing, meeting, record, action, votes, true))
        doing->answer->carried = true;
}

void command_decide(struct doing *doing)
{
    const struct board *board;
    struct meeting *meeting = find_meeting(doing, &board);
    struct record *record = meeting ? find_record(doing) : NULL;
    if (!record)
        return;
    const struct action *action = reg_action(record->reg, doing->command->action);
    if (!action || action->by_kind != BY_BOARD || !text_eq(action->board->name, board->name))
        refuse(doing, OUTCOME_MALFORMED, TEXT("This board does not decide that"));
    else
        decide_on(doing, meeting, record, action);
}
