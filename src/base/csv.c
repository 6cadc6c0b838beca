#include "base/csv.h"

#include <string.h>

#include "base/utf8.h"

static enum csv_step bad(struct csv *csv, size_t line, struct text problem)
{
    csv->problem = problem;
    csv->problem_line = line;
    return CSV_BAD;
}

static enum csv_step broken(struct csv *csv, size_t line, struct text problem)
{
    csv->over = true;
    return bad(csv, line, problem);
}

static void skip(struct csv *csv, size_t n)
{
    csv->rest = (struct text){csv->rest.s + n, csv->rest.n - n};
}

static bool at(const struct csv *csv, char c)
{
    return csv->rest.n && csv->rest.s[0] == c;
}

/* Takes one line end when it stands here. */
static bool take_line_end(struct csv *csv)
{
    size_t n = text_starts(csv->rest, TEXT("\r\n")) ? 2 : at(csv, '\n') ? 1 : 0;
    if (!n)
        return false;
    skip(csv, n);
    csv->line++;
    return true;
}

struct csv csv_read(struct arena *arena, struct text file)
{
    struct csv csv = {.arena = arena, .rest = file, .line = 1};
    if (text_starts(file, TEXT("\xef\xbb\xbf")))
        skip(&csv, 3);
    return csv;
}

static size_t line_of_bad_byte(struct text text)
{
    size_t line = 1;
    uint32_t character;
    for (size_t n; text.n && (n = utf8_next(text, &character)) && character;) {
        line += character == '\n';
        text = (struct text){text.s + n, text.n - n};
    }
    return line;
}

/* Does this separate cells of the first row, outside quotation marks? */
static bool separates(struct text head, char separator)
{
    bool quoted = false;
    for (size_t i = 0; i < head.n && (quoted || head.s[i] != '\n'); i++) {
        quoted ^= head.s[i] == '"';
        if (!quoted && head.s[i] == separator)
            return true;
    }
    return false;
}

/* What is wrong with the file as a whole; CSV_RECORD when nothing. */
static enum csv_step check_file(struct csv *csv)
{
    struct text head = csv->rest;
    if (text_starts(head, TEXT("\xff\xfe")) || text_starts(head, TEXT("\xfe\xff")))
        return broken(csv, 1, TEXT("This file is in UTF-16. Save it as \"CSV UTF-8\" and try again."));
    if (text_find(csv->rest, '\0') < csv->rest.n)
        return broken(
            csv, line_of_bad_byte(csv->rest),
            TEXT("This line has a NUL byte: the file is not text. Save it as \"CSV UTF-8\" and try again."));
    if (!utf8_valid(csv->rest))
        return broken(csv, line_of_bad_byte(csv->rest),
                      TEXT("This line is not valid UTF-8. Save the file as \"CSV UTF-8\" and try again."));
    if (separates(head, ','))
        return CSV_RECORD;
    if (separates(head, ';'))
        return broken(
            csv, 1,
            TEXT("The columns are separated by semicolons. Save the file with commas and try again."));
    if (separates(head, '\t'))
        return broken(csv, 1,
                      TEXT("The columns are separated by tabs. Save the file with commas and try again."));
    return CSV_RECORD;
}

static enum csv_step read_quoted(struct csv *csv, struct text *out)
{
    size_t begin = csv->line;
    struct buf field = buf_in(csv->arena);
    bool doubled = false;
    skip(csv, 1);
    for (;;) {
        size_t n = text_find(csv->rest, '"');
        if (n == csv->rest.n)
            return broken(
                csv, begin,
                TEXT("A quotation mark opens a cell here and is never closed. Add the closing \" ."));
        struct text part = {csv->rest.s, n};
        for (size_t i = 0; i < n; i++)
            csv->line += part.s[i] == '\n';
        skip(csv, n + 1);
        bool ends = !at(csv, '"');
        *out = part;
        if (doubled || !ends)
            buf_put(&field, part);
        if (field.n > CSV_FIELD_MAX || part.n > CSV_FIELD_MAX)
            return broken(csv, begin, TEXT("A cell is larger than 1 MiB. Shorten it."));
        if (ends)
            break;
        buf_char(&field, '"');
        doubled = true;
        skip(csv, 1);
    }
    if (doubled)
        *out = buf_text(&field);
    return CSV_RECORD;
}

static enum csv_step read_plain(struct csv *csv, struct text *out)
{
    size_t n = 0;
    while (n < csv->rest.n && !memchr(",\"\r\n", csv->rest.s[n], 4))
        n++;
    *out = (struct text){csv->rest.s, n};
    if (n > CSV_FIELD_MAX)
        return broken(csv, csv->line, TEXT("A cell is larger than 1 MiB. Shorten it."));
    skip(csv, n);
    return CSV_RECORD;
}

/* One cell and the comma after it; *more says whether there was one. */
static enum csv_step read_cell(struct csv *csv, struct text *out, bool *more)
{
    bool quoted = at(csv, '"');
    enum csv_step step = quoted ? read_quoted(csv, out) : read_plain(csv, out);
    if (step != CSV_RECORD)
        return step;
    *more = at(csv, ',');
    if (*more) {
        skip(csv, 1);
        return CSV_RECORD;
    }
    if (!csv->rest.n || take_line_end(csv))
        return CSV_RECORD;
    if (quoted)
        return broken(csv, csv->line,
                      TEXT("Something follows a closing quotation mark. Write a quotation mark inside a "
                           "quoted cell twice: \"\" ."));
    if (at(csv, '"'))
        return broken(csv, csv->line,
                      TEXT("A quotation mark stands inside a cell. Put the whole cell in quotation marks "
                           "and write the inner one twice: \"\" ."));
    return broken(csv, csv->line,
                  TEXT("A lone carriage return stands in this line. Save the file again with ordinary "
                       "line ends."));
}

static enum csv_step check_width(struct csv *csv, const struct csv_record *record)
{
    if (!csv->width)
        csv->width = record->count;
    if (record->count == csv->width)
        return CSV_RECORD;
    return bad(csv, record->line,
               arena_format(csv->arena, "This row has %zu %s; the first row has %zu.", record->count,
                            record->count == 1 ? "cell" : "cells", csv->width));
}

enum csv_step csv_next(struct csv *csv, struct csv_record *record)
{
    if (csv->over)
        return CSV_END;
    if (!csv->width) {
        enum csv_step step = check_file(csv);
        if (step != CSV_RECORD)
            return step;
    }
    while (take_line_end(csv))
        ;
    if (!csv->rest.n) {
        csv->over = true;
        return CSV_END;
    }
    size_t capacity = csv->width ? csv->width : 16;
    *record =
        (struct csv_record){.line = csv->line, .fields = ARENA_ARRAY(csv->arena, struct text, capacity)};
    for (bool more = true; more;) {
        if (record->count == CSV_COLUMNS_MAX)
            return broken(csv, record->line,
                          TEXT("This row has more than 200 cells. Remove the columns that are not needed."));
        struct text *field = ARENA_PUSH(csv->arena, record->fields, record->count, capacity);
        enum csv_step step = read_cell(csv, field, &more);
        if (step != CSV_RECORD)
            return step;
    }
    return check_width(csv, record);
}

static void put_cell(struct csv_writer *writer, struct text text, const char *prefix)
{
    bool quoted = *prefix || (text.n && (text.s[0] == ' ' || text.s[text.n - 1] == ' '));
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = text.s[i] == ',' || text.s[i] == '"' || text.s[i] == '\n' || text.s[i] == '\r';
    if (writer->begun)
        buf_char(writer->out, ',');
    writer->begun = true;
    if (!quoted) {
        buf_put(writer->out, text);
        return;
    }
    buf_char(writer->out, '"');
    buf_puts(writer->out, prefix);
    while (text.n) {
        bool found = text_find(text, '"') < text.n;
        buf_put(writer->out, text_cut(&text, '"'));
        if (found)
            buf_puts(writer->out, "\"\"");
    }
    buf_char(writer->out, '"');
}

void csv_put_text(struct csv_writer *writer, struct text text)
{
    put_cell(writer, text, text.n && memchr("=+-@\t\r\n", text.s[0], 7) ? "'" : "");
}

void csv_put_plain(struct csv_writer *writer, struct text text)
{
    put_cell(writer, text, "");
}

void csv_end(struct csv_writer *writer)
{
    buf_puts(writer->out, "\r\n");
    writer->begun = false;
}
