#include "modules/policy/reader.h"

#include "base/utf8.h"

#include <string.h>

enum { WEBSITE_LINES = 15 }; /* how far down a site's own words are looked for */

struct line reader_line(const struct reader *reader, size_t at)
{
    return line_read(reader->lines[at], at + 1);
}

size_t reader_next(const struct reader *reader, size_t at)
{
    for (; at < reader->count; at++) {
        struct line line = reader_line(reader, at);
        if (!line.blank && !line_is_marking(line.plain))
            break;
    }
    return at;
}

static void put_aside(struct reader *reader, const struct line *line, enum aside_kind kind)
{
    struct policy_document *document = reader->document;
    *ARENA_PUSH(reader->arena, document->asides, document->aside_count, document->aside_capacity) =
        (struct document_aside){.kind = kind, .text = line->raw, .line = line->number};
}

struct text document_plain(struct arena *arena, struct text text)
{
    struct buf out = buf_in(arena);
    text = line_unmarked(text);
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] != '*' && text.s[i] != '_' && text.s[i] != '#')
            buf_char(&out, text.s[i]);
    return buf_text(&out);
}

/* ---- asides ---- */

/* A signature that did not survive being scanned leaves a few letters above the rank. */
static bool reader_is_signature(const struct reader *reader, const struct line *line)
{
    if (line_is_signatory(line->plain))
        return true;
    size_t next = line->plain.n <= 12 ? reader_next(reader, line->number) : reader->count;
    return next < reader->count && !line->depth && !line->bullet &&
           line_is_signatory(reader_line(reader, next).plain);
}

/* What stands on the title page, before document control. */
static bool reader_is_title(struct reader *reader, const struct line *line)
{
    struct policy_document *document = reader->document;
    if (!document->numbered || reader->region != REGION_FRONT || document->control_count ||
        document->section_count)
        return false;
    if (line->row || line->depth || line->bullet || line_words(line->plain) > 9 ||
        text_ends(line->plain, TEXT(":")) || text_ends(line->plain, TEXT(".")))
        return false;
    bool force = line_find_word(line->plain, TEXT("police")) < line->plain.n ||
                 line_find_word(line->plain, TEXT("constabulary")) < line->plain.n;
    if (force && !document->force.n)
        document->force = line->plain;
    return true;
}

static bool reader_take_aside(struct reader *reader, const struct line *line, size_t *seen)
{
    if (line_is_marking(line->plain)) {
        put_aside(reader, line, ASIDE_MARKING);
        reader->aside = true;
        return true;
    }
    if (++*seen <= WEBSITE_LINES && !reader->document->numbered && line_is_website(line->plain)) {
        put_aside(reader, line, ASIDE_WEBSITE);
        return true;
    }
    if (reader_is_signature(reader, line)) {
        if (line_is_signatory(line->plain))
            reader->document->signatory = line->plain;
        put_aside(reader, line, ASIDE_SIGNATURE);
        return true;
    }
    if (reader_is_title(reader, line)) {
        put_aside(reader, line, ASIDE_TITLE);
        return true;
    }
    return false;
}

/* ---- the whole text ---- */

/* Document control stands before the text: until its first section, or anywhere before the first numbered
 * one. */
static bool reader_in_control(const struct reader *reader)
{
    return reader->region == REGION_FRONT &&
           (reader->document->numbered || reader->document->section_count == 0);
}

/* The number of lines taken. */
static size_t reader_take(struct reader *reader, const struct line *line)
{
    size_t taken = front_history(reader, line);
    if (taken)
        return taken;
    if (reader->region == REGION_HISTORY)
        reader->region = REGION_BODY;
    taken = front_contents(reader, line);
    if (taken)
        return taken;
    if (reader->region == REGION_CONTENTS)
        reader->region = REGION_FRONT;
    taken = reader_in_control(reader) ? front_control(reader, line) : 0;
    if (taken)
        return taken;
    front_remark(reader, line);
    outline_line(reader, line);
    reader->aside = false;
    return 1;
}

static void reader_run(struct reader *reader)
{
    size_t seen = 0;
    for (size_t at = 0; at < reader->count;) {
        struct line line = reader_line(reader, at);
        if (line.blank || reader_take_aside(reader, &line, &seen))
            at++;
        else
            at += reader_take(reader, &line);
    }
}

/* How the document is written: does it number its paragraphs, does it separate them. */
static void reader_survey(struct reader *reader)
{
    size_t blank = 0, numbered = 0;
    for (size_t i = 0; i < reader->count; i++) {
        struct line line = reader_line(reader, i);
        blank += line.blank;
        numbered += line.depth >= 2 && !line.row;
    }
    reader->document->numbered = numbered > 0;
    reader->compact = blank * 20 < reader->count - blank;
}

/* ---- what cannot be read ---- */

static bool document_begins(struct text source, const char *with)
{
    return text_starts(source, text_of(with));
}

static const char *document_refuse(struct text source)
{
    if (source.n > POLICY_FILE_MAX)
        return "The file is larger than 4 MiB. Save the policy as plain text, without pictures, and import "
               "that.";
    if (document_begins(source, "%PDF"))
        return "This is a PDF. Save its text as a plain text file (UTF-8) and import that.";
    if (document_begins(source, "PK\x03\x04") || document_begins(source, "\xd0\xcf\x11\xe0"))
        return "This is a word processor's file. Save it as plain text (UTF-8) and import that.";
    if (memchr(source.s ? source.s : "", 0, source.n))
        return "This is not a text file: it holds zero bytes. Save the policy as plain text (UTF-8).";
    if (!utf8_valid(source))
        return "The text is not valid UTF-8, or was cut off in the middle of a character. Save it again as "
               "plain text "
               "in UTF-8.";
    struct text trimmed = text_trim(source);
    if (!trimmed.n)
        return "The file is empty.";
    if (trimmed.n >= 9 && (text_same((struct text){trimmed.s, 9}, TEXT("<!doctype")) ||
                           text_same((struct text){trimmed.s, 5}, TEXT("<html"))))
        return "This is a web page. Save its text as a plain text file (UTF-8) and import that.";
    return NULL;
}

/* NULL when there are too many. */
static struct text *document_lines(struct arena *arena, struct text source, size_t *count)
{
    struct text rest = source, *lines = NULL;
    size_t capacity = 0;
    *count = 0;
    while (rest.n) {
        if (*count == POLICY_LINES_MAX)
            return NULL;
        struct text line = text_cut(&rest, '\n');
        if (line.n && line.s[line.n - 1] == '\r')
            line.n--;
        *ARENA_PUSH(arena, lines, *count, capacity) = line;
    }
    return lines;
}

const char *document_read(struct arena *arena, struct text source, struct policy_document **out)
{
    if (text_starts(source, TEXT("\xef\xbb\xbf")))
        source = (struct text){source.s + 3, source.n - 3};
    const char *refused = document_refuse(source);
    if (refused)
        return refused;
    struct policy_document *document = ARENA_NEW(arena, struct policy_document);
    struct reader reader = {.arena = arena,
                            .document = document,
                            .ids = map_in(arena),
                            .heading = -1,
                            .parent = -1,
                            .joined = buf_in(arena)};
    reader.lines = document_lines(arena, source, &reader.count);
    if (!reader.lines)
        return "The file has more than 100,000 lines. Import one policy at a time.";
    document->source = source;
    document->line_count = reader.count;
    reader_survey(&reader);
    reader_run(&reader);
    if (!document->clause_count)
        return "No paragraph of a policy was found in this file. Is it the right one?";
    *out = document;
    return NULL;
}
