#include "base/zone.h"

#include <stdio.h>
#include <string.h>

#include "base/tzrule.h"

#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum { FILE_MAX = 64 * 1024, NAME_MAX_BYTES = 64, HEADER = 44, LAST_YEAR = 2100, TYPES_MAX = 256 };

struct zone {
    struct arena *arena;
    struct zone_period *periods;
    size_t count, capacity;
};

/* The counts of a TZif header, in the order in which the file has them. */
struct counts {
    uint32_t ut, standard, leaps, times, types, chars;
};

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

static bool name_is_safe(struct text name)
{
    if (!name.n || name.n > NAME_MAX_BYTES || name.s[0] == '/')
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.s[i], lower = (char)(c | 0x20);
        if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && !memchr("_+-/", c, 4))
            return false;
    }
    return true;
}

static struct text read_file(struct arena *arena, struct text name)
{
    struct text path = arena_format(arena, ZONE_FOLDER "%.*s", TEXT_ARGS(name));
    __attribute__((cleanup(close_file))) FILE *file = fopen(path.s, "rbe");
    if (!file)
        return (struct text){0};
    char *bytes = arena_alloc(arena, FILE_MAX);
    size_t n = fread(bytes, 1, FILE_MAX, file);
    return (struct text){bytes, n < FILE_MAX ? n : 0};
}

static int64_t big_endian(const char *bytes, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = sum << 8 | (unsigned char)bytes[i];
    return n == 4 ? (int32_t)(uint32_t)sum : (int64_t)sum;
}

static bool take(struct text *rest, size_t n, const char **out)
{
    if (rest->n < n)
        return false;
    *out = rest->s;
    *rest = (struct text){rest->s + n, rest->n - n};
    return true;
}

static bool take_header(struct text *rest, struct counts *out)
{
    const char *header;
    if (!take(rest, HEADER, &header) || memcmp(header, "TZif", 4) != 0 || header[4] < '2')
        return false;
    uint32_t counts[6];
    for (size_t i = 0; i < 6; i++) {
        counts[i] = (uint32_t)big_endian(header + 20 + i * 4, 4);
        if (counts[i] > FILE_MAX)
            return false;
    }
    *out = (struct counts){counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
    return true;
}

static size_t body_size(const struct counts *counts, size_t time_size)
{
    return counts->times * (time_size + 1) + counts->types * (size_t)6 + counts->chars +
           counts->leaps * (time_size + 4) + counts->standard + counts->ut;
}

/* From `seconds` on the offset is `offset`; later calls have later seconds. */
static void add_period(struct zone *zone, int64_t seconds, int64_t offset)
{
    bool early = seconds < TIME_MIN / TIME_SECOND || zone->count == 0;
    int64_t start = early ? INT64_MIN : seconds * TIME_SECOND;
    if (zone->count && early) {
        zone->periods[0].offset = offset;
        return;
    }
    if (zone->count && zone->periods[zone->count - 1].offset == offset)
        return;
    struct zone_period *period = ARENA_PUSH(zone->arena, zone->periods, zone->count, zone->capacity);
    *period = (struct zone_period){start, offset};
}

/* The second, 64-bit block; *last is the second of its last transition. */
static bool add_block(struct zone *zone, const struct counts *counts, const char *body, int64_t *last)
{
    const char *times = body, *indexes = times + counts->times * (size_t)8, *types = indexes + counts->times;
    if (counts->types == 0 || counts->types > TYPES_MAX || counts->leaps)
        return false;
    *last = INT64_MIN;
    add_period(zone, INT64_MIN, big_endian(types, 4));
    for (size_t i = 0; i < counts->times; i++) {
        int64_t second = big_endian(times + i * 8, 8);
        size_t type = (unsigned char)indexes[i];
        if (type >= counts->types || (i && second <= *last))
            return false;
        if (second <= TIME_MAX / TIME_SECOND)
            add_period(zone, second, big_endian(types + type * 6, 4));
        *last = second;
    }
    return true;
}

static void add_rule(struct zone *zone, const struct tzrule *rule, int64_t last)
{
    int first_year = last < 0 ? 1970 : day_date(last * TIME_SECOND / TIME_DAY).year;
    for (int year = first_year; rule->has_summer && year <= LAST_YEAR; year++) {
        int64_t begins = tzrule_change_at(&rule->begins, year) - rule->standard;
        int64_t ends = tzrule_change_at(&rule->ends, year) - rule->summer;
        struct zone_period changes[] = {{begins, rule->summer}, {ends, rule->standard}};
        bool southern = ends < begins;
        for (size_t i = 0; i < 2; i++) {
            struct zone_period change = changes[southern ? 1 - i : i];
            if (change.start > last)
                add_period(zone, change.start, change.offset);
        }
    }
}

static bool parse(struct zone *zone, struct text file)
{
    struct counts counts;
    const char *body;
    int64_t last;
    if (!take_header(&file, &counts) || !take(&file, body_size(&counts, 4), &body))
        return false;
    if (!take_header(&file, &counts) || !take(&file, body_size(&counts, 8), &body))
        return false;
    if (!add_block(zone, &counts, body, &last) || last > TIME_MAX / TIME_SECOND)
        return false;
    if (!file.n || file.s[0] != '\n' || !text_ends(file, TEXT("\n")))
        return false;
    struct text footer = text_trim(file);
    struct tzrule rule;
    if (!footer.n)
        return true;
    if (!tzrule_parse(footer, &rule))
        return false;
    add_rule(zone, &rule, last);
    return true;
}

const struct zone *zone_load(struct arena *arena, struct text name)
{
    if (!name_is_safe(name))
        return NULL;
    struct zone *zone = ARENA_NEW(arena, struct zone);
    zone->arena = arena;
    return parse(zone, read_file(arena, name)) ? zone : NULL;
}

const struct zone_period *zone_periods(const struct zone *zone, size_t *count)
{
    *count = zone->count;
    return zone->periods;
}

/* Index of the period that holds at an instant. */
static size_t period_at(const struct zone *zone, int64_t time)
{
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->periods[middle].start <= time)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int64_t zone_offset(const struct zone *zone, int64_t time)
{
    return zone->periods[period_at(zone, time)].offset;
}

static int64_t local(const struct zone *zone, int64_t time)
{
    return time + zone_offset(zone, time) * TIME_SECOND;
}

int64_t zone_day(const struct zone *zone, int64_t time)
{
    return time_day(local(zone, time));
}

int64_t zone_clock(const struct zone *zone, int64_t time)
{
    return time_clock(local(zone, time));
}

int64_t zone_instant(const struct zone *zone, int64_t day, int64_t clock)
{
    int64_t wanted = day * TIME_DAY + clock;
    /* No offset is as large as two days, so no earlier period can show the wanted time. */
    size_t i = period_at(zone, wanted - 2 * TIME_DAY);
    for (;; i++) {
        int64_t start = zone->periods[i].start;
        int64_t time = wanted - zone->periods[i].offset * TIME_SECOND;
        bool is_last = i + 1 == zone->count;
        if (is_last || time < zone->periods[i + 1].start)
            return time > start ? time : start;
    }
}

int64_t zone_day_start(const struct zone *zone, int64_t day)
{
    return zone_instant(zone, day, 0);
}
