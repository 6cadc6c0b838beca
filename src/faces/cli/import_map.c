#include "faces/cli/import_map.h"

#include "base/buf.h"
#include "base/utf8.h"

struct reader {
    struct arena *arena;
    struct text rest; /* of the line */
    const char *fault;
};

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void skip(struct reader *reader)
{
    while (reader->rest.n && blank(reader->rest.s[0]))
        reader->rest = (struct text){reader->rest.s + 1, reader->rest.n - 1};
    if (reader->rest.n && reader->rest.s[0] == '#')
        reader->rest.n = 0;
}

static bool take(struct reader *reader, char c)
{
    skip(reader);
    if (!reader->rest.n || reader->rest.s[0] != c)
        return false;
    reader->rest = (struct text){reader->rest.s + 1, reader->rest.n - 1};
    return true;
}

/* A "quoted" text, in which \" and \\ stand for themselves, or a bare word. */
static struct text word(struct reader *reader)
{
    struct buf out = buf_in(reader->arena);
    if (!take(reader, '"')) {
        size_t n = 0;
        while (n < reader->rest.n && !blank(reader->rest.s[n]) && reader->rest.s[n] != ',' &&
               reader->rest.s[n] != ':' && reader->rest.s[n] != '=')
            n++;
        struct text bare = {reader->rest.s, n};
        reader->rest = (struct text){reader->rest.s + n, reader->rest.n - n};
        if (!n)
            reader->fault = "a name or a text in quotes is missing";
        return bare;
    }
    while (reader->rest.n && reader->rest.s[0] != '"') {
        size_t skipped = reader->rest.s[0] == '\\' && reader->rest.n > 1;
        buf_char(&out, reader->rest.s[skipped]);
        reader->rest = (struct text){reader->rest.s + skipped + 1, reader->rest.n - skipped - 1};
    }
    if (!take(reader, '"'))
        reader->fault = "a quote is not closed";
    return buf_text(&out);
}

static bool take_word(struct reader *reader, const char *want)
{
    struct text before = reader->rest;
    skip(reader);
    if (reader->rest.n && text_is(word(reader), want))
        return true;
    reader->rest = before;
    reader->fault = NULL;
    return false;
}

static void read_values(struct reader *reader, struct import_line *line)
{
    do {
        if (take_word(reader, "otherwise")) {
            line->has_otherwise = true;
            line->otherwise = word(reader);
            return;
        }
        struct text from = word(reader);
        if (!take(reader, '='))
            reader->fault = "write each value as \"what the file says\" = what it means";
        *ARENA_PUSH(reader->arena, line->values, line->count, line->capacity) =
            (struct import_value){from, word(reader)};
    } while (!reader->fault && take(reader, ','));
}

static void read_line(struct reader *reader, struct import_map *map)
{
    skip(reader);
    if (!reader->rest.n)
        return;
    struct text name = word(reader);
    if (text_is(name, "empty") && !take_word(reader, "from")) {
        map->empty = word(reader);
    } else {
        struct import_line *line = ARENA_PUSH(reader->arena, map->lines, map->count, map->capacity);
        line->field = name;
        if (!text_is(name, "empty") && !take_word(reader, "from"))
            reader->fault = "write: FIELD from \"COLUMN\"";
        else
            line->column = word(reader);
        if (!reader->fault && take_word(reader, "as"))
            line->format = word(reader);
        if (!reader->fault && take(reader, ':'))
            read_values(reader, line);
    }
    skip(reader);
    if (!reader->fault && reader->rest.n)
        reader->fault = "something stands after the end of this line";
}

bool import_map_read(struct arena *arena, struct text file, struct import_map *map, struct text *problem,
                     size_t *problem_line)
{
    *map = (struct import_map){0};
    *problem_line = 0;
    struct reader reader = {.arena = arena};
    if (!utf8_valid(file))
        reader.fault = "the map is not valid UTF-8";
    while (file.n && !reader.fault) {
        reader.rest = text_cut(&file, '\n');
        ++*problem_line;
        read_line(&reader, map);
    }
    if (reader.fault)
        *problem = text_of(reader.fault);
    return !reader.fault;
}

void import_map_plain(struct arena *arena, const struct text *columns, size_t count, struct import_map *map)
{
    *map = (struct import_map){0};
    for (size_t i = 0; i < count; i++) {
        struct import_line *line = ARENA_PUSH(arena, map->lines, map->count, map->capacity);
        line->field = line->column = text_trim(columns[i]);
    }
}

struct text import_map_value(const struct import_map *map, const struct import_line *line, struct text cell)
{
    cell = text_trim(cell);
    if (map->empty.n && text_eq(cell, map->empty))
        return (struct text){0};
    for (size_t i = 0; i < line->count; i++)
        if (text_eq(cell, line->values[i].from))
            return line->values[i].to;
    return line->has_otherwise && cell.n ? line->otherwise : cell;
}
