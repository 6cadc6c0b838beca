/* The item in hand: what the board needs to know of it, what stands in the way, and the form for its
 * decision. */
#include "base/utf8.h"
#include "engine/guard.h"
#include "faces/html/details.h"
#include "faces/html/fields.h"
#include "faces/html/meeting.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"

enum { EXCERPT_CHARACTERS = 280 };

const struct decision *meeting_decided(const struct meeting *meeting, const struct record *record)
{
    for (size_t i = meeting->decision_count; i-- > 0;) {
        const struct decision *decision = &meeting->decisions[i];
        if (decision->record && decision->reg == record->reg && decision->record->id == record->id)
            return decision;
    }
    return NULL;
}

/* The one chosen, else the first this board may take. NULL: none. */
static const struct action *action_in_hand(const struct sitting *sitting)
{
    size_t count;
    const struct action **actions =
        board_actions(sitting->frame->world, sitting->meeting->board, sitting->record, &count);
    for (size_t i = 0; i < count; i++)
        if (text_eq(actions[i]->name, sitting->action))
            return actions[i];
    return count ? actions[0] : NULL;
}

/* ---- what it is ---- */

static struct text excerpt_of(struct world *world, struct record *record)
{
    const struct field *lead = details_lead(world, record);
    if (!lead) {
        struct text name = world_person_name(world, record->creator);
        struct text when = show_time(world, record->created);
        return arena_format(world->arena, "Opened by %.*s, %.*s.", TEXT_ARGS(name), TEXT_ARGS(when));
    }
    struct text text = text_trim(world_value(world, record, lead).text);
    struct text cut = utf8_cut(text, EXCERPT_CHARACTERS);
    return cut.n < text.n ? arena_format(world->arena, "%.*s …", TEXT_ARGS(cut)) : text;
}

/* ---- what stands in the way ---- */

/* Needs of the record alone: those that name who votes are judged for each of them, those an ask answers by
 * the form. */
static void fill_checks(struct sitting *sitting, struct meeting_page *page, const struct action *action)
{
    struct world *world = sitting->frame->world;
    struct verdict verdict = guard_ahead(world, sitting->record, action, NEEDS_OF_RECORD);
    size_t kept = verdict.unmet_count;
    page->item_unmet = standing_plain(world->arena, verdict.unmet, kept);
    if (kept)
        page->item_checks = (struct ui_tag){arena_format(world->arena, "%zu %s in the way", kept,
                                                         kept == 1 ? "thing stands" : "things stand"),
                                            UI_TONE_WAIT};
    else
        page->item_checks = (struct ui_tag){TEXT("Nothing stands in the way"), UI_TONE_OK};
}

/* ---- votes ---- */

/* Why this member may only abstain; empty when they may vote for. */
static struct text conflict(struct world *world, struct record *record, const struct action *action,
                            int64_t person)
{
    struct verdict verdict = {0};
    int64_t reader = world->actor;
    if (record->creator == person)
        return TEXT("Opened this record, so may only abstain");
    world->actor = person;
    guard_needs(world, record, action, NEEDS_OF_ACTOR, &verdict);
    world->actor = reader;
    if (!verdict.unmet_count)
        return (struct text){0};
    return arena_format(world->arena, "May only abstain. %.*s", TEXT_ARGS(verdict.unmet[0].message));
}

static void add_vote(struct sitting *sitting, struct meeting_page *page, const struct action *action,
                     int64_t person, struct text detail)
{
    struct world *world = sitting->frame->world;
    struct text username = world_name(world, world->rulebook->person, person);
    struct text name = arena_format(world->arena, "vote.%.*s", TEXT_ARGS(username));
    const struct returned *returned = sitting->returned;
    struct ui_vote vote = {.id = arena_format(world->arena, "vote-%.*s", TEXT_ARGS(username)),
                           .name = name,
                           .who = world_person_name(world, person),
                           .detail = detail,
                           .only = conflict(world, sitting->record, action, person),
                           .error = ask_error(returned, username)};
    struct text given =
        returned ? http_pairs_get(returned->given, arena_string(world->arena, name)) : (struct text){0};
    vote.voted_for = text_is(given, "for");
    vote.against = text_is(given, "against");
    vote.abstain = text_is(given, "abstain") || vote.only.n;
    *ARENA_ADD(world->arena, page->votes) = vote;
}

/* Every filled seat votes; so does a chair who decides alone and has no seat. */
static void fill_votes(struct sitting *sitting, struct meeting_page *page, const struct action *action)
{
    struct world *world = sitting->frame->world;
    const struct meeting *meeting = sitting->meeting;
    bool chair_sits = false, deputy;
    for (size_t i = 0; i < meeting->seat_count; i++) {
        const struct seat *seat = &meeting->seats[i];
        if (!seat->person)
            continue;
        chair_sits |= board_fits(world, meeting->board->chair, seat->person, &deputy);
        add_vote(sitting, page, action, seat->person, seat->role->label);
    }
    if (meeting->board->decides == DECIDES_CHAIR && !chair_sits &&
        board_fits(world, meeting->board->chair, world->actor, &deputy))
        add_vote(sitting, page, action, world->actor, meeting->board->chair->label);
}

/* ---- the decision ---- */

static void fill_form(struct sitting *sitting, struct meeting_page *page, const struct action *action)
{
    struct frame *frame = sitting->frame;
    const struct meeting *meeting = sitting->meeting;
    struct text href = board_href(frame->arena, meeting->board, meeting->record->number);
    struct asking asking =
        ask_begin(frame, sitting->returned, TEXT("vote"),
                  arena_format(frame->arena, "%.*s/decisions", TEXT_ARGS(href)), "Record decision");
    struct fields_form fields = {.frame = frame,
                                 .record = sitting->record,
                                 .given = asking.returned ? asking.returned->given : NULL,
                                 .answer = asking.returned ? asking.returned->answer : NULL};
    ask_hidden(&asking, "item", sitting->record->number);
    ask_hidden(&asking, "action", action->name);
    fields_look_back(&fields);
    for (size_t i = 0; i < action->ask_count; i++)
        fields_add(&fields, &asking.form, action->asks[i].field, action->asks[i].required);
    if (action->should_count) {
        struct ui_field *reason = ask_field(&asking, "reason", "Reason", UI_INPUT_TEXT);
        reason->hint = TEXT("Needed only where a recommendation of the rules is not followed");
    }
    asking.form.version = arena_format(frame->arena, "%lld", (long long)sitting->record->version);
    page->decide = asking.form;
    fill_votes(sitting, page, action);
}

static struct text effect_of(struct arena *arena, const struct record *record, const struct action *action)
{
    if (!action->moves)
        return TEXT("If it is carried, it is noted on the record.");
    return arena_format(arena, "If it is carried, %.*s becomes: %.*s.", TEXT_ARGS(record->number),
                        TEXT_ARGS(record->reg->states->values[action->to].label));
}

static void fill_choices(struct sitting *sitting, struct meeting_page *page, const struct action *chosen)
{
    struct world *world = sitting->frame->world;
    const struct meeting *meeting = sitting->meeting;
    struct text href = board_href(world->arena, meeting->board, meeting->record->number);
    size_t count;
    const struct action **actions = board_actions(world, meeting->board, sitting->record, &count);
    for (size_t i = 0; i < count; i++)
        *ARENA_ADD(world->arena, page->choices) = (struct ui_link){
            .label = actions[i]->label,
            .href = arena_format(world->arena, "%.*s?item=%.*s&action=%.*s#decide", TEXT_ARGS(href),
                                 TEXT_ARGS(sitting->record->number), TEXT_ARGS(actions[i]->name)),
            .current = actions[i] == chosen};
}

static void fill_decision(struct sitting *sitting, struct meeting_page *page, const struct action *action)
{
    const struct meeting *meeting = sitting->meeting;
    struct arena *arena = sitting->frame->arena;
    page->decide_title = TEXT("Record the decision");
    page->decide_cites = show_cites(arena, &action->cites);
    fill_choices(sitting, page, action);
    if (!sitting->runs) {
        struct text runners = board_runners(arena, meeting->board);
        page->decide_text = arena_format(arena, "Decisions are recorded by: %.*s.", TEXT_ARGS(runners));
    } else if (meeting->state == MEETING_CALLED)
        page->decide_text =
            TEXT("Fill the seats and open the meeting; then its decision can be recorded here.");
    else {
        board_decides(meeting->board, &page->decide_note);
        page->decide_text = effect_of(arena, sitting->record, action);
        fill_form(sitting, page, action);
    }
}

void meeting_item(struct sitting *sitting, struct meeting_page *page)
{
    struct record *record = sitting->record;
    if (!record)
        return;
    struct world *world = sitting->frame->world;
    const struct action *action = sitting->meeting->state == MEETING_CLOSED ? NULL : action_in_hand(sitting);
    page->item_title = world_title(world, record);
    page->item_number = record->number;
    page->item_href = show_href(world->arena, record->reg, record->number);
    page->item_facts = details_facts(world, record);
    page->item_text = excerpt_of(world, record);
    if (!action) {
        page->item_checks = show_state(record->reg, record->state);
        return;
    }
    fill_checks(sitting, page, action);
    fill_decision(sitting, page, action);
}
