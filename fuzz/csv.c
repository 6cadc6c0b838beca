/* A file for import, after one byte: 'm' for a map of columns, else comma-separated values. What a file
 * holds, written again, reads as the same. */
#include "base/csv.h"
#include "base/utf8.h"
#include "faces/cli/import_map.h"
#include "fuzz.h"

struct table {
    struct csv_record *rows;
    size_t count, capacity;
    size_t faults;
};

static struct table read_table(struct arena *arena, struct text file)
{
    struct table table = {0};
    struct csv csv = csv_read(arena, file);
    struct csv_record record;
    size_t line = 1;
    for (enum csv_step step; (step = csv_next(&csv, &record)) != CSV_END;) {
        if (step == CSV_BAD) {
            assert(csv.problem.n > 0 && utf8_valid(csv.problem) && csv.problem_line >= 1);
            table.faults++;
            continue;
        }
        assert(record.count == csv.width && record.count >= 1 && record.count <= CSV_COLUMNS_MAX);
        assert(record.line >= line && record.line <= csv.line);
        line = record.line;
        for (size_t i = 0; i < record.count; i++)
            assert(record.fields[i].n <= CSV_FIELD_MAX && utf8_valid(record.fields[i]) &&
                   text_find(record.fields[i], '\0') == record.fields[i].n);
        *ARENA_PUSH(arena, table.rows, table.count, table.capacity) = record;
    }
    return table;
}

static struct text write_table(struct arena *arena, const struct table *table)
{
    struct buf out = buf_in(arena);
    struct csv_writer writer = csv_in(&out);
    for (size_t r = 0; r < table->count; r++) {
        for (size_t i = 0; i < table->rows[r].count; i++)
            csv_put_plain(&writer, table->rows[r].fields[i]);
        csv_end(&writer);
    }
    return buf_text(&out);
}

/* A row of one empty cell is an empty line, and a first line without a comma may show another separator:
 * these are the two that writing does not bring back. */
static void check_again(struct arena *arena, const struct table *table)
{
    if (!table->count || table->faults || table->rows[0].count < 2 ||
        text_starts(table->rows[0].fields[0], TEXT("\xef\xbb\xbf")))
        return;
    struct table again = read_table(arena, write_table(arena, table));
    assert(again.count == table->count && !again.faults);
    for (size_t r = 0; r < table->count; r++)
        for (size_t i = 0; i < table->rows[r].count; i++)
            assert(text_eq(again.rows[r].fields[i], table->rows[r].fields[i]));
}

static void check_map(struct arena *arena, struct text file)
{
    struct import_map map;
    struct text problem = {0};
    size_t line = 0;
    if (!import_map_read(arena, file, &map, &problem, &line)) {
        assert(problem.n > 0);
        return;
    }
    for (size_t i = 0; i < map.count; i++) {
        assert(map.lines[i].field.n > 0 && utf8_valid(map.lines[i].column));
        for (size_t k = 0; k < map.lines[i].count; k++)
            assert(utf8_valid(import_map_value(&map, &map.lines[i], map.lines[i].values[k].from)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    ARENA_SCOPED arena = arena_new((size_t)256 << 20);
    struct text file = {(const char *)data + 1, size - 1};
    if (data[0] == 'm') {
        check_map(arena, file);
    } else {
        struct table table = read_table(arena, file);
        check_again(arena, &table);
    }
    return 0;
}
