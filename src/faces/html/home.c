/* What needs the reader now: actions that are theirs, messages, meetings, what has gone quiet. */
#include "base/zone.h"
#include "engine/board.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_home.h"
#include "faces/html/rail.h"
#include "faces/html/show.h"
#include "faces/html/standing.h"
#include "faces/html/table.h"
#include "templates.h"

enum { TODO_SHOWN = 25, TODO_READ = 60, TOLD_SHOWN = 6, QUIET_SHOWN = 10, QUIET_DAYS = 7, FIGURES_SHOWN = 6 };

struct home {
    struct frame *frame;
    struct world *world;
    struct home_page page;
};

/* ---- to do ---- */

static void add_todo(struct home *home, const struct todo_view *todo, bool go)
{
    struct arena *arena = home->frame->arena;
    struct record *record = todo->record;
    struct text href = show_href(arena, record->reg, record->number);
    struct ui_todos *todos = &home->page.todos;
    struct text day = show_day(home->world, zone_day(home->world->clocks->zone, record->updated));
    struct ui_todo *shown = ARENA_ADD(arena, *todos);
    *shown = (struct ui_todo){.tag = show_state(record->reg, record->state),
                              .title = world_title(home->world, record),
                              .href = href,
                              .number = record->number,
                              .due = arena_format(arena, "Since %.*s", TEXT_ARGS(day)),
                              .go = go};
    shown->button = (struct ui_link){
        .label = todo->action->label,
        .href = arena_format(arena, "%.*s/%.*s", TEXT_ARGS(href), TEXT_ARGS(todo->action->name))};
    if (todo->allowed) {
        shown->text = TEXT("Ready: nothing stands in the way.");
        return;
    }
    shown->text = arena_format(arena, "%.*s.%s", TEXT_ARGS(todo->unmet[0].message),
                               todo->unmet_count > 1 ? " And more." : "");
    shown->cites = show_cites(arena, todo->unmet[0].cites);
    shown->button.label = TEXT("See what is missing");
    shown->button.href = href;
}

/* Does anything take this record on, or does it rest? */
static bool is_under_way(const struct record *record)
{
    for (size_t i = 0; i < record->reg->action_count; i++)
        if (standing_takes_on(record->reg->actions[i], record->state))
            return true;
    return false;
}

/* What really waits: the action that takes the record on, or one that is done on the way. False: nothing. */
static bool find_step(struct world *world, struct todo_view *todo)
{
    int state = todo->record->state;
    if (state < 0 || !is_under_way(todo->record))
        return false;
    if (standing_takes_on(todo->action, state) || !todo->action->moves)
        return true;
    const struct record_view *view = view_record(world, todo->record->reg, todo->record->number);
    for (size_t i = 0; view && i < view->action_count; i++) {
        const struct action_view *action = &view->actions[i];
        if (!action->may || !standing_takes_on(action->action, state))
            continue;
        *todo = (struct todo_view){todo->record, action->action, action->allowed, action->unmet,
                                   action->unmet_count};
        return true;
    }
    return false;
}

static size_t fill_todos(struct home *home)
{
    struct todo_view *items;
    size_t count = 0, found = view_todo(home->world, &items, TODO_READ);
    for (size_t i = 0; i < found; i++)
        if (find_step(home->world, &items[i]))
            items[count++] = items[i];
    for (int allowed = 1; allowed >= 0; allowed--)
        for (size_t i = 0; i < count && home->page.todos.count < TODO_SHOWN; i++)
            if (items[i].allowed == (allowed == 1))
                add_todo(home, &items[i], allowed && !home->page.todos.count);
    home->page.nothing = TEXT("Look through a register, or search for a record.");
    if (count)
        home->frame->layout.rail.items[0].items.items[0].count = rail_count(home->frame->arena, count);
    return count;
}

/* ---- told ---- */

static void fill_told(struct home *home)
{
    struct world *world = home->world;
    struct ui_tolds *told = &home->page.told;
    STMT_SCOPED stmt =
        conn_prepare(world->conn, TEXT("SELECT register,record,message,time FROM reeve_outbox WHERE "
                                       "person=?1 ORDER BY id DESC LIMIT ?2"));
    stmt_bind_int(stmt, 1, world->actor);
    stmt_bind_int(stmt, 2, TOLD_SHOWN);
    while (stmt_row(stmt)) {
        const struct reg *reg = rulebook_register(world->rulebook, stmt_text(stmt, 0));
        struct record *record = reg ? world_record(world, reg, stmt_int(stmt, 1)) : NULL;
        /* A message stays with whoever it was for, but says no more than they may still read. */
        if (!record || !world_may_read(world, record))
            continue;
        *ARENA_ADD(world->arena, *told) =
            (struct ui_told){.when = show_moment(world, stmt_int(stmt, 3)),
                             .text = arena_text(world->arena, stmt_text(stmt, 2)),
                             .href = show_href(world->arena, reg, record->number)};
    }
}

/* ---- meetings ---- */

static void fill_meetings(struct home *home)
{
    struct world *world = home->world;
    struct ui_next_meetings *shown = &home->page.meetings;
    for (size_t i = 0; i < world->rulebook->board_count; i++) {
        const struct board *board = world->rulebook->boards[i];
        const struct meeting *meeting =
            world_facts.sits_on(world, world->actor, board) ? board_next(world, board) : NULL;
        if (!meeting)
            continue;
        struct text count = show_count(world->arena, meeting->agenda_count, "item", "items");
        *ARENA_ADD(world->arena, *shown) = (struct ui_next_meeting){
            .board =
                arena_format(world->arena, "%s: %.*s", meeting->state == MEETING_OPEN ? "Open now" : "Next",
                             TEXT_ARGS(board->label)),
            .when = show_time(world, meeting->starts),
            .text = arena_format(world->arena, "%.*s on the agenda. %zu of %zu seats filled.",
                                 TEXT_ARGS(count), meeting->filled, meeting->seat_count),
            .href = arena_format(world->arena, "/board/%.*s/%.*s", TEXT_ARGS(board->name),
                                 TEXT_ARGS(meeting->record->number)),
            .link = TEXT("Agenda")};
    }
}

/* ---- figures ---- */

static void fill_figures(struct home *home)
{
    const struct rulebook *rulebook = home->world->rulebook;
    struct ui_facts *figures = &home->page.figures;
    home->page.figures_title = TEXT("Open now");
    for (size_t i = 0; i < rulebook->register_count && figures->count < FIGURES_SHOWN; i++) {
        const struct reg *reg = rulebook->registers[i];
        size_t open = reg->builtin ? 0 : rail_open(home->frame, reg);
        if (open)
            *ARENA_ADD(home->frame->arena, *figures) =
                (struct ui_fact){.label = reg->plural,
                                 .value = rail_count(home->frame->arena, open),
                                 .href = arena_format(home->frame->arena, "/%.*s", TEXT_ARGS(reg->name))};
    }
}

/* ---- gone quiet: registers whose records a duty wants kept up to date ---- */

static const struct duty *quiet_duty(const struct reg *reg)
{
    for (size_t i = 0; i < reg->duty_count; i++)
        if (reg->duties[i]->kind == DUTY_EVERY_UPDATED && !reg->duties[i]->each)
            return reg->duties[i];
    return NULL;
}

static void add_quiet(struct home *home, const struct reg *reg, const struct duty *duty)
{
    struct world *world = home->world;
    struct list_request request = {.reg = reg,
                                   .test = duty->when,
                                   .sort = TEXT("updated"),
                                   .limit = QUIET_SHOWN,
                                   .where =
                                       arena_format(world->arena, "updated < now - %d days", QUIET_DAYS)};
    struct list_view list;
    view_list(world, &request, &list);
    for (size_t i = 0; i < list.record_count && home->page.quiet.rows.count < QUIET_SHOWN; i++)
        table_row(world, &home->page.quiet, list.records[i], NULL, 0);
    if (list.record_count && !home->page.quiet_cites.count)
        home->page.quiet_cites = show_cites(world->arena, &duty->cites);
}

static void fill_quiet(struct home *home)
{
    const struct rulebook *rulebook = home->world->rulebook;
    struct home_page *page = &home->page;
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct duty *duty = rulebook->registers[i]->builtin ? NULL : quiet_duty(rulebook->registers[i]);
        if (duty)
            add_quiet(home, rulebook->registers[i], duty);
    }
    page->quiet.caption = TEXT("Records without an update");
    table_column(home->frame->arena, &page->quiet, TEXT("Record"), (struct text){0});
    table_column(home->frame->arena, &page->quiet, TEXT("State"), (struct text){0});
    table_column(home->frame->arena, &page->quiet, TEXT("Updated"), (struct text){0});
    page->quiet_title = TEXT("Gone quiet");
    page->quiet_note = arena_format(home->frame->arena, "no update for %d days or more", QUIET_DAYS);
    page->quiet_rule = TEXT("Owners keep their records up to date.");
}

/* ---- the page ---- */

/* The force's main work is the register with the most actions. */
static void fill_buttons(struct home *home)
{
    const struct rulebook *rulebook = home->world->rulebook;
    struct ui_links *buttons = &home->page.buttons;
    const struct reg *main = NULL;
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        bool larger = !reg->builtin && (!main || reg->action_count > main->action_count);
        if (larger && view_may_open(home->world, reg))
            main = reg;
    }
    if (main) {
        struct text label = show_lower(home->frame->arena, main->label);
        *ARENA_ADD(home->frame->arena, *buttons) =
            (struct ui_link){.label = arena_format(home->frame->arena, "New %.*s", TEXT_ARGS(label)),
                             .href = arena_format(home->frame->arena, "/%.*s/new", TEXT_ARGS(main->name)),
                             .current = true};
    }
}

void home_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, TEXT("/")))
        return;
    struct home home = {.frame = &frame, .world = frame.world};
    size_t todo = fill_todos(&home);
    fill_told(&home);
    fill_meetings(&home);
    fill_figures(&home);
    fill_quiet(&home);
    fill_buttons(&home);
    struct text today = show_day(frame.world, zone_day(frame.world->clocks->zone, frame.world->now));
    struct text items = todo ? show_count(frame.arena, todo, "item", "items") : TEXT("Nothing waits for you");
    home.page.lead = arena_format(frame.arena, "%.*s. %.*s.", TEXT_ARGS(today), TEXT_ARGS(items));
    frame.layout.title = TEXT("Needs you now");
    home.page.layout = frame.layout;
    page_home(frame_begin(&frame, 200), &home.page);
    frame_send(&frame);
}
