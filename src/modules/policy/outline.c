/* Sections and clauses, and the identity of each. */
#include "modules/policy/reader.h"

/* ---- identities ---- */

/* `id`, or with -2, -3 behind it when the document uses it again. */
static struct text outline_unique(struct reader *reader, struct text id)
{
    unsigned *times = map_get(&reader->ids, id);
    if (times) {
        ++*times;
        return outline_unique(reader, arena_format(reader->arena, "%.*s-%u", TEXT_ARGS(id), *times));
    }
    times = ARENA_NEW(reader->arena, unsigned);
    *times = 1;
    map_put(&reader->ids, id, times);
    return id;
}

struct text document_letters(struct arena *arena, size_t n)
{
    char letters[16];
    size_t at = sizeof letters;
    for (size_t rest = n + 1; rest; rest = (rest - 1) / 26)
        letters[--at] = (char)('a' + (rest - 1) % 26);
    return arena_text(arena, (struct text){letters + at, sizeof letters - at});
}

/* Unnumbered lines that follow stand below clause `parent`, or below the heading when it is -1. */
static void outline_below(struct reader *reader, long parent)
{
    reader->parent = parent;
    reader->letters = 0;
    reader->item = 0;
    for (size_t i = 0; i < 4; i++)
        reader->ordinals[i] = 0;
}

static struct text outline_base(const struct reader *reader)
{
    return reader->parent >= 0 ? reader->document->clauses[reader->parent].id : reader->chapter_id;
}

/* ---- adding ---- */

static void outline_section(struct reader *reader, const struct line *line, struct text id, unsigned level,
                            struct text heading)
{
    struct policy_document *document = reader->document;
    if (id.n) {
        id = outline_unique(reader, id);
        reader->chapter_id = id;
        reader->chapter_letters = 0;
        reader->paragraph = 0;
    }
    reader->heading = (long)document->section_count;
    *ARENA_PUSH(reader->arena, document->sections, document->section_count, document->section_capacity) =
        (struct document_section){.id = id,
                                  .heading = heading,
                                  .level = level,
                                  .line = line->number,
                                  .first_clause = document->clause_count};
    outline_below(reader, -1);
}

/* A heading where the document numbers none: counted. */
static void outline_counted_section(struct reader *reader, const struct line *line, struct text heading)
{
    bool front = reader->document->numbered;
    unsigned n = front ? ++reader->front : ++reader->chapter;
    outline_section(reader, line, arena_format(reader->arena, front ? "front-%u" : "%u", n), 1, heading);
    if (!front)
        reader->region = REGION_BODY;
}

/* Gives the new clause's index. */
static long outline_clause(struct reader *reader, const struct line *line, enum clause_kind kind,
                           struct text id, struct text text)
{
    struct policy_document *document = reader->document;
    size_t section = (size_t)reader->heading;
    document->sections[section].clause_count++;
    *ARENA_PUSH(reader->arena, document->clauses, document->clause_count, document->clause_capacity) =
        (struct document_clause){.id = outline_unique(reader, id),
                                 .kind = kind,
                                 .parent = reader->parent,
                                 .section = section,
                                 .ordinal = ++reader->ordinals[kind],
                                 .text = text,
                                 .first_line = line->number,
                                 .last_line = line->number};
    reader->joined = buf_in(reader->arena);
    return (long)document->clause_count - 1;
}

static void outline_lettered(struct reader *reader, const struct line *line, enum clause_kind kind,
                             struct text text)
{
    size_t *letters = reader->parent >= 0 ? &reader->letters : &reader->chapter_letters;
    struct text letter = document_letters(reader->arena, (*letters)++);
    struct text base = outline_base(reader);
    struct text id = arena_format(reader->arena, "%.*s.%.*s", TEXT_ARGS(base), TEXT_ARGS(letter));
    outline_clause(reader, line, kind, id, text);
}

static void outline_item(struct reader *reader, const struct line *line)
{
    struct text base = outline_base(reader);
    reader->item = line->parts[0];
    outline_clause(reader, line, CLAUSE_ITEM,
                   arena_format(reader->arena, "%.*s.%u", TEXT_ARGS(base), reader->item), line->body);
}

static void outline_numbered(struct reader *reader, const struct line *line)
{
    reader->parent = -1;
    long clause = outline_clause(reader, line, CLAUSE_PARAGRAPH, line->printed, line->body);
    reader->document->clauses[clause].printed = true;
    outline_below(reader, clause);
}

/* A paragraph of a document, or of a front part, that numbers none. */
static void outline_counted(struct reader *reader, const struct line *line)
{
    unsigned ordinal = ++reader->paragraph;
    reader->parent = -1;
    struct text id = arena_format(reader->arena, "%.*s.%u", TEXT_ARGS(reader->chapter_id), ordinal);
    long clause = outline_clause(reader, line, CLAUSE_PARAGRAPH, id, text_trim(line->raw));
    reader->document->clauses[clause].ordinal = ordinal;
    outline_below(reader, clause);
}

/* ---- telling what a line is ---- */

enum {
    LOOK_AHEAD = 100, /* lines: no heading is further from its first paragraph */
    SKIPPED = 5,      /* sections that a document may leave out between two headings */
};

/* The next line that prints a number of two parts or more. */
static struct line outline_next_number(const struct reader *reader, size_t at)
{
    size_t end = at + LOOK_AHEAD < reader->count ? at + LOOK_AHEAD : reader->count;
    for (at = reader_next(reader, at); at < end; at = reader_next(reader, at + 1)) {
        struct line line = reader_line(reader, at);
        if (line.depth >= 2 && !line.row)
            return line;
        if (line.depth == 1 && line.hash)
            break;
    }
    return (struct line){0};
}

static bool outline_in_contents(const struct reader *reader, const struct line *line)
{
    for (size_t i = 0; i < reader->document->contents_count; i++) {
        const struct contents_entry *entry = &reader->document->contents[i];
        if (text_eq(entry->number, line->printed) && text_same(entry->title, line->plain))
            return true;
    }
    return false;
}

/* `4. EQUALITY IMPACT ASSESSMENT` and the fourth item of a list look alike: a heading is in capitals, is
 * marked as one, stands in the contents, or is followed by its own first paragraph. */
static bool outline_is_section(const struct reader *reader, const struct line *line)
{
    if (line->depth != 1 || line->bullet || line->row || line->parts[0] <= reader->chapter ||
        line->parts[0] > reader->chapter + 1 + SKIPPED)
        return false;
    bool next = line->parts[0] == reader->chapter + 1;
    if (next && (line->hash || !line_has_lower(line->plain) || outline_in_contents(reader, line)))
        return true;
    bool item = reader->item && line->parts[0] == reader->item + 1;
    struct line number = outline_next_number(reader, line->number);
    return !item && number.depth == 2 && number.parts[0] == line->parts[0] && number.parts[1] == 1;
}

/* `2.3 General Principles` before 2.3.1. */
static bool outline_is_subsection(const struct reader *reader, const struct line *line)
{
    if (text_ends(line->plain, TEXT(":")) || line_words(line->plain) > 12)
        return false;
    struct line number = outline_next_number(reader, line->number);
    if (number.depth != line->depth + 1)
        return false;
    for (unsigned i = 0; i < line->depth; i++)
        if (number.parts[i] != line->parts[i])
            return false;
    return true;
}

static bool outline_upper_first(struct text plain)
{
    return plain.n >= 4 && plain.s[0] >= 'A' && plain.s[0] <= 'Z';
}

static char outline_last(struct text plain)
{
    return plain.n ? plain.s[plain.n - 1] : '\0';
}

static bool outline_blank_around(const struct reader *reader, const struct line *line)
{
    size_t at = line->number - 1;
    bool before = at == 0 || reader_line(reader, at - 1).blank;
    return before && (at + 1 == reader->count || reader_line(reader, at + 1).blank);
}

/* Without blank lines only length tells a heading from the sentence that follows it. */
static bool outline_is_compact_heading(const struct line *line, const struct line *next)
{
    size_t words = line_words(line->plain);
    bool sentence = !next->row && line_words(next->plain) > 9;
    char last = outline_last(line->plain);
    return sentence && last != '.' && words <= (last == ':' ? 3u : 5u);
}

static bool outline_is_short(const struct reader *reader, const struct line *line)
{
    char last = outline_last(line->plain);
    if (!outline_upper_first(line->plain) || line_words(line->plain) > 9 || line->plain.n > 80)
        return false;
    if (last == ',' || last == ';' || last == ':')
        return false;
    return last != '.' || (reader->region == REGION_FRONT && line_words(line->plain) <= 4);
}

/* In the body of a numbered document a heading without a number stands right above numbered paragraphs. */
static bool outline_leads_to_number(const struct reader *reader, size_t at)
{
    for (unsigned steps = 0; steps < 3; steps++) {
        at = reader_next(reader, at + 1);
        if (at == reader->count)
            return false;
        struct line line = reader_line(reader, at);
        if (line.depth >= 2 && !line.row)
            return true;
        if (line.depth || line.bullet || line.row || !outline_is_short(reader, &line))
            return false;
    }
    return false;
}

static bool outline_is_heading(const struct reader *reader, const struct line *line)
{
    size_t at = line->number - 1, next = reader_next(reader, at + 1);
    if (line->depth || line->bullet || line->row || next == reader->count)
        return false;
    if (line->hash)
        return true;
    if (reader->compact) {
        struct line following = reader_line(reader, next);
        return outline_upper_first(line->plain) && outline_is_compact_heading(line, &following);
    }
    if (!outline_is_short(reader, line) || !outline_blank_around(reader, line))
        return false;
    bool body = reader->document->numbered && reader->region == REGION_BODY;
    return !body || outline_leads_to_number(reader, at);
}

/* ---- lines that go on ---- */

static bool outline_ends_sentence(struct text text)
{
    char last = outline_last(text);
    return last == '.' || last == ';' || last == ':' || last == '!' || last == '?';
}

static bool outline_continues(const struct reader *reader, const struct line *line)
{
    const struct policy_document *document = reader->document;
    if (!document->clause_count || reader->compact || line->depth || line->bullet || line->row || line->hash)
        return false;
    const struct document_clause *last = &document->clauses[document->clause_count - 1];
    if ((long)last->section != reader->heading || last->kind == CLAUSE_ROW)
        return false;
    if (last->last_line + 1 == line->number)
        return true;
    bool lower = line->plain.n && line->plain.s[0] >= 'a' && line->plain.s[0] <= 'z';
    return reader->aside && lower && !outline_ends_sentence(last->text);
}

static void outline_append(struct reader *reader, const struct line *line)
{
    struct document_clause *last = &reader->document->clauses[reader->document->clause_count - 1];
    struct text more = text_trim(line->raw);
    if (last->last_line + 1 == line->number && !reader->joined.n) {
        last->text.n = (size_t)(more.s + more.n - last->text.s); /* one slice of the source */
    } else {
        if (!reader->joined.n)
            buf_put(&reader->joined, last->text);
        buf_char(&reader->joined, '\n');
        buf_put(&reader->joined, more);
        last->text = buf_text(&reader->joined);
    }
    last->last_line = line->number;
}

/* ---- one line ---- */

/* False when its number does not belong where it stands: it is then text like any other. */
static bool outline_number(struct reader *reader, const struct line *line)
{
    if (outline_is_section(reader, line)) {
        reader->chapter = line->parts[0];
        reader->region = REGION_BODY;
        outline_section(reader, line, line->printed, 1, line->plain);
        return true;
    }
    if (line->depth == 1) {
        bool item = reader->heading >= 0 && line->parts[0] == reader->item + 1;
        if (item)
            outline_item(reader, line);
        return item;
    }
    if (line->parts[0] == reader->chapter + 1 && line->parts[1] == 1) {
        reader->chapter++;
        reader->region = REGION_BODY;
        outline_section(reader, line, arena_format(reader->arena, "%u", reader->chapter), 1, TEXT(""));
    }
    if (reader->region != REGION_BODY || line->parts[0] != reader->chapter)
        return false;
    if (outline_is_subsection(reader, line))
        outline_section(reader, line, line->printed, 2, line->plain);
    else
        outline_numbered(reader, line);
    return true;
}

void outline_line(struct reader *reader, const struct line *line)
{
    bool counted = !reader->document->numbered || reader->region == REGION_FRONT;
    if (outline_continues(reader, line)) {
        outline_append(reader, line);
        return;
    }
    if (line->depth && (reader->document->numbered || line->depth == 1) && outline_number(reader, line))
        return;
    if (outline_is_heading(reader, line)) {
        if (counted)
            outline_counted_section(reader, line, line->plain);
        else
            outline_section(reader, line, TEXT(""), 2, line->plain);
        return;
    }
    if (reader->heading < 0)
        outline_counted_section(reader, line, TEXT(""));
    if (line->bullet)
        outline_lettered(reader, line, CLAUSE_BULLET, line->body);
    else if (line->row)
        outline_lettered(reader, line, CLAUSE_ROW, text_trim(line->raw));
    else if (counted)
        outline_counted(reader, line);
    else
        outline_lettered(reader, line, CLAUSE_PARAGRAPH, text_trim(line->raw));
}
