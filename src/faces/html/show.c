#include "faces/html/show.h"

#include "base/percent.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "engine/file.h"

/* ---- dates ---- */

static void put_day(struct buf *out, struct world *world, int64_t day)
{
    static const char days[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct date date = day_date(day);
    int this_year = day_date(zone_day(world->clocks->zone, world->now)).year;
    buf_puts(out, days[day_weekday(day)]);
    buf_char(out, ' ');
    buf_int(out, date.day);
    buf_char(out, ' ');
    buf_puts(out, months[date.month - 1]);
    if (date.year == this_year)
        return;
    buf_char(out, ' ');
    buf_int(out, date.year);
}

static void put_clock(struct buf *out, struct world *world, int64_t time)
{
    int64_t minutes = zone_clock(world->clocks->zone, time) / TIME_MINUTE;
    buf_digits(out, (uint64_t)(minutes / 60), 2);
    buf_char(out, ':');
    buf_digits(out, (uint64_t)(minutes % 60), 2);
}

static void put_time(struct buf *out, struct world *world, int64_t time)
{
    put_day(out, world, zone_day(world->clocks->zone, time));
    buf_puts(out, ", ");
    put_clock(out, world, time);
}

struct text show_time(struct world *world, int64_t time)
{
    struct buf out = buf_in(world->arena);
    put_time(&out, world, time);
    return buf_text(&out);
}

struct text show_day(struct world *world, int64_t day)
{
    struct buf out = buf_in(world->arena);
    put_day(&out, world, day);
    return buf_text(&out);
}

struct ui_moment show_moment(struct world *world, int64_t time)
{
    return (struct ui_moment){time_print(world->arena, time - time % TIME_SECOND), show_time(world, time)};
}

struct text show_period(struct world *world, int64_t from, int64_t to)
{
    struct buf out = buf_in(world->arena);
    put_time(&out, world, from);
    buf_puts(&out, " to ");
    if (zone_day(world->clocks->zone, from) == zone_day(world->clocks->zone, to))
        put_clock(&out, world, to);
    else
        put_time(&out, world, to);
    return buf_text(&out);
}

static struct text show_month(struct arena *arena, int64_t month)
{
    static const char *const months[12] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
    struct date date = day_date(month_first_day(month));
    return arena_format(arena, "%s %d", months[date.month - 1], date.year);
}

/* ---- values ---- */

/* A record that may not be read is not there: its number could say what it is about. */
static bool is_hidden(struct world *world, struct type type, struct value value)
{
    if (value.kind != VALUE_RECORD)
        return false;
    struct record *record = world_record(world, type.target, value.i);
    return !record || !world_may_read(world, record);
}

static struct text show_one(struct world *world, struct type type, struct value value)
{
    if (is_hidden(world, type, value))
        return (struct text){0};
    if (type.kind == TYPE_FILE && value.kind == VALUE_TEXT)
        return file_name(world, value.text);
    if (value.kind == VALUE_TIME)
        return show_time(world, value.i);
    if (value.kind == VALUE_DATE)
        return show_day(world, value.i);
    if (value.kind == VALUE_MONTH)
        return show_month(world->arena, value.i);
    if (value.kind == VALUE_FLAG)
        return value.i ? TEXT("Yes") : TEXT("No");
    if (value.kind == VALUE_RECORD && !reg_is_people(type.target))
        return world_full_title(world, world_record(world, type.target, value.i));
    return value.kind == VALUE_MISSING ? (struct text){0} : world_words(world, type, value);
}

struct text show_value(struct world *world, struct type type, struct value value)
{
    if (value.kind != VALUE_SET)
        return show_one(world, type, value);
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < value.count; i++) {
        struct text one = show_one(world, type, value.items[i]);
        if (one.n && out.n)
            buf_puts(&out, ", ");
        buf_put(&out, one);
    }
    return buf_text(&out);
}

static struct text form_time(struct world *world, int64_t time)
{
    struct buf out = buf_in(world->arena);
    day_put(&out, zone_day(world->clocks->zone, time));
    buf_char(&out, 'T');
    put_clock(&out, world, time);
    return buf_text(&out);
}

struct text show_form_value(struct world *world, struct type type, struct value value)
{
    if (value.kind == VALUE_TIME)
        return form_time(world, value.i);
    if (value.kind == VALUE_RECORD)
        return is_hidden(world, type, value) ? (struct text){0} : world_name(world, type.target, value.i);
    struct buf out = buf_in(world->arena);
    value_put(&out, type, value);
    return buf_text(&out);
}

/* ---- states ---- */

/* Does a word of the name begin so? */
static bool has_word(struct text name, const char *const *words)
{
    for (; *words; words++)
        for (size_t i = 0; i < name.n; i++)
            if ((i == 0 || name.s[i - 1] == '_') &&
                text_starts((struct text){name.s + i, name.n - i}, text_of(*words)))
                return true;
    return false;
}

/* A board decides here, and nobody works on the record meanwhile. */
static bool waits_for_board(const struct reg *reg, int state)
{
    bool board = false;
    for (size_t i = 0; i < reg->action_count; i++) {
        const struct action *action = reg->actions[i];
        if (action->is_create || !action->in[state])
            continue;
        if (action->by_kind != BY_BOARD && !action->moves)
            return false;
        board |= action->by_kind == BY_BOARD;
    }
    return board;
}

bool show_gives_up(const struct choice_value *state)
{
    static const char *const words[] = {"reject", "withdraw", "cancel", "refus",     "lapse", "expire",
                                        "retire", "inactive", "ended",  "supersede", NULL};
    return state->final && has_word(state->name, words);
}

/* The end and the beginning are said by the rulebook, and who waits for whom; the rest is guessed. */
static enum ui_tone tone_of(const struct reg *reg, int state)
{
    static const char *const failed[] = {"fail", "breach", "overdue", NULL};
    static const char *const running[] = {"implement", "running", "deploy", "under_way", "progress", NULL};
    static const char *const good[] = {"approve", "grant", "agree", "active", "live",   "met",
                                       "force",   "use",   "assur", "done",   "resolv", NULL};
    static const char *const waiting[] = {"with_", "wait", "pending", NULL};
    const struct choice_value *value = &reg->states->values[state];
    if (has_word(value->name, failed))
        return UI_TONE_BAD;
    if (value->final)
        return show_gives_up(value) ? UI_TONE_OFF : UI_TONE_OVER;
    if (has_word(value->name, running))
        return UI_TONE_RUN;
    if (has_word(value->name, good))
        return UI_TONE_OK;
    if (state == 0)
        return UI_TONE_OFF;
    return has_word(value->name, waiting) || waits_for_board(reg, state) ? UI_TONE_WAIT : UI_TONE_INFO;
}

struct ui_tag show_state(const struct reg *reg, int state)
{
    return state < 0 ? (struct ui_tag){0}
                     : (struct ui_tag){reg->states->values[state].label, tone_of(reg, state)};
}

/* ---- cites ---- */

struct text show_policy_slug(struct arena *arena, struct text reference)
{
    char *slug = arena_string(arena, reference);
    for (char *c = slug; *c; c++)
        if (*c == '/' || *c == ' ')
            *c = '-';
    return text_of(slug);
}

struct text show_clause_label(struct arena *arena, const struct clause *clause)
{
    struct text reference = clause->policy->reference, id = clause->id;
    bool letter = id.n > 2 && id.s[id.n - 2] == '.' && id.s[id.n - 1] >= 'a' && id.s[id.n - 1] <= 'z';
    if (!letter)
        return arena_format(arena, "%.*s %.*s", TEXT_ARGS(reference), TEXT_ARGS(id));
    return arena_format(arena, "%.*s %.*s(%c)", TEXT_ARGS(reference), (int)id.n - 2, id.s, id.s[id.n - 1]);
}

static struct ui_cite show_cite(struct arena *arena, const struct cite *cite)
{
    if (!cite->clause)
        return (struct ui_cite){.label = TEXT("Force's own rule"), .summary = cite->own};
    struct buf href = buf_in(arena);
    buf_puts(&href, "/policy/");
    percent_encode(&href, show_policy_slug(arena, cite->clause->policy->reference));
    buf_char(&href, '/');
    percent_encode(&href, cite->clause->id);
    return (struct ui_cite){show_clause_label(arena, cite->clause), buf_text(&href), cite->clause->summary};
}

struct ui_cites show_cites(struct arena *arena, const struct cites *cites)
{
    struct ui_cites shown = {0};
    for (size_t i = 0; cites && i < cites->count; i++)
        *ARENA_ADD(arena, shown) = show_cite(arena, &cites->items[i]);
    return shown;
}

/* ---- links ---- */

struct text show_href(struct arena *arena, const struct reg *reg, struct text number)
{
    struct buf out = buf_in(arena);
    buf_char(&out, '/');
    buf_put(&out, reg->name);
    buf_char(&out, '/');
    percent_encode(&out, number);
    return buf_text(&out);
}

struct ui_link show_record(struct world *world, struct record *record)
{
    struct text title = world_title(world, record);
    if (record->state < 0)
        record = world_own(world, record);
    return (struct ui_link){.label = title,
                            .href = show_href(world->arena, record->reg, record->number),
                            .note = text_eq(title, record->number) ? (struct text){0} : record->number,
                            .tag = show_state(record->reg, record->state)};
}

struct ui_link show_person(struct world *world, int64_t person)
{
    struct ui_link link = {.label = world_person_name(world, person)};
    if (person > 0)
        link.href = show_href(world->arena, world->rulebook->person,
                              world_name(world, world->rulebook->person, person));
    return link;
}

/* ---- small things ---- */

struct text show_initials(struct arena *arena, struct text name)
{
    struct buf out = buf_in(arena);
    struct text rest = name;
    for (size_t taken = 0; rest.n && taken < 2;) {
        struct text word = text_trim(text_cut(&rest, ' '));
        if (!word.n)
            continue;
        buf_put(&out, utf8_cut(word, 1));
        taken++;
    }
    return buf_text(&out);
}

struct text show_count(struct arena *arena, size_t n, const char *one, const char *many)
{
    return arena_format(arena, "%zu %s", n, n == 1 ? one : many);
}

void show_fact(struct arena *arena, struct ui_facts *facts, const char *label, struct text value)
{
    *ARENA_ADD(arena, *facts) = (struct ui_fact){.label = text_of(label), .value = value};
}

void show_number(struct arena *arena, struct ui_facts *facts, const char *label, int64_t n)
{
    show_fact(arena, facts, label, arena_format(arena, "%lld", (long long)n));
}

struct text show_upper(struct arena *arena, struct text text)
{
    char *upper = arena_string(arena, text);
    if (upper[0] >= 'a' && upper[0] <= 'z')
        upper[0] = (char)(upper[0] - 'a' + 'A');
    return (struct text){upper, text.n};
}

struct text show_lower(struct arena *arena, struct text text)
{
    char *lower = arena_string(arena, text);
    bool abbreviation = text.n > 1 && lower[1] >= 'A' && lower[1] <= 'Z';
    if (!abbreviation)
        lower[0] = text_lower(lower[0]);
    return (struct text){lower, text.n};
}
