/* A draft of the rulebook in words: mistakes at their places, what stands in the way, what changes, what it
 * would have said to the past. */
#include "faces/html/rulebook.h"

#include "faces/html/show.h"

/* ---- mistakes ---- */

static size_t file_at(const struct draft *draft, struct text name)
{
    for (size_t i = 0; i < draft->count; i++)
        if (text_eq(draft->files[i].name, name))
            return i;
    return 0;
}

/* The source line, a caret under the place, and a suggestion: as `reeve check` prints them, without the
 * message. */
static struct text excerpt(struct arena *arena, const struct problem *problem)
{
    struct problems one = {.arena = arena, .items = (struct problem *)(uintptr_t)problem, .count = 1};
    struct text rest = problems_print(arena, &one);
    text_cut(&rest, '\n');
    while (rest.n && rest.s[rest.n - 1] == '\n')
        rest.n--;
    return rest;
}

static void add_mistakes(struct arena *arena, const struct draft *draft, struct rulebook_page *page)
{
    struct ui_mistakes *mistakes = &page->mistakes;
    for (size_t i = 0; i < draft->load.problems.count; i++) {
        const struct problem *problem = &draft->load.problems.items[i];
        const struct place *at = &problem->place;
        *ARENA_ADD(arena, *mistakes) =
            (struct ui_mistake){.place = arena_format(arena, "%.*s, line %u", TEXT_ARGS(at->file), at->line),
                                .href = arena_format(arena, "#source-%zu", file_at(draft, at->file)),
                                .message = arena_text(arena, problem->message),
                                .excerpt = excerpt(arena, problem)};
    }
}

static void add_unmet(struct arena *arena, struct ui_unmets *unmets, struct text message,
                      const struct cites *cites)
{
    struct text trace = message, first = text_cut(&trace, '\n');
    *ARENA_ADD(arena, *unmets) = (struct ui_unmet){.message = arena_text(arena, first),
                                                   .trace = arena_text(arena, trace),
                                                   .cites = show_cites(arena, cites)};
}

static void add_objections(struct arena *arena, const struct draft *draft, struct rulebook_page *page)
{
    const struct objections *objections = &draft->load.objections;
    for (size_t i = 0; i < objections->count; i++)
        add_unmet(arena, &page->unmet, objections->items[i], NULL);
    if (draft->load.broken)
        add_unmet(arena, &page->unmet, draft->load.why, NULL);
    if (draft->not_rehearsed.n)
        add_unmet(arena, &page->unmet, draft->not_rehearsed, NULL);
}

/* ---- what changes ---- */

static struct ui_difference_group *group_of(struct arena *arena, struct rulebook_page *page,
                                            enum change_kind kind)
{
    struct ui_difference_groups *groups = &page->differences;
    struct text id = arena_format(arena, "change-%d", (int)kind);
    for (size_t i = 0; i < groups->count; i++)
        if (text_eq(groups->items[i].id, id))
            return &groups->items[i];
    struct ui_difference_group *group = ARENA_ADD(arena, *groups);
    char *title = arena_string(arena, text_of(diff_kind(kind)));
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    *group = (struct ui_difference_group){.id = id, .title = text_of(title)};
    return group;
}

static void add_differences(struct arena *arena, const struct draft *draft, struct rulebook_page *page)
{
    for (size_t i = 0; i < draft->diff.count; i++) {
        const struct change *change = &draft->diff.items[i];
        struct ui_differences *items = &group_of(arena, page, change->kind)->items;
        *ARENA_ADD(arena, *items) = (struct ui_difference){.what = arena_text(arena, change->what),
                                                           .where = arena_text(arena, change->group),
                                                           .cites = show_cites(arena, change->cites)};
    }
}

/* ---- the rehearsal ---- */

/* Whoever may change the rulebook need not see what it was applied to. NULL: there is no such record, or it
 * is not theirs to see. An empty name is any register's. */
static struct record *find_seen(struct world *world, struct text reg_name, struct text number)
{
    for (size_t i = 0; i < world->rulebook->register_count; i++) {
        const struct reg *reg = world->rulebook->registers[i];
        bool meant = reg_name.n ? text_eq(reg->name, reg_name) : !reg->builtin;
        struct record *record = meant ? world_find(world, reg, number) : NULL;
        if (record && world_may_read(world, record))
            return record;
    }
    return NULL;
}

static void add_refused(struct frame *frame, const struct rehearsed *refused, struct rulebook_page *page)
{
    struct arena *arena = frame->arena;
    struct ui_rehearsals *all = &page->refused;
    struct ui_rehearsed *shown = ARENA_ADD(arena, *all);
    struct record *record = find_seen(frame->world, refused->reg, refused->number);
    *shown = (struct ui_rehearsed){.what = arena_text(arena, refused->what), .wants = refused->asks_reason};
    if (record) {
        shown->record = show_record(frame->world, record);
        shown->who = arena_text(arena, refused->who);
        shown->when = show_time(frame->world, refused->time);
    } else {
        shown->withheld = arena_text(arena, refused->reg);
    }
    for (size_t i = 0; i < refused->reason_count; i++)
        add_unmet(arena, &shown->reasons, refused->reasons[i].message, refused->reasons[i].cites);
}

static void add_other(struct arena *arena, struct rulebook_page *page, struct text text)
{
    *ARENA_ADD(arena, page->others) = text;
}

static void add_orphan(struct frame *frame, const struct orphan *orphan, struct rulebook_page *page)
{
    struct text any = {0};
    if (find_seen(frame->world, any, orphan->number) && find_seen(frame->world, any, orphan->used_by))
        add_other(frame->arena, page,
                  arena_format(frame->arena,
                               "The exception %.*s stood in at %.*s (%.*s), and would stand in for nothing",
                               TEXT_ARGS(orphan->number), TEXT_ARGS(orphan->used_by),
                               TEXT_ARGS(orphan->what)));
}

static void add_owed(struct frame *frame, const struct owed *owed, struct rulebook_page *page)
{
    add_other(frame->arena, page,
              arena_format(frame->arena,
                           "The duty %.*s of %.*s would be open on %lld records more and %lld fewer",
                           TEXT_ARGS(owed->duty), TEXT_ARGS(owed->reg), (long long)owed->more,
                           (long long)owed->fewer));
}

static void add_rehearsal(struct frame *frame, const struct draft *draft, struct rulebook_page *page)
{
    const struct rehearsal *found = &draft->found;
    struct arena *arena = frame->arena;
    int64_t more = 0, fewer = 0;
    for (size_t i = 0; i < found->owed_count; i++) {
        more += found->owed[i].more;
        fewer += found->owed[i].fewer;
    }
    page->rehearsed = true;
    show_number(arena, &page->counts, "Decisions looked at", found->decisions);
    show_number(arena, &page->counts, "Would have been refused", found->refusals);
    show_number(arena, &page->counts, "Would have wanted a reason", found->wanting);
    show_number(arena, &page->counts, "Exceptions orphaned", (int64_t)found->orphan_count);
    show_number(arena, &page->counts, "Duties more", more);
    show_number(arena, &page->counts, "Duties fewer", fewer);
    if (found->stopped)
        page->rehearsal_note =
            TEXT("Stopped before the end, because it took too long: ask for fewer days here, or for "
                 "all of it with `reeve rehearse`");
    else if ((int64_t)found->refused_count < found->refusals + found->wanting)
        page->rehearsal_note = arena_format(arena, "The first %zu are shown", found->refused_count);
    for (size_t i = 0; i < found->refused_count; i++)
        add_refused(frame, &found->refused[i], page);
    for (size_t i = 0; i < found->orphan_count; i++)
        add_orphan(frame, &found->orphans[i], page);
    for (size_t i = 0; i < found->owed_count; i++)
        add_owed(frame, &found->owed[i], page);
}

/* ---- the whole ---- */

static void add_sources(struct arena *arena, const struct draft *draft, struct rulebook_page *page)
{
    for (size_t i = 0; i < draft->count; i++) {
        const struct source_file *file = &draft->files[i];
        size_t lines = 1;
        bool open = false;
        for (size_t c = 0; c < file->text.n; c++)
            lines += file->text.s[c] == '\n';
        for (size_t p = 0; p < draft->load.problems.count; p++)
            open |= text_eq(draft->load.problems.items[p].place.file, file->name);
        *ARENA_ADD(arena, page->sources) =
            (struct ui_source){.id = arena_format(arena, "source-%zu", i),
                               .field = arena_format(arena, "source:%.*s", TEXT_ARGS(file->name)),
                               .name = arena_text(arena, file->name),
                               .lines = arena_format(arena, "%zu lines", lines),
                               .text = file->text,
                               .open = open};
    }
}

void rulebook_put_draft(struct frame *frame, const struct draft *draft, struct rulebook_page *page)
{
    struct arena *arena = frame->arena;
    page->draft = true;
    page->fine = draft->read;
    page->ready = draft->read && !draft->load.objections.count && !draft->load.broken && !draft->confirm;
    page->days = arena_format(arena, "%lld", (long long)draft->days);
    if (draft->confirm) {
        struct text starts = show_day(frame->world, draft->from);
        page->confirm =
            arena_format(arena,
                         "Version %.*s comes into force on %.*s, or at once when that day is here. Records "
                         "that are open go on under the version they were opened under. This cannot be "
                         "taken back: only a later version takes its place.",
                         TEXT_ARGS(draft->version), TEXT_ARGS(starts));
    }
    add_mistakes(arena, draft, page);
    add_objections(arena, draft, page);
    add_differences(arena, draft, page);
    if (draft->rehearsed)
        add_rehearsal(frame, draft, page);
    add_sources(arena, draft, page);
}
