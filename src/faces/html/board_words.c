#include "faces/html/board_words.h"

#include "base/zone.h"
#include "faces/html/show.h"

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

static void put_span(struct buf *out, struct span span)
{
    static const char *const units[] = {
        [DURATION_MINUTES] = "minute",
        [DURATION_HOURS] = "hour",
        [DURATION_DAYS] = "day",
        [DURATION_WEEKS] = "week",
        [DURATION_MONTHS] = "month",
        [DURATION_YEARS] = "year",
        [DURATION_WORKDAYS] = "working day",
        [DURATION_WORKHOURS] = "working hour",
    };
    buf_format(out, " for %lld %s%s", (long long)span.n, units[span.unit], span.n == 1 ? "" : "s");
}

struct text board_meets(struct arena *arena, const struct board *board)
{
    static const char *const often[] = {[MEETS_WHEN_CALLED] = "When it is called",
                                        [MEETS_WEEKLY] = "Weekly",
                                        [MEETS_FORTNIGHTLY] = "Fortnightly",
                                        [MEETS_MONTHLY] = "Monthly"};
    struct buf out = buf_in(arena);
    buf_puts(&out, often[board->meets]);
    if (board->meets != MEETS_WHEN_CALLED)
        buf_format(&out, " on %s at %02d:%02d", weekdays[board->weekday], board->at / 60, board->at % 60);
    if (board->lasts.n)
        put_span(&out, board->lasts);
    return buf_text(&out);
}

struct text board_quorum(struct arena *arena, const struct board *board)
{
    if (board->quorum == QUORUM_ALL)
        return TEXT("Every seat must be filled");
    if (board->quorum == QUORUM_MAJORITY)
        return TEXT("More than half of the seats must be filled");
    return arena_format(arena, "%d of the seats must be filled", board->quorum);
}

struct text board_decides(const struct board *board, struct text *meaning)
{
    static const struct {
        const char *how, *meaning;
    } words[] = {
        [DECIDES_MAJORITY] = {"By majority", "More for than against; abstentions do not count"},
        [DECIDES_UNANIMOUS] = {"With one voice", "At least one for, none against"},
        [DECIDES_CHAIR] = {"By the chair", "The chair's vote decides"},
    };
    *meaning = text_of(words[board->decides].meaning);
    return text_of(words[board->decides].how);
}

struct text board_runners(struct arena *arena, const struct board *board)
{
    if (!board->secretary)
        return arena_format(arena, "%.*s, or their deputy", TEXT_ARGS(board->chair->label));
    return arena_format(arena, "%.*s, their deputy, or %.*s", TEXT_ARGS(board->chair->label),
                        TEXT_ARGS(board->secretary->label));
}

struct text board_href(struct arena *arena, const struct board *board, struct text meeting)
{
    if (!meeting.n)
        return arena_format(arena, "/board/%.*s", TEXT_ARGS(board->name));
    return arena_format(arena, "/board/%.*s/%.*s", TEXT_ARGS(board->name), TEXT_ARGS(meeting));
}

int64_t board_next_start(struct world *world, const struct board *board)
{
    if (board->meets == MEETS_WHEN_CALLED)
        return INT64_MIN;
    const struct zone *zone = world->clocks->zone;
    int64_t today = zone_day(zone, world->now);
    int64_t day = today + (board->weekday - (int)day_weekday(today) + 7) % 7;
    int64_t start = zone_instant(zone, day, board->at * TIME_MINUTE);
    return start > world->now ? start : zone_instant(zone, day + 7, board->at * TIME_MINUTE);
}

const struct board *board_asked(const struct asked *asked)
{
    return rulebook_board(engine_rulebook(asked->face->engine), http_pairs_get(&asked->parameters, "board"));
}

struct ui_tag board_state(enum meeting_state state)
{
    static const struct ui_tag tags[] = {
        [MEETING_CALLED] = {TEXT("Called"), UI_TONE_OFF},
        [MEETING_OPEN] = {TEXT("Open"), UI_TONE_RUN},
        [MEETING_CLOSED] = {TEXT("Closed"), UI_TONE_OVER},
    };
    return tags[state];
}
