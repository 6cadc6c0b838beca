/* The policy library, and one policy to read: its text, clause by clause, with what keeps each. */
#include "base/zone.h"
#include "faces/html/clause_proofs.h"
#include "faces/html/clause_words.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_policy.h"
#include "faces/html/row.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

static const enum coverage_kind kinds[] = {COVERED_ENFORCED, COVERED_OWED,    COVERED_RECORDED,
                                           COVERED_GUIDANCE, COVERED_OUTSIDE, COVERED_NOTHING};
enum { KINDS = sizeof kinds / sizeof *kinds, KEEPERS_SHOWN = 3 };
static const struct ui_tag proved = {TEXT("Proved"), UI_TONE_OK};

/* ---- the library ---- */

static size_t count_unkept(struct world *world, const struct policy *policy, const struct coverage *coverage)
{
    size_t n = 0;
    for (size_t i = 0; policy && i < policy->count; i++)
        n += clause_covered(world, coverage, policy->clauses[i]) == COVERED_NOTHING;
    return n;
}

static struct text control_value(const struct policy_document *document, enum control_kind kind)
{
    const struct control_row *row = document ? document_control(document, kind) : NULL;
    return row ? row->value : (struct text){0};
}

static void add_policy(struct frame *frame, struct ui_table *table, const struct policy_found *found,
                       const struct coverage *coverage)
{
    struct arena *arena = frame->arena;
    struct ui_table_row *row = row_add(arena, table);
    struct ui_cell *title = row_cell(arena, row, "");
    size_t nothing = count_unkept(frame->world, found->policy, coverage);
    title->text = found->title;
    title->href = clause_href(arena, found->reference, (struct text){0});
    title->note = found->reference;
    if (found->policy)
        row_cell(arena, row, "Clauses")->text = arena_format(arena, "%zu", found->policy->count);
    else
        row_cell(arena, row, "Clauses")->text = TEXT("Not in the rulebook");
    struct ui_cell *kept = row_cell(arena, row, "Kept");
    if (found->policy && nothing)
        kept->tag = (struct ui_tag){arena_format(arena, "%zu kept by nothing", nothing), UI_TONE_WAIT};
    else if (found->policy)
        kept->tag = (struct ui_tag){TEXT("Every clause is answered"), UI_TONE_OK};
    struct text version = clause_version(arena, found->document);
    row_cell(arena, row, "Document")->text = !found->document ? TEXT("Not imported")
                                             : version.n      ? version
                                                              : TEXT("Imported");
    row_cell(arena, row, "Review")->text = control_value(found->document, CONTROL_REVIEW);
}

static void fill_table(struct frame *frame, struct ui_table *table)
{
    static const char *const labels[] = {"Policy", "Clauses", "Kept", "Document", "Review", NULL};
    struct world *world = frame->world;
    const struct rulebook *rulebook = world->rulebook;
    struct coverage coverage = rulebook_coverage(frame->arena, rulebook);
    struct policy_found found;
    size_t count;
    table->caption = TEXT("Policies");
    row_columns(frame->arena, table, labels);
    for (size_t i = 0; i < rulebook->policy_count; i++)
        if (clause_policy(world, show_policy_slug(frame->arena, rulebook->policies[i]->reference), &found))
            add_policy(frame, table, &found, &coverage);
    struct text *references = policy_shelf_references(world, &count);
    for (size_t i = 0; i < count; i++)
        if (clause_policy(world, show_policy_slug(frame->arena, references[i]), &found) && !found.policy)
            add_policy(frame, table, &found, &coverage);
}

void library_list(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, TEXT("/policy")))
        return;
    struct library_page page = {.lead = TEXT("What the force has decided, and what keeps it."),
                                .nothing = TEXT("The rulebook names no policy, and none is imported.")};
    fill_table(&frame, &page.table);
    frame.layout.title = TEXT("Policies");
    page.layout = frame.layout;
    page_library(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}

/* ---- one policy ---- */

struct reading {
    struct frame *frame;
    const struct policy_found *found;
    struct coverage coverage;
    struct policy_page *page;
    struct text first[COVERED_OUTSIDE + 1]; /* the anchor of the first clause kept in each way */
    struct text first_proved;
    size_t unlisted; /* paragraphs that no clause of the rulebook names */
};

static void add_heading(struct reading *reading, struct text label, const char *href, struct text id,
                        bool sub)
{
    struct ui_headings *contents = &reading->page->contents;
    *ARENA_ADD(reading->frame->arena, *contents) =
        (struct ui_heading){.label = label,
                            .href = arena_format(reading->frame->arena, "%s%.*s", href, TEXT_ARGS(id)),
                            .sub = sub};
}

static void add_keepers(struct reading *reading, struct ui_clause *shown, const struct clause *clause)
{
    const struct coverage *coverage = &reading->coverage;
    size_t more = 0;
    for (size_t i = 0; i < coverage->count; i++) {
        const struct keeper *keeper = &coverage->items[i];
        if (keeper->clause != clause || !keeper->what.n ||
            clause_never_at(reading->frame->world->rulebook, keeper->place))
            continue;
        if (shown->keepers.count == KEEPERS_SHOWN) {
            more++;
            continue;
        }
        *ARENA_ADD(reading->frame->arena, shown->keepers) = (struct ui_link){.label = keeper->what};
    }
    if (more)
        *ARENA_ADD(reading->frame->arena, shown->keepers) = (struct ui_link){
            .label = arena_format(reading->frame->arena, "%zu more", more), .href = shown->href};
}

static struct ui_clause *add_clause(struct reading *reading, struct ui_policy_section *section,
                                    struct text id)
{
    struct arena *arena = reading->frame->arena;
    struct ui_clause *shown = ARENA_ADD(arena, section->clauses);
    *shown = (struct ui_clause){.id = id,
                                .number = clause_number(arena, id),
                                .href = clause_href(arena, reading->found->reference, id)};
    return shown;
}

/* The mark in the margin; `named` when the paragraph holds more than this clause. */
static void add_mark(struct reading *reading, struct ui_clause *shown, const struct clause *clause,
                     bool named)
{
    struct arena *arena = reading->frame->arena;
    struct world *world = reading->frame->world;
    enum coverage_kind kind = clause_covered(world, &reading->coverage, clause);
    struct ui_tag tag = clause_kept(kind);
    if (named) {
        struct text number = clause_number(arena, clause->id);
        tag.word = arena_format(arena, "%.*s: %.*s", TEXT_ARGS(number), TEXT_ARGS(tag.word));
    }
    *ARENA_ADD(arena, shown->marks) = tag;
    if (clause_is_proved(world, clause)) {
        *ARENA_ADD(arena, shown->marks) = proved;
        if (!reading->first_proved.n)
            reading->first_proved = shown->id;
    }
    if (!reading->first[kind].n)
        reading->first[kind] = shown->id;
    add_keepers(reading, shown, clause);
}

/* Every clause of the rulebook that is this paragraph, or a part of it that the document gives no number. */
static void add_marks(struct reading *reading, struct ui_clause *shown,
                      const struct document_clause *paragraph)
{
    const struct policy *policy = reading->found->policy;
    const struct clause *own = policy ? policy_clause(policy, paragraph->id) : NULL;
    if (own)
        add_mark(reading, shown, own, false);
    for (size_t i = 0; !own && policy && i < policy->count; i++)
        if (library_within(reading->found->document, policy->clauses[i]->id) == paragraph)
            add_mark(reading, shown, policy->clauses[i], true);
    if (policy && !shown->marks.count) {
        shown->unlisted = TEXT("Not in the rulebook");
        reading->unlisted++;
    }
}

static struct ui_policy_section *add_section(struct reading *reading, struct text id, struct text number,
                                             struct text title)
{
    struct ui_policy_sections *sections = &reading->page->sections;
    struct arena *arena = reading->frame->arena;
    struct ui_policy_section *section = ARENA_ADD(arena, *sections);
    *section = (struct ui_policy_section){.id = id, .number = number, .title = title};
    return section;
}

/* The document's own text: every heading and paragraph, the rulebook's clauses found in it. */
static void read_document(struct reading *reading)
{
    const struct policy_document *document = reading->found->document;
    struct arena *arena = reading->frame->arena;
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *from = &document->sections[i];
        struct text title = from->heading.n ? from->heading : TEXT("Before the first section");
        struct text anchor = arena_format(arena, "section-%zu", i + 1);
        if (!from->heading.n && !from->clause_count)
            continue;
        bool numbered = from->heading.n && from->id.n && from->id.s[0] >= '0' && from->id.s[0] <= '9';
        struct ui_policy_section *section = add_section(
            reading, anchor, numbered ? from->id : (struct text){0}, document_plain(arena, title));
        add_heading(reading, section->title, "#", anchor, from->level > 1);
        for (size_t c = from->first_clause; c < from->first_clause + from->clause_count; c++) {
            const struct document_clause *paragraph = &document->clauses[c];
            struct ui_clause *shown = add_clause(reading, section, paragraph->id);
            add_marks(reading, shown, paragraph);
            shown->text = paragraph->text;
            shown->sub = paragraph->parent >= 0;
            if (!paragraph->printed)
                shown->number = library_label(arena, document, paragraph);
        }
    }
}

/* Without a document the rulebook's own words stand in for the policy's. */
static void read_rulebook(struct reading *reading)
{
    const struct policy *policy = reading->found->policy;
    struct ui_policy_section *section =
        add_section(reading, TEXT("clauses"), (struct text){0}, TEXT("Clauses, in the rulebook's words"));
    for (size_t i = 0; i < policy->count; i++) {
        const struct clause *clause = policy->clauses[i];
        struct ui_clause *shown = add_clause(reading, section, clause->id);
        shown->text = clause->summary;
        add_mark(reading, shown, clause, false);
    }
}

static void add_fact(struct reading *reading, struct text label, size_t count, struct text first)
{
    struct arena *arena = reading->frame->arena;
    struct ui_facts *facts = &reading->page->coverage;
    struct ui_fact fact = {.label = label, .value = arena_format(arena, "%zu", count)};
    if (first.n)
        fact.href = arena_format(arena, "#%.*s", TEXT_ARGS(first));
    *ARENA_ADD(arena, *facts) = fact;
}

/* How many clauses are kept in each way, leading to the first of them. */
static void fill_coverage(struct reading *reading)
{
    const struct policy *policy = reading->found->policy;
    struct world *world = reading->frame->world;
    size_t counts[COVERED_OUTSIDE + 1] = {0}, proofs = 0;
    struct buf note = buf_in(reading->frame->arena);
    if (!policy)
        return;
    for (size_t i = 0; i < policy->count; i++) {
        counts[clause_covered(world, &reading->coverage, policy->clauses[i])]++;
        proofs += clause_is_proved(world, policy->clauses[i]);
    }
    if (clause_proofs_known(world))
        add_fact(reading, proved.word, proofs, reading->first_proved);
    else
        buf_puts(&note, "The rulebook is being proved: load the page again in a moment. ");
    for (size_t k = 0; k < KINDS; k++)
        add_fact(reading, clause_kept(kinds[k]).word, counts[kinds[k]], reading->first[kinds[k]]);
    if (reading->unlisted)
        buf_format(&note, "The document has %zu more %s that the rulebook does not list.", reading->unlisted,
                   reading->unlisted == 1 ? "paragraph" : "paragraphs");
    reading->page->coverage_note = buf_text(&note);
}

static void fill_control(struct reading *reading)
{
    const struct policy_document *document = reading->found->document;
    struct ui_facts *facts = &reading->page->control;
    for (size_t i = 0; i < document->control_count; i++)
        *ARENA_ADD(reading->frame->arena, *facts) = (struct ui_fact){.label = document->controls[i].key,
                                                                     .value = document->controls[i].value,
                                                                     .small = document->controls[i].second};
    if (facts->count)
        add_heading(reading, TEXT("Document control"), "#control", (struct text){0}, false);
}

static void fill_versions(struct reading *reading)
{
    static const char *const labels[] = {"Version", "Date", "Reason", "By", NULL};
    const struct policy_document *document = reading->found->document;
    struct arena *arena = reading->frame->arena;
    struct ui_table *table = &reading->page->versions;
    table->caption = TEXT("Version history, as the document has it");
    row_columns(arena, table, labels);
    for (size_t i = 0; i < document->version_count; i++) {
        const struct document_version *version = &document->versions[i];
        struct ui_table_row *row = row_add(arena, table);
        row_cell(arena, row, "")->text = version->version;
        row_cell(arena, row, "Date")->text = version->date.printed;
        row_cell(arena, row, "Reason")->text = version->reason;
        row_cell(arena, row, "By")->text = version->by;
    }
    if (table->rows.count)
        add_heading(reading, TEXT("Versions"), "#versions", (struct text){0}, false);
}

static void fill_anomalies(struct reading *reading)
{
    struct arena *arena = reading->frame->arena;
    struct anomalies found = anomaly_find(arena, reading->found->document);
    struct ui_anomalies *anomalies = &reading->page->anomalies;
    for (size_t i = 0; i < found.count; i++) {
        struct ui_anomaly shown = {.title = text_of(anomaly_title(found.items[i].kind)),
                                   .text = found.items[i].message};
        if (found.items[i].clause.n && library_clause(reading->found->document, found.items[i].clause))
            shown.href = clause_href(arena, reading->found->reference, found.items[i].clause);
        *ARENA_ADD(arena, *anomalies) = shown;
    }
    reading->page->anomalies_note = TEXT("Shown as they are: the text is kept word for word");
    if (found.count)
        add_heading(reading, TEXT("Oddities found"), "#anomalies", (struct text){0}, false);
}

static void fill_state(struct reading *reading)
{
    const struct policy_found *found = reading->found;
    struct policy_page *page = reading->page;
    struct arena *arena = reading->frame->arena;
    struct text version = clause_version(arena, found->document);
    struct text review = control_value(found->document, CONTROL_REVIEW);
    page->state = (struct ui_tag){TEXT("Document not imported"), UI_TONE_OFF};
    if (!found->document)
        return;
    page->state = (struct ui_tag){version.n ? version : TEXT("Imported"), UI_TONE_OK};
    if (!review.n)
        return;
    const struct world *world = reading->frame->world;
    struct document_date due = document_date(review);
    bool late = due.known && !due.month_only && due.day < zone_day(world->clocks->zone, world->now);
    *ARENA_ADD(arena, page->tags) = (struct ui_tag){
        arena_format(arena, late ? "Review overdue: %.*s" : "Review: %.*s", TEXT_ARGS(review)),
        late ? UI_TONE_BAD : UI_TONE_PLAIN};
}

void library_policy(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    struct policy_found found;
    if (!frame_open(&frame, asked, TEXT("/policy")))
        return;
    if (!clause_policy(frame.world, http_pairs_get(&asked->parameters, "policy"), &found)) {
        error_missing(&frame);
        return;
    }
    struct policy_page page = {.title = found.title, .reference = found.reference};
    struct reading reading = {.frame = &frame,
                              .found = &found,
                              .coverage = rulebook_coverage(frame.arena, frame.world->rulebook),
                              .page = &page};
    fill_state(&reading);
    if (found.document) {
        read_document(&reading);
        fill_anomalies(&reading);
        fill_versions(&reading);
        fill_control(&reading);
    } else {
        read_rulebook(&reading);
    }
    fill_coverage(&reading);
    frame_crumb(&frame, TEXT("Policies"), TEXT("/policy"));
    frame_crumb(&frame, found.reference, (struct text){0});
    frame.layout.title =
        arena_format(frame.arena, "%.*s %.*s", TEXT_ARGS(found.reference), TEXT_ARGS(found.title));
    page.layout = frame.layout;
    page_policy(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}
