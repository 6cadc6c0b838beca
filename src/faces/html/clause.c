/* One clause: what it says, and what keeps it. */
#include "faces/html/clause_evidence.h"
#include "faces/html/clause_proofs.h"
#include "faces/html/clause_words.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/page_policy.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

struct clause_shown {
    struct policy_found policy;
    const struct clause *clause;             /* the rulebook's; NULL: it does not list it */
    const struct document_clause *paragraph; /* the document's own; NULL: no document, or not in it */
    bool within;                             /* the paragraph holds the clause among other things */
    struct text id;
};

static bool find_clause(struct frame *frame, struct clause_shown *shown)
{
    const struct http_pairs *parameters = &frame->asked->parameters;
    shown->id = http_pairs_get(parameters, "clause");
    if (!clause_policy(frame->world, http_pairs_get(parameters, "policy"), &shown->policy))
        return false;
    const struct policy_document *document = shown->policy.document;
    if (shown->policy.policy)
        shown->clause = policy_clause(shown->policy.policy, shown->id);
    if (document)
        shown->paragraph = library_clause(document, shown->id);
    if (document && !shown->paragraph && shown->clause) {
        shown->paragraph = library_within(document, shown->id);
        shown->within = shown->paragraph != NULL;
    }
    return shown->clause || shown->paragraph;
}

/* ---- its text ---- */

static void fill_text(struct frame *frame, const struct clause_shown *shown, struct clause_page *page)
{
    const struct policy_document *document = shown->policy.document;
    if (shown->clause)
        page->summary = shown->clause->summary;
    if (!document) {
        page->text_note =
            TEXT("The policy's own text is not imported: only the rulebook's words are known here.");
        return;
    }
    if (!shown->paragraph) {
        page->text_note = TEXT("The imported document has no such paragraph.");
        return;
    }
    struct text version = clause_version(frame->arena, document);
    page->text = shown->paragraph->text;
    struct text label = library_label(frame->arena, document, shown->paragraph);
    struct text when = show_time(frame->world, shown->policy.entry->time);
    page->text_note = arena_format(frame->arena, "%s%.*s%s%.*s, imported %.*s. Line %zu of the document.",
                                   shown->within ? "Part of paragraph " : "Paragraph ", TEXT_ARGS(label),
                                   version.n ? ". " : "", TEXT_ARGS(version), TEXT_ARGS(when),
                                   shown->paragraph->first_line);
}

/* ---- what keeps it ---- */

/* Where a reader can see it at work: the register's records, the boards. */
static struct text keeper_href(struct frame *frame, const struct keeper *keeper)
{
    if (!keeper->reg)
        return (struct text){0};
    if (keeper->reg == frame->world->rulebook->person)
        return TEXT("/person");
    if (keeper->reg->builtin || !view_register(frame->world, keeper->reg))
        return (struct text){0};
    return arena_format(frame->arena, "/%.*s", TEXT_ARGS(keeper->reg->name));
}

enum { LINES_SHOWN = 4 }; /* of a rule; a longer one is folded */

static bool is_long(struct text rule)
{
    size_t lines = 1;
    for (size_t i = 0; i < rule.n; i++)
        lines += rule.s[i] == '\n';
    return lines > LINES_SHOWN;
}

static void add_keeper(struct frame *frame, struct clause_page *page, const struct keeper *keeper)
{
    struct ui_keepers *keepers = &page->keepers;
    struct text rule = clause_rule(frame->arena, frame->world->rulebook, keeper->place);
    *ARENA_ADD(frame->arena, *keepers) = (struct ui_keeper){
        .tag = clause_kept(keeper->kind),
        .title = keeper->what,
        .href = keeper_href(frame, keeper),
        .rule = is_long(rule) ? (struct text){0} : rule,
        .folded = is_long(rule) ? rule : (struct text){0},
        .message = keeper->message,
        .place = arena_format(frame->arena, "%.*s:%u", TEXT_ARGS(keeper->place.file), keeper->place.line)};
}

static void fill_keepers(struct frame *frame, const struct clause_shown *shown, struct clause_page *page)
{
    const struct clause *clause = shown->clause;
    page->nothing = TEXT("The rulebook does not list this paragraph, so nothing keeps it.");
    if (!clause)
        return;
    struct coverage coverage = rulebook_coverage(frame->arena, frame->world->rulebook);
    for (size_t i = 0; i < coverage.count; i++)
        if (coverage.items[i].clause == clause && coverage.items[i].what.n &&
            !clause_never_at(frame->world->rulebook, coverage.items[i].place))
            add_keeper(frame, page, &coverage.items[i]);
    page->kept = clause_kept(clause_covered(frame->world, &coverage, clause));
    if (clause->mark == CLAUSE_GUIDANCE)
        page->nothing = TEXT("It is guidance: there is nothing in it for software to keep.");
    else if (clause->mark == CLAUSE_OUTSIDE)
        page->nothing =
            arena_format(frame->arena, "It is kept outside this program: %.*s.", TEXT_ARGS(clause->outside));
    else if (coverage_of(&coverage, clause) == COVERED_NOTHING)
        page->nothing = TEXT("No rule of the rulebook keeps this clause.");
    else
        page->nothing = TEXT("Nothing but the proof above.");
}

/* ---- its neighbours ---- */

static struct ui_link neighbour(struct frame *frame, const struct clause_shown *shown, const char *label,
                                const struct text *id)
{
    struct arena *arena = frame->arena;
    if (!id)
        return (struct ui_link){0};
    struct text number = clause_number(arena, *id);
    return (struct ui_link){.label = arena_format(arena, "%s: %.*s", label, TEXT_ARGS(number)),
                            .href = clause_href(arena, shown->policy.reference, *id)};
}

static void fill_neighbours(struct frame *frame, const struct clause_shown *shown, struct clause_page *page)
{
    const struct text *before = NULL, *after = NULL;
    const struct policy *policy = shown->policy.policy;
    if (shown->paragraph && !shown->within) {
        const struct document_clause *previous = library_previous(shown->policy.document, shown->paragraph);
        const struct document_clause *next = library_next(shown->policy.document, shown->paragraph);
        before = previous ? &previous->id : NULL;
        after = next ? &next->id : NULL;
    }
    for (size_t i = 0; (!shown->paragraph || shown->within) && policy && i < policy->count; i++) {
        if (policy->clauses[i] != shown->clause)
            continue;
        before = i ? &policy->clauses[i - 1]->id : NULL;
        after = i + 1 < policy->count ? &policy->clauses[i + 1]->id : NULL;
    }
    page->previous = neighbour(frame, shown, "Previous", before);
    page->next = neighbour(frame, shown, "Next", after);
}

void clause_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    struct clause_shown shown = {0};
    if (!frame_open(&frame, asked, TEXT("/policy")))
        return;
    if (!find_clause(&frame, &shown)) {
        error_missing(&frame);
        return;
    }
    struct text number = clause_number(frame.arena, shown.id);
    struct text policy_href = clause_href(frame.arena, shown.policy.reference, (struct text){0});
    struct clause_page page = {
        .policy = shown.policy.title,
        .policy_href = arena_format(frame.arena, "%.*s#%.*s", TEXT_ARGS(policy_href), TEXT_ARGS(shown.id)),
        .number =
            arena_format(frame.arena, "%.*s %.*s", TEXT_ARGS(shown.policy.reference), TEXT_ARGS(number))};
    fill_text(&frame, &shown, &page);
    fill_keepers(&frame, &shown, &page);
    if (shown.clause) {
        clause_proofs(&frame, shown.clause, &page);
        clause_evidence(&frame, shown.clause, &page);
    }
    fill_neighbours(&frame, &shown, &page);
    frame_crumb(&frame, TEXT("Policies"), TEXT("/policy"));
    frame_crumb(&frame, shown.policy.reference, policy_href);
    frame_crumb(&frame, number, (struct text){0});
    frame.layout.title =
        arena_format(frame.arena, "%.*s - %.*s", TEXT_ARGS(page.number), TEXT_ARGS(page.policy));
    page.layout = frame.layout;
    page_clause(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}
