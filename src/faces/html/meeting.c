/* A meeting: its agenda, who sits, whether it is quorate, and the page around the item in hand. */
#include "faces/html/meeting.h"

#include <stdlib.h>

#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "faces/html/templates.h"

/* ---- agenda ---- */

struct agenda {
    struct record **items;
    size_t count, capacity;
};

static void add_once(struct arena *arena, struct agenda *agenda, struct record *record)
{
    for (size_t i = 0; i < agenda->count; i++)
        if (agenda->items[i]->reg == record->reg && agenda->items[i]->id == record->id)
            return;
    *ARENA_ADD(arena, *agenda) = record;
}

static int by_place(const void *left, const void *right)
{
    const struct record *a = *(struct record *const *)left, *b = *(struct record *const *)right;
    if (a->reg != b->reg)
        return a->reg->index < b->reg->index ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* What was decided leaves the board's list of waiting records, yet keeps its place on this agenda. */
static struct agenda agenda_of(struct arena *arena, const struct meeting *meeting)
{
    struct agenda agenda = {0};
    for (size_t i = 0; i < meeting->agenda_count; i++)
        add_once(arena, &agenda, meeting->agenda[i]);
    for (size_t i = 0; i < meeting->decision_count; i++)
        if (meeting->decisions[i].record)
            add_once(arena, &agenda, meeting->decisions[i].record);
    if (agenda.count)
        qsort(agenda.items, agenda.count, sizeof *agenda.items, by_place);
    return agenda;
}

static void choose_item(struct sitting *sitting, const struct agenda *agenda)
{
    for (size_t i = 0; i < agenda->count; i++)
        if (text_eq(agenda->items[i]->number, sitting->item))
            sitting->record = agenda->items[i];
    for (size_t i = 0; i < agenda->count && !sitting->record; i++)
        if (!meeting_decided(sitting->meeting, agenda->items[i]))
            sitting->record = agenda->items[i];
    if (!sitting->record && agenda->count)
        sitting->record = agenda->items[0];
}

static struct ui_agenda_item agenda_item(const struct sitting *sitting, struct record *record,
                                         size_t position)
{
    struct world *world = sitting->frame->world;
    const struct meeting *meeting = sitting->meeting;
    const struct decision *decision = meeting_decided(meeting, record);
    struct text href = board_href(world->arena, meeting->board, meeting->record->number);
    struct ui_agenda_item item = {
        .position = arena_format(world->arena, "%zu", position),
        .title = world_title(world, record),
        .number = record->number,
        .href = arena_format(world->arena, "%.*s?item=%.*s", TEXT_ARGS(href), TEXT_ARGS(record->number)),
        .current = record == sitting->record};
    if (decision && decision->carried)
        item.tag =
            (struct ui_tag){decision->action->moves ? record->reg->states->values[decision->action->to].label
                                                    : TEXT("Carried"),
                            UI_TONE_OK};
    else if (decision)
        item.tag = (struct ui_tag){TEXT("Not carried"), UI_TONE_OFF};
    else if (item.current && meeting->state == MEETING_OPEN)
        item.tag = (struct ui_tag){TEXT("In discussion"), UI_TONE_RUN};
    return item;
}

static void fill_agenda(struct sitting *sitting, struct meeting_page *page)
{
    struct arena *arena = sitting->frame->arena;
    struct agenda agenda = agenda_of(arena, sitting->meeting);
    size_t decided = 0, at = 0;
    choose_item(sitting, &agenda);
    for (size_t i = 0; i < agenda.count; i++) {
        decided += meeting_decided(sitting->meeting, agenda.items[i]) != NULL;
        at = agenda.items[i] == sitting->record ? i + 1 : at;
        *ARENA_ADD(arena, page->agenda) = agenda_item(sitting, agenda.items[i], i + 1);
    }
    if (agenda.count)
        page->agenda_note = arena_format(arena, "%zu of %zu decided", decided, agenda.count);
    if (at && sitting->meeting->state == MEETING_OPEN)
        page->lead = arena_format(arena, "Item %zu of %zu.", at, agenda.count);
    page->agenda_nothing = sitting->meeting->state == MEETING_CLOSED
                               ? TEXT("Nothing that you may read was decided here.")
                               : TEXT("Nothing that you may read waits for this board.");
}

/* ---- attendance ---- */

enum { SITTERS_SHOWN = 4 }; /* more than these are chosen from in a form */

static struct ui_form fill_form(const struct sitting *sitting, const struct seat *seat)
{
    struct frame *frame = sitting->frame;
    const struct meeting *meeting = sitting->meeting;
    struct text name = arena_format(frame->arena, "seat-%.*s", TEXT_ARGS(seat->role->name));
    struct text href = board_href(frame->arena, meeting->board, meeting->record->number);
    struct asking asking = ask_begin(frame, sitting->returned, name,
                                     arena_format(frame->arena, "%.*s/attendance", TEXT_ARGS(href)), "Save");
    size_t count;
    int64_t *people = board_candidates(frame->world, seat->role, &count);
    struct ui_field *person = ask_field(&asking, "person", "Who sits here", UI_INPUT_RADIO);
    for (size_t i = 0; i < count; i++) {
        bool deputy;
        if (!board_fits(frame->world, seat->role, people[i], &deputy))
            continue;
        struct text shown = world_person_name(frame->world, people[i]);
        ask_option(&asking, person, world_name(frame->world, frame->world->rulebook->person, people[i]),
                   deputy ? arena_format(frame->arena, "%.*s, deputy", TEXT_ARGS(shown)) : shown,
                   people[i] == seat->person);
    }
    ask_option(&asking, person, (struct text){0}, TEXT("Nobody: leave it empty"), !seat->person);
    ask_hidden(&asking, "seat", seat->role->name);
    asking.form.title = seat->person ? TEXT("Change") : TEXT("Fill this seat");
    asking.form.about = seat->role->label;
    return asking.form;
}

/* Who may sit in it, without the last option: nobody. */
static struct ui_options sitters(const struct ui_form *fill)
{
    struct ui_options options = fill->fields.items[0].options;
    options.count--;
    return options.count > SITTERS_SHOWN ? (struct ui_options){0} : options;
}

static struct ui_tag seat_tag(const struct meeting *meeting, const struct seat *seat)
{
    if (!seat->person)
        return (struct ui_tag){TEXT("Empty"), meeting->state == MEETING_CLOSED ? UI_TONE_OFF : UI_TONE_WAIT};
    if (seat->deputy)
        return (struct ui_tag){TEXT("Deputy"), UI_TONE_INFO};
    return (struct ui_tag){seat->chair ? TEXT("Chair") : TEXT("Present"), UI_TONE_OK};
}

static void fill_seats(const struct sitting *sitting, struct meeting_page *page)
{
    struct frame *frame = sitting->frame;
    const struct meeting *meeting = sitting->meeting;
    for (size_t i = 0; i < meeting->seat_count; i++) {
        const struct seat *seat = &meeting->seats[i];
        struct ui_seat shown = {.who = seat->role->label, .tag = seat_tag(meeting, seat)};
        if (seat->person) {
            shown.who = world_person_name(frame->world, seat->person);
            shown.detail = seat->deputy
                               ? arena_format(frame->arena, "For the %.*s", TEXT_ARGS(seat->role->label))
                               : seat->role->label;
        } else {
            shown.detail = TEXT("Its holder attends, or sends a deputy");
            shown.cites = show_cites(frame->arena, &meeting->board->cites);
        }
        if (sitting->runs && meeting->state != MEETING_CLOSED)
            shown.fill = fill_form(sitting, seat);
        if (shown.fill.action.n && !seat->person)
            shown.sit = sitters(&shown.fill);
        *ARENA_ADD(frame->arena, page->seats) = shown;
        bool filled = seat->person || meeting->board->absent == ABSENT_APPROVES;
        *ARENA_ADD(frame->arena, page->places) = (struct ui_place){filled};
    }
    page->quorum = arena_format(frame->arena, "%zu of %zu seats filled. Needs %zu.", meeting->filled,
                                meeting->seat_count, meeting->needed);
    page->quorate = meeting->quorate ? (struct ui_tag){TEXT("Quorate"), UI_TONE_OK}
                                     : (struct ui_tag){TEXT("Not quorate"), UI_TONE_WAIT};
}

/* ---- the page ---- */

static void add_control(const struct sitting *sitting, struct meeting_page *page, const char *what,
                        const char *label)
{
    struct frame *frame = sitting->frame;
    struct text href = board_href(frame->arena, sitting->meeting->board, sitting->meeting->record->number);
    struct asking asking = ask_begin(frame, sitting->returned, text_of(what),
                                     arena_format(frame->arena, "%.*s/%s", TEXT_ARGS(href), what), label);
    asking.form.go = true;
    if (sitting->meeting->state == MEETING_OPEN) {
        asking.form.title = TEXT("Close the meeting");
        struct text decided = page->agenda_note.n ? page->agenda_note : TEXT("Nothing is on the agenda");
        asking.form.lead =
            arena_format(frame->arena,
                         "%.*s. What is not decided waits for the next meeting. The minutes are "
                         "issued as they stand, and nothing can be added to them.",
                         TEXT_ARGS(decided));
    }
    *ARENA_ADD(frame->arena, page->controls) = asking.form;
}

static void fill_head(const struct sitting *sitting, struct meeting_page *page)
{
    struct frame *frame = sitting->frame;
    const struct meeting *meeting = sitting->meeting;
    struct text when = show_time(frame->world, meeting->starts), number = meeting->record->number;
    page->title = arena_format(frame->arena, "%.*s, %.*s", TEXT_ARGS(meeting->board->label), TEXT_ARGS(when));
    if (meeting->state == MEETING_OPEN) {
        struct text since =
            show_time(frame->world, world_entered(frame->world, meeting->record)[MEETING_OPEN]);
        page->live = arena_format(frame->arena, "Open since %.*s", TEXT_ARGS(since));
    } else
        page->state = board_state(meeting->state);
    if (sitting->runs && meeting->state == MEETING_CALLED)
        add_control(sitting, page, "open", "Open the meeting");
    if (sitting->runs && meeting->state == MEETING_OPEN)
        add_control(sitting, page, "close", "Close and issue the minutes");
    frame_crumb(frame, TEXT("Boards"), TEXT("/board"));
    frame_crumb(frame, meeting->board->label, board_href(frame->arena, meeting->board, (struct text){0}));
    frame_crumb(frame, number, (struct text){0});
    frame->layout.title =
        arena_format(frame->arena, "%.*s %.*s", TEXT_ARGS(number), TEXT_ARGS(meeting->board->label));
    frame->layout.keys_off |= meeting->state == MEETING_OPEN;
}

/* Errors at votes and fields link to them; what stands in the way is a list of its own. */
static void fill_refusal(const struct sitting *sitting, struct meeting_page *page)
{
    const struct returned *returned = sitting->returned;
    if (!returned)
        return;
    struct arena *arena = sitting->frame->arena;
    page->unmet = standing_plain(arena, returned->answer->unmet, returned->answer->unmet_count);
    if (!page->unmet.count)
        page->errors = ask_errors(sitting->frame, returned);
    bool decides = text_is(returned->form, "vote");
    for (size_t i = 0; decides && i < page->errors.count && i < returned->answer->error_count; i++) {
        struct text field = returned->answer->errors[i].field;
        const struct record *voter = world_person(sitting->frame->world, field);
        struct ui_form_error *error = &page->errors.items[i];
        if (sitting->record && reg_field(sitting->record->reg, field))
            error->id = arena_format(arena, "f.%.*s", TEXT_ARGS(field));
        else if (voter) {
            struct text name = world_person_name(sitting->frame->world, voter->id);
            error->message = arena_format(arena, "%.*s: %.*s", TEXT_ARGS(name), TEXT_ARGS(error->message));
        }
    }
    sitting->frame->layout.failed = true;
}

void meeting_show(struct asked *asked, const struct returned *returned)
{
    FRAME_SCOPED frame = {0};
    const struct board *board = board_asked(asked);
    if (!frame_open(&frame, asked,
                    board ? board_href(asked->exchange->request.arena, board, (struct text){0})
                          : TEXT("/board")))
        return;
    struct meeting *meeting =
        board ? board_meeting(frame.world, board, ask_parameter(asked, "meeting")) : NULL;
    if (!meeting) {
        error_missing(&frame);
        return;
    }
    const struct http_pairs *chosen = returned ? returned->given : &asked->exchange->request.query;
    struct sitting sitting = {.frame = &frame,
                              .meeting = meeting,
                              .runs = board_runs(frame.world, board),
                              .returned = returned,
                              .item = http_pairs_get(chosen, "item"),
                              .action = http_pairs_get(chosen, "action")};
    struct meeting_page page = {0};
    fill_agenda(&sitting, &page);
    fill_head(&sitting, &page);
    fill_refusal(&sitting, &page);
    meeting_item(&sitting, &page);
    fill_seats(&sitting, &page);
    meeting_minutes(&sitting, &page);
    page.layout = frame.layout;
    page_meeting(frame_begin(&frame, ask_status(returned)), &page);
    frame_send(&frame);
}

void meeting_get(struct asked *asked)
{
    meeting_show(asked, NULL);
}
