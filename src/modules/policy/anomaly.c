#include "modules/policy/anomaly.h"
#include "base/buf.h"
#include "modules/policy/line.h"
#include "modules/policy/superseded.h"

#include <stdlib.h>
#include <string.h>

struct finder {
    struct arena *arena;
    const struct policy_document *document;
    struct anomalies found;
};

static void anomaly_add(struct finder *finder, enum anomaly_kind kind, struct text clause, size_t line,
                        struct text message)
{
    *ARENA_ADD(finder->arena, finder->found) =
        (struct anomaly){.kind = kind, .clause = clause, .line = line, .message = message};
}

/* ---- document control ---- */

static void anomaly_not_stated(struct finder *finder)
{
    static const struct {
        enum control_kind kind;
        const char *what;
    } wanted[] = {
        {CONTROL_TITLE, "a title"},
        {CONTROL_REFERENCE, "a reference"},
        {CONTROL_VERSION, "a version"},
        {CONTROL_REVIEW, "a review date"},
        {CONTROL_MARKING, "a protective marking"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!document_control(finder->document, wanted[i].kind))
            anomaly_add(finder, ANOMALY_NOT_STATED, TEXT(""), 0,
                        arena_format(finder->arena, "The document does not state %s.", wanted[i].what));
}

/* A date of document control; not known when the row is not there. */
static struct document_date anomaly_date(const struct policy_document *document, enum control_kind kind)
{
    const struct control_row *row = document_control(document, kind);
    if (!row)
        return (struct document_date){0};
    return document_date(kind == CONTROL_VERSION ? row->second : row->value);
}

static void anomaly_unreadable(struct finder *finder)
{
    static const enum control_kind dates[] = {CONTROL_VERSION, CONTROL_IMPLEMENTED, CONTROL_CREATED,
                                              CONTROL_REVIEW};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct document_date date = anomaly_date(finder->document, dates[i]);
        if (date.printed.n && !date.known)
            anomaly_add(
                finder, ANOMALY_DATE_UNREADABLE, TEXT(""), document_control(finder->document, dates[i])->line,
                arena_format(finder->arena, "\"%.*s\" cannot be read as a date.", TEXT_ARGS(date.printed)));
    }
    for (size_t i = 0; i < finder->document->version_count; i++) {
        const struct document_version *row = &finder->document->versions[i];
        if (row->date.printed.n && !row->date.known)
            anomaly_add(finder, ANOMALY_DATE_UNREADABLE, TEXT(""), row->line,
                        arena_format(finder->arena, "\"%.*s\" cannot be read as a date.",
                                     TEXT_ARGS(row->date.printed)));
    }
}

static void anomaly_versions(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    for (size_t i = 1; i < document->version_count; i++)
        if (document->versions[i].version.n &&
            text_eq(document->versions[i].version, document->versions[i - 1].version))
            anomaly_add(finder, ANOMALY_VERSION_TWICE, TEXT(""), document->versions[i].line,
                        arena_format(finder->arena, "Two rows of the version history are \"%.*s\".",
                                     TEXT_ARGS(document->versions[i].version)));
}

/* ---- who approved it, and when ---- */

static const char *anomaly_rank(struct text text)
{
    static const struct {
        const char *words, *rank;
    } ranks[] = {
        {"DCC", "Deputy Chief Constable"},
        {"Deputy Chief Constable", "Deputy Chief Constable"},
        {"ACC", "Assistant Chief Constable"},
        {"Assistant Chief Constable", "Assistant Chief Constable"},
        {"CC", "Chief Constable"},
        {"Chief Constable", "Chief Constable"},
        {"Commissioner", "Commissioner"},
    };
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (line_find_word(text, text_of(ranks[i].words)) < text.n)
            return ranks[i].rank;
    return NULL;
}

/* The row of the history that records the approval, or NULL. */
static const struct document_version *anomaly_approval(const struct policy_document *document)
{
    for (size_t i = document->version_count; i > 0; i--) {
        const struct document_version *row = &document->versions[i - 1];
        if (line_find_word(row->reason, TEXT("approved")) < row->reason.n ||
            line_find_word(row->reason, TEXT("signed off")) < row->reason.n)
            return row;
    }
    return NULL;
}

static void anomaly_approver(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    const struct control_row *front = document_control(document, CONTROL_APPROVED_BY);
    const struct document_version *row = anomaly_approval(document);
    const char *ranks[] = {front ? anomaly_rank(front->value) : NULL, row ? anomaly_rank(row->reason) : NULL,
                           anomaly_rank(document->signatory)};
    static const char *const places[] = {"the front page", "the version history", "the signature"};
    struct buf out = buf_in(finder->arena);
    const char *first = NULL;
    bool differ = false;
    for (size_t i = 0; i < 3; i++) {
        if (!ranks[i])
            continue;
        buf_format(&out, "%s%s says %s", first ? ", " : "", places[i], ranks[i]);
        differ |= first && strcmp(first, ranks[i]) != 0;
        first = first ? first : ranks[i];
    }
    if (differ) {
        struct text text = buf_text(&out);
        anomaly_add(finder, ANOMALY_APPROVER, TEXT(""),
                    front ? front->line
                    : row ? row->line
                          : 0,
                    arena_format(finder->arena, "Who approved it is not the same everywhere: %.*s.",
                                 TEXT_ARGS(text)));
    }
}

static void anomaly_date_order(struct finder *finder)
{
    static const struct {
        enum control_kind kind;
        const char *what;
    } dates[] = {{CONTROL_VERSION, "in force from"}, {CONTROL_IMPLEMENTED, "implemented on"}};
    const struct document_version *row = anomaly_approval(finder->document);
    if (!row || !row->date.known)
        return;
    bool later_version = finder->document->version_count > 2; /* then "initial" is an earlier one's */
    for (size_t i = 0; i < 2; i++) {
        struct document_date date = anomaly_date(finder->document, dates[i].kind);
        if (!date.known || date.day >= row->date.day || (i == 1 && later_version))
            continue;
        anomaly_add(finder, ANOMALY_DATE_ORDER, TEXT(""),
                    document_control(finder->document, dates[i].kind)->line,
                    arena_format(finder->arena, "It says %s %.*s, before it was approved on %.*s.",
                                 dates[i].what, TEXT_ARGS(date.printed), TEXT_ARGS(row->date.printed)));
    }
}

static void anomaly_review_cycle(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    const struct document_version *row = anomaly_approval(document);
    struct document_date review = anomaly_date(document, CONTROL_REVIEW);
    struct document_date start = anomaly_date(document, CONTROL_IMPLEMENTED);
    if (row && row->date.known && (!start.known || row->date.day > start.day))
        start = row->date;
    if (!review.known || !start.known || review.day - start.day < 550)
        return;
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        if (line_find_word(clause->text, TEXT("annually")) < clause->text.n &&
            line_find_word(clause->text, TEXT("review")) < clause->text.n)
            anomaly_add(
                finder, ANOMALY_REVIEW_CYCLE, clause->id, clause->first_line,
                arena_format(
                    finder->arena,
                    "The text says that it is reviewed annually; the review date %.*s is about %lld months "
                    "after %.*s.",
                    TEXT_ARGS(review.printed), (long long)(review.day - start.day + 15) / 30,
                    TEXT_ARGS(start.printed)));
    }
}

/* ---- the text ---- */

static struct text anomaly_title_of(struct text heading)
{
    while (heading.n && (heading.s[heading.n - 1] == '.' || heading.s[heading.n - 1] == ' '))
        heading.n--;
    return heading;
}

/* Few letters apart and not the same: one of the two is misspelt. */
static bool anomaly_misspelt(struct finder *finder, struct text a, struct text b)
{
    unsigned apart = text_distance(arena_lower(finder->arena, a), arena_lower(finder->arena, b));
    return apart > 0 && apart <= 3 && a.n > 8;
}

/* An entry is at home when a heading has its title, wherever: the contents page is the document's own. */
static void anomaly_contents(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    size_t numbered = 0, strange = 0;
    struct text example = TEXT("");
    for (size_t i = 0; i < document->contents_count; i++) {
        const struct contents_entry *entry = &document->contents[i];
        if (!entry->number.n)
            continue;
        numbered++;
        const struct document_section *section = document_section(document, entry->number);
        struct text title = section ? anomaly_title_of(section->heading) : TEXT("");
        if (section && text_same(title, entry->title))
            continue;
        if (section && anomaly_misspelt(finder, title, entry->title)) {
            anomaly_add(finder, ANOMALY_SPELLING, section->id, entry->line,
                        arena_format(finder->arena,
                                     "The contents page calls section %.*s \"%.*s\", its heading \"%.*s\".",
                                     TEXT_ARGS(section->id), TEXT_ARGS(entry->title), TEXT_ARGS(title)));
            continue;
        }
        example = strange++ ? example : entry->title;
    }
    if (strange)
        anomaly_add(
            finder, ANOMALY_CONTENTS, TEXT(""), document->contents[0].line,
            arena_format(finder->arena,
                         "%zu of %zu entries of the contents page, first \"%.*s\", are not sections of this "
                         "document%s.",
                         strange, numbered, TEXT_ARGS(example),
                         strange * 2 >= numbered ? ": it is another policy's" : ""));
}

/* A sentence that announces a list: it ends with a colon, or with the words that come before one. */
static bool anomaly_announces(struct finder *finder, struct text text)
{
    static const char *const ends[] = {":",       "including",     "including but not limited to",
                                       "such as", "the following", "as follows"};
    enum { TAIL = 40 };
    struct text plain = line_unmarked(text);
    if (plain.n > TAIL)
        plain = (struct text){plain.s + plain.n - TAIL, TAIL};
    plain = arena_lower(finder->arena, plain);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(plain, text_of(ends[i])))
            return true;
    return false;
}

static bool anomaly_has_list(const struct policy_document *document, size_t at)
{
    return at + 1 < document->clause_count && document->clauses[at + 1].parent == (long)at;
}

/* What comes next may be the list itself: bullets, another announcement with its bullets, or the headings
 * below. */
static bool anomaly_answered(struct finder *finder, size_t at)
{
    const struct policy_document *document = finder->document;
    const struct document_clause *clause = &document->clauses[at];
    bool last = at + 1 == document->clause_count;
    const struct document_clause *next = last ? NULL : &document->clauses[at + 1];
    if (next && next->section == clause->section) {
        if (next->parent == (long)at || next->kind != CLAUSE_PARAGRAPH)
            return true;
        return anomaly_announces(finder, next->text) && anomaly_has_list(document, at + 1);
    }
    struct text plain = arena_lower(finder->arena, clause->text);
    bool below =
        line_find_word(plain, TEXT("below")) < plain.n || text_ends(line_unmarked(plain), TEXT("follows:"));
    return below && clause->section + 1 < document->section_count;
}

static void anomaly_lost_lists(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        bool list = clause->kind == CLAUSE_ROW || !anomaly_announces(finder, clause->text);
        if (!list && !anomaly_answered(finder, i))
            anomaly_add(finder, ANOMALY_LOST_LIST, clause->id, clause->last_line,
                        TEXT("It announces a list, and none follows: it was lost, or never written."));
    }
}

/* "the overarching NAME policy" copied from a document that is called otherwise. */
static void anomaly_other_policy(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    struct text word = TEXT("overarching");
    for (size_t i = 0; i < document->clause_count && document->title.n; i++) {
        const struct document_clause *clause = &document->clauses[i];
        size_t at = line_find_word(clause->text, word);
        if (at == clause->text.n)
            continue;
        struct text rest = {clause->text.s + at + word.n, clause->text.n - at - word.n};
        struct text name = text_trim((struct text){rest.s, line_find_word(rest, TEXT("policy"))});
        bool named =
            name.n && name.n < rest.n && name.n < 80 && line_find_word(name, TEXT("principles")) == name.n;
        if (named && line_find_word(document->title, name) == document->title.n)
            anomaly_add(finder, ANOMALY_OTHER_POLICY, clause->id, clause->first_line,
                        arena_format(finder->arena, "It calls this policy \"%.*s\"; the title is \"%.*s\".",
                                     TEXT_ARGS(name), TEXT_ARGS(document->title)));
    }
}

static void anomaly_numbers(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        size_t dash = text_find(clause->id, '-');
        if (clause->printed && dash < clause->id.n)
            anomaly_add(finder, ANOMALY_NUMBER_TWICE, clause->id, clause->first_line,
                        arena_format(finder->arena,
                                     "Number %.*s stands twice in the document; this one is kept as %.*s.",
                                     (int)dash, clause->id.s, TEXT_ARGS(clause->id)));
    }
}

/* The last part of a printed number, and what stands before it. */
static bool anomaly_last_part(struct text id, struct text *before, int64_t *last)
{
    size_t at = id.n;
    while (at > 0 && id.s[at - 1] != '.')
        at--;
    *before = (struct text){id.s, at};
    return text_to_int((struct text){id.s + at, id.n - at}, last);
}

static void anomaly_gaps(struct finder *finder)
{
    const struct policy_document *document = finder->document;
    struct text group = TEXT(""), before;
    int64_t expected = 1, last;
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        if (!clause->printed || !anomaly_last_part(clause->id, &before, &last))
            continue;
        if (!text_eq(before, group))
            expected = 1;
        if (last > expected && last <= 9999)
            anomaly_add(finder, ANOMALY_NUMBER_MISSING, clause->id, clause->first_line,
                        arena_format(finder->arena, "Before %.*s, %.*s%lld is missing.",
                                     TEXT_ARGS(clause->id), TEXT_ARGS(before), (long long)expected));
        group = before;
        expected = last + 1;
    }
}

/* ---- all of it ---- */

static int anomaly_order(const void *left, const void *right)
{
    const struct anomaly *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

struct anomalies anomaly_find(struct arena *arena, const struct policy_document *document)
{
    struct finder finder = {.arena = arena, .document = document};
    anomaly_not_stated(&finder);
    anomaly_versions(&finder);
    anomaly_approver(&finder);
    anomaly_date_order(&finder);
    anomaly_unreadable(&finder);
    anomaly_review_cycle(&finder);
    anomaly_contents(&finder);
    anomaly_lost_lists(&finder);
    anomaly_other_policy(&finder);
    anomaly_numbers(&finder);
    anomaly_gaps(&finder);
    superseded_find(arena, document, &finder.found);
    if (finder.found.count)
        qsort(finder.found.items, finder.found.count, sizeof *finder.found.items, anomaly_order);
    return finder.found;
}

static const struct {
    const char *name, *title;
} ANOMALY_NAMES[] = {
    [ANOMALY_NOT_STATED] = {"not_stated", "Not stated"},
    [ANOMALY_VERSION_TWICE] = {"version_twice", "One version number twice"},
    [ANOMALY_APPROVER] = {"approver", "Different approvers"},
    [ANOMALY_DATE_ORDER] = {"date_order", "Dates out of order"},
    [ANOMALY_DATE_UNREADABLE] = {"date_unreadable", "Not a date"},
    [ANOMALY_REVIEW_CYCLE] = {"review_cycle", "Review cycle and review date differ"},
    [ANOMALY_CONTENTS] = {"contents", "Contents page does not fit"},
    [ANOMALY_SPELLING] = {"spelling", "Spelt in two ways"},
    [ANOMALY_LOST_LIST] = {"lost_list", "A list that is not there"},
    [ANOMALY_OTHER_POLICY] = {"other_policy", "Another policy's name"},
    [ANOMALY_SUPERSEDED] = {"superseded", "Replaced since"},
    [ANOMALY_MARKING] = {"marking", "Marking of an earlier scheme"},
    [ANOMALY_NUMBER_TWICE] = {"number_twice", "One number twice"},
    [ANOMALY_NUMBER_MISSING] = {"number_missing", "A number left out"},
};

const char *anomaly_name(enum anomaly_kind kind)
{
    return ANOMALY_NAMES[kind].name;
}

const char *anomaly_title(enum anomaly_kind kind)
{
    return ANOMALY_NAMES[kind].title;
}
