/* Document control, the contents page and the version history. */
#include "modules/policy/reader.h"

struct control_word {
    const char *key;
    enum control_kind kind;
};

static const struct control_word CONTROL_WORDS[] = {
    {"POLICY TITLE", CONTROL_TITLE},
    {"Title", CONTROL_TITLE},
    {"POLICY REFERENCE NO", CONTROL_REFERENCE},
    {"Policy Reference Number", CONTROL_REFERENCE},
    {"Reference", CONTROL_REFERENCE},
    {"Reference No", CONTROL_REFERENCE},
    {"Current Version And Effective Date", CONTROL_VERSION},
    {"Version", CONTROL_VERSION},
    {"Version Number", CONTROL_VERSION},
    {"Business Area Owner", CONTROL_OWNER},
    {"Policy Owner", CONTROL_OWNER},
    {"Owner", CONTROL_OWNER},
    {"Department Responsible", CONTROL_DEPARTMENT},
    {"Branch / OCU", CONTROL_DEPARTMENT},
    {"Department", CONTROL_DEPARTMENT},
    {"Policy Contact", CONTROL_CONTACT},
    {"Contact", CONTROL_CONTACT},
    {"Policy Author", CONTROL_AUTHOR},
    {"Author", CONTROL_AUTHOR},
    {"Approved By", CONTROL_APPROVED_BY},
    {"Policy Initial Implementation Date", CONTROL_IMPLEMENTED},
    {"Implementation Date", CONTROL_IMPLEMENTED},
    {"Date created", CONTROL_CREATED},
    {"Review Date", CONTROL_REVIEW},
    {"Next Review Date", CONTROL_REVIEW},
    {"Protective Marking", CONTROL_MARKING},
    {"Suitable For Publication – Freedom Of Information", CONTROL_PUBLICATION},
    {"Publication Scheme Y/N", CONTROL_PUBLICATION},
    {"Summary", CONTROL_SUMMARY},
    {"EQUALITY IMPACT ASSESSMENT COMPLETED", CONTROL_EQUALITY},
};

static struct text front_key(struct text key)
{
    key = line_unmarked(key);
    while (key.n && (key.s[key.n - 1] == ':' || key.s[key.n - 1] == '.'))
        key.n--;
    return text_trim(key);
}

static enum control_kind front_kind(struct text key)
{
    for (size_t i = 0; i < sizeof CONTROL_WORDS / sizeof *CONTROL_WORDS; i++)
        if (text_same(key, text_of(CONTROL_WORDS[i].key)))
            return CONTROL_WORDS[i].kind;
    return CONTROL_OTHER;
}

static size_t front_find(struct text text, const char *what)
{
    struct text part = text_of(what);
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (text_starts((struct text){text.s + i, text.n - i}, part))
            return i;
    return text.n;
}

/* Of `Yes <input checked="..."/> No <input .../>` the ticked one. */
static struct text front_ticked(struct text value)
{
    size_t start = 0;
    for (;;) {
        struct text rest = {value.s + start, value.n - start};
        size_t box = front_find(rest, "<input");
        if (box == rest.n)
            return value;
        struct text tag = {rest.s + box, rest.n - box};
        size_t end = text_find(tag, '>');
        if (end == tag.n)
            return value;
        if (front_find((struct text){tag.s, end}, "checked=") < end)
            return text_trim((struct text){rest.s, box});
        start += box + end + 1;
    }
}

static void front_put(struct reader *reader, struct control_row row)
{
    struct policy_document *document = reader->document;
    row.kind = front_kind(row.key);
    row.value = front_ticked(row.value);
    if (row.kind == CONTROL_TITLE && !document->title.n)
        document->title = row.value;
    if (row.kind == CONTROL_REFERENCE && !document->reference.n)
        document->reference = row.value;
    *ARENA_PUSH(reader->arena, document->controls, document->control_count, document->control_capacity) = row;
}

/* A label whose value stands alone on the next line of text: "POLICY TITLE:", "Acceptable Use Policy". */
static size_t front_label(struct reader *reader, const struct line *line)
{
    size_t at = line->number - 1, next = reader_next(reader, at + 1);
    struct text key = front_key(line->plain);
    if (!text_ends(line->plain, TEXT(":")) || front_kind(key) == CONTROL_OTHER || next == reader->count)
        return 0;
    struct line value = reader_line(reader, next);
    const char *begin = line->raw.s, *end = value.raw.s + value.raw.n;
    front_put(reader, (struct control_row){.key = key,
                                           .value = value.plain,
                                           .printed = {begin, (size_t)(end - begin)},
                                           .line = line->number});
    return next - at + 1;
}

size_t front_control(struct reader *reader, const struct line *line)
{
    if (!line->row)
        return front_label(reader, line);
    front_put(reader, (struct control_row){.key = front_key(line_cell(line->raw, 0)),
                                           .value = line_cell(line->raw, 1),
                                           .second = line_cell(line->raw, 2),
                                           .printed = line->raw,
                                           .line = line->number});
    return 1;
}

/* What is said in the text itself and belongs to document control too; the text keeps it. */
void front_remark(struct reader *reader, const struct line *line)
{
    struct text value = line->plain, key = text_cut(&value, ':');
    if (value.n && front_kind(front_key(key)) == CONTROL_EQUALITY)
        front_put(reader, (struct control_row){.key = front_key(key),
                                               .value = text_trim(value),
                                               .printed = line->raw,
                                               .line = line->number});
}

/* ---- contents ---- */

enum { CONTENTS_MAX = 1000 }; /* longer than this it is no contents page */

static bool front_all_digits(struct text text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] < '0' || text.s[i] > '9')
            return false;
    return text.n > 0;
}

static struct text front_without_dots(struct text title)
{
    while (title.n && (title.s[title.n - 1] == '.' || title.s[title.n - 1] == ' '))
        title.n--;
    return title;
}

size_t front_contents(struct reader *reader, const struct line *line)
{
    struct policy_document *document = reader->document;
    if (text_same(line->plain, TEXT("CONTENTS")) || text_same(line->plain, TEXT("TABLE OF CONTENTS"))) {
        reader->region = REGION_CONTENTS;
        return 1;
    }
    bool full = document->contents_count == CONTENTS_MAX;
    if (reader->region != REGION_CONTENTS || full || text_find(line->raw, '\t') == line->raw.n)
        return 0;
    struct contents_entry entry = {.line = line->number,
                                   .number = front_without_dots(line_cell(line->raw, 0))};
    entry.title = front_without_dots(line_cell(line->raw, 1));
    entry.page = line_cell(line->raw, 2);
    if (!entry.page.n && front_all_digits(entry.title)) { /* no number before the title */
        entry.page = entry.title;
        entry.title = entry.number;
        entry.number = TEXT("");
    }
    *ARENA_PUSH(reader->arena, document->contents, document->contents_count, document->contents_capacity) =
        entry;
    return 1;
}

/* ---- version history ---- */

static void front_version(struct reader *reader, const struct line *line)
{
    struct policy_document *document = reader->document;
    struct document_version row = {.line = line->number,
                                   .version = line_cell(line->raw, 0),
                                   .date = document_date(line_cell(line->raw, 1)),
                                   .reason = line_cell(line->raw, 2),
                                   .by = line_cell(line->raw, 3)};
    size_t space = text_find(row.by, ' ');
    bool numbered = space < row.by.n && front_all_digits((struct text){row.by.s, space});
    row.person = row.by;
    if (numbered) {
        row.force_number = (struct text){row.by.s, space};
        row.person = text_trim((struct text){row.by.s + space, row.by.n - space});
    }
    *ARENA_PUSH(reader->arena, document->versions, document->version_count, document->version_capacity) = row;
}

size_t front_history(struct reader *reader, const struct line *line)
{
    if (!line->row)
        return 0;
    if (text_same(line_cell(line->raw, 0), TEXT("Version")) &&
        text_same(line_cell(line->raw, 1), TEXT("Date"))) {
        reader->region = REGION_HISTORY;
        return 1;
    }
    if (reader->region != REGION_HISTORY)
        return 0;
    front_version(reader, line);
    return 1;
}

const struct document_section *document_section(const struct policy_document *document, struct text id)
{
    for (size_t i = 0; i < document->section_count; i++)
        if (id.n && text_eq(document->sections[i].id, id))
            return &document->sections[i];
    return NULL;
}

const struct control_row *document_control(const struct policy_document *document, enum control_kind kind)
{
    for (size_t i = 0; i < document->control_count; i++)
        if (document->controls[i].kind == kind)
            return &document->controls[i];
    return NULL;
}

const char *control_name(enum control_kind kind)
{
    static const char *const names[] = {
        [CONTROL_OTHER] = "other",
        [CONTROL_TITLE] = "title",
        [CONTROL_REFERENCE] = "reference",
        [CONTROL_VERSION] = "version",
        [CONTROL_OWNER] = "owner",
        [CONTROL_DEPARTMENT] = "department",
        [CONTROL_CONTACT] = "contact",
        [CONTROL_AUTHOR] = "author",
        [CONTROL_APPROVED_BY] = "approved_by",
        [CONTROL_IMPLEMENTED] = "implemented",
        [CONTROL_CREATED] = "created",
        [CONTROL_REVIEW] = "review",
        [CONTROL_MARKING] = "marking",
        [CONTROL_PUBLICATION] = "publication",
        [CONTROL_SUMMARY] = "summary",
        [CONTROL_EQUALITY] = "equality",
    };
    return names[kind];
}
