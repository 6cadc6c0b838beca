#include "faces/html/clause_evidence.h"

#include "engine/evidence.h"
#include "engine/refusals.h"
#include "faces/html/row.h"
#include "faces/html/show.h"

/* ---- refusals ---- */

static void add_months(struct frame *frame, const struct refusals_year *year, struct ui_months *months)
{
    int64_t most = 1;
    for (size_t i = 0; i < REFUSALS_MONTHS; i++)
        most = year->counts[i] > most ? year->counts[i] : most;
    for (size_t i = 0; i < REFUSALS_MONTHS; i++) {
        struct value month = {.kind = VALUE_MONTH, .i = year->month + (int64_t)i};
        if (year->counts[i])
            *ARENA_ADD(frame->arena, *months) =
                (struct ui_month){.label = show_value(frame->world, (struct type){.kind = TYPE_MONTH}, month),
                                  .bar = 100 * year->counts[i] / most,
                                  .count = arena_format(frame->arena, "%lld", (long long)year->counts[i])};
    }
}

static void fill_refusals(struct frame *frame, const struct clause *clause, struct clause_page *page)
{
    struct refusals_year year;
    if (!refusals_year(frame->world, clause, &year)) {
        page->months_note = TEXT("The counts of refusals cannot be read just now.");
        return;
    }
    show_number(frame->arena, &page->evidence, "Refusals in twelve months", year.total);
    add_months(frame, &year, &page->months);
    page->months_note = TEXT("Counted, and nothing else is kept of them: a refusal changes nothing.");
}

/* ---- acts and exceptions ---- */

static void add_record(struct frame *frame, struct ui_table_row *row, struct record *record)
{
    struct ui_link link = show_record(frame->world, record);
    struct ui_cell *cell = row_cell(frame->arena, row, "");
    cell->text = link.label;
    cell->href = link.href;
    cell->note = link.note;
}

static void fill_acts(struct frame *frame, const struct clause_evidence *found, struct clause_page *page)
{
    static const char *const labels[] = {"Record", "What was done", "By", "When", NULL};
    page->records.caption = TEXT("The latest acts that rest on this clause");
    page->records_nothing = TEXT("Nothing that you may see was done under this clause lately.");
    row_columns(frame->arena, &page->records, labels);
    for (size_t i = 0; i < found->act_count; i++) {
        const struct evidence *act = &found->acts[i];
        struct ui_table_row *row = row_add(frame->arena, &page->records);
        add_record(frame, row, act->record);
        row_cell(frame->arena, row, "Done")->text = act->action->label;
        row_cell(frame->arena, row, "By")->text = world_person_name(frame->world, act->actor);
        row_time(frame->arena, row, "When", show_time(frame->world, act->time));
    }
}

static void fill_exceptions(struct frame *frame, const struct clause_evidence *found,
                            struct clause_page *page)
{
    static const char *const labels[] = {"Exception", "Stood in for", "When", NULL};
    page->exceptions.caption = TEXT("Exceptions that stood in for a need of this clause");
    row_columns(frame->arena, &page->exceptions, labels);
    for (size_t i = 0; i < found->exception_count; i++) {
        const struct evidence *exception = &found->exceptions[i];
        struct ui_table_row *row = row_add(frame->arena, &page->exceptions);
        add_record(frame, row, exception->waiver);
        struct ui_cell *cell = row_cell(frame->arena, row, "In");
        cell->text = arena_format(frame->arena, "%.*s: %.*s", TEXT_ARGS(exception->record->number),
                                  TEXT_ARGS(exception->action->label));
        cell->href = show_href(frame->arena, exception->record->reg, exception->record->number);
        row_time(frame->arena, row, "When", show_time(frame->world, exception->time));
    }
}

void clause_evidence(struct frame *frame, const struct clause *clause, struct clause_page *page)
{
    struct clause_evidence *found = ARENA_NEW(frame->arena, struct clause_evidence);
    fill_refusals(frame, clause, page);
    if (!evidence_find(frame->world, clause, found)) {
        page->records_nothing = TEXT("The log cannot be read just now.");
        return;
    }
    if (found->exception_count)
        show_number(frame->arena, &page->evidence, "Exceptions lately", (int64_t)found->exception_count);
    fill_acts(frame, found, page);
    fill_exceptions(frame, found, page);
}
