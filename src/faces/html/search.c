/* Search over everything the reader may read: pages by name, records, people, clauses. */
#include "base/percent.h"
#include "faces/html/clause_words.h"
#include "faces/html/handlers.h"
#include "faces/html/page_list.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

enum { FOUND_A_REGISTER = 10, CLAUSES_SHOWN = 10, COMMANDS_SHOWN = 8, WORDS_MAX = 200 };

struct search {
    struct frame *frame;
    struct search_page *page;
    struct text words;
    bool more; /* something was left out */
};

/* ---- matching names ---- */

/* Does every word stand in it somewhere? */
static bool matches(struct text text, struct text words)
{
    while (words.n) {
        struct text word = text_trim(text_cut(&words, ' '));
        if (!text_holds_same(text, word))
            return false;
    }
    return true;
}

static void add_command(struct search *search, struct text label, struct text href)
{
    struct ui_links *commands = &search->page->commands;
    if (commands->count < COMMANDS_SHOWN && matches(label, search->words))
        *ARENA_ADD(search->frame->arena, *commands) = (struct ui_link){.label = label, .href = href};
}

static void find_commands(struct search *search)
{
    struct world *world = search->frame->world;
    const struct ui_rail_groups *rail = &search->frame->layout.rail;
    for (size_t g = 0; g < rail->count; g++)
        for (size_t i = 0; i < rail->items[g].items.count; i++)
            add_command(search, rail->items[g].items.items[i].label, rail->items[g].items.items[i].href);
    for (size_t i = 0; i < world->rulebook->register_count; i++) {
        const struct reg *reg = world->rulebook->registers[i];
        if (view_may_open(world, reg)) {
            struct text label = show_lower(world->arena, reg->label);
            add_command(search, arena_format(world->arena, "New %.*s", TEXT_ARGS(label)),
                        arena_format(world->arena, "/%.*s/new", TEXT_ARGS(reg->name)));
        }
    }
    add_command(search, TEXT("Your settings, tokens and deputies"), TEXT("/me"));
    add_command(search, TEXT("Keyboard shortcuts"), TEXT("/help/keys"));
}

/* ---- records ---- */

static struct ui_found *add_found(struct search *search)
{
    struct ui_founds *found = &search->page->found;
    return ARENA_ADD(search->frame->arena, *found);
}

static void add_record(struct search *search, struct record *record)
{
    struct world *world = search->frame->world;
    struct ui_link link = show_record(world, record);
    struct text when = show_time(world, record->updated);
    *add_found(search) =
        (struct ui_found){.title = link.label,
                          .href = link.href,
                          .number = record->number,
                          .kind = record->reg->label,
                          .when = arena_format(world->arena, "Last touched %.*s", TEXT_ARGS(when)),
                          .tag = link.tag};
}

static void add_scope(struct search *search, const struct reg *reg)
{
    struct ui_links *scopes = &search->page->scopes;
    struct buf href = buf_in(search->frame->arena);
    buf_format(&href, "/%.*s?q=", TEXT_ARGS(reg->name));
    percent_encode(&href, search->words);
    struct text label = show_lower(search->frame->arena, reg->plural);
    *ARENA_ADD(search->frame->arena, *scopes) = (struct ui_link){
        .label = arena_format(search->frame->arena, "All %.*s", TEXT_ARGS(label)), .href = buf_text(&href)};
}

static void find_records(struct search *search, const struct reg *reg)
{
    struct list_request request = {.reg = reg, .words = search->words, .limit = FOUND_A_REGISTER};
    struct list_view list = {0};
    view_list(search->frame->world, &request, &list);
    for (size_t i = 0; list.outcome == OUTCOME_DONE && i < list.record_count; i++)
        add_record(search, list.records[i]);
    search->more |= list.next.n > 0;
    if (list.next.n)
        add_scope(search, reg);
}

/* ---- clauses ---- */

static void add_clause(struct search *search, struct text reference, struct text title, struct text id,
                       struct text words)
{
    struct arena *arena = search->frame->arena;
    struct text number = clause_number(arena, id);
    *add_found(search) =
        (struct ui_found){.title = words,
                          .href = clause_href(arena, reference, id),
                          .number = arena_format(arena, "%.*s %.*s", TEXT_ARGS(reference), TEXT_ARGS(number)),
                          .kind = arena_format(arena, "Clause of %.*s", TEXT_ARGS(title))};
}

static void find_clauses(struct search *search)
{
    const struct rulebook *rulebook = search->frame->world->rulebook;
    size_t shown = 0;
    for (size_t p = 0; p < rulebook->policy_count; p++) {
        const struct policy *policy = rulebook->policies[p];
        for (size_t i = 0; i < policy->count; i++) {
            const struct clause *clause = policy->clauses[i];
            struct text label = show_clause_label(search->frame->arena, clause);
            struct text all = arena_format(search->frame->arena, "%.*s %.*s %.*s", TEXT_ARGS(label),
                                           TEXT_ARGS(clause->id), TEXT_ARGS(clause->summary));
            if (!matches(all, search->words))
                continue;
            if (shown++ < CLAUSES_SHOWN)
                add_clause(search, policy->reference, policy->title, clause->id, clause->summary);
            else
                search->more = true;
        }
    }
}

/* ---- the page ---- */

static void find_all(struct search *search)
{
    const struct rulebook *rulebook = search->frame->world->rulebook;
    struct search_page *page = search->page;
    find_commands(search);
    for (size_t i = 0; i < rulebook->register_count; i++)
        if (!rulebook->registers[i]->builtin)
            find_records(search, rulebook->registers[i]);
    find_records(search, rulebook->person);
    find_clauses(search);
    page->count = search->more ? arena_format(search->frame->arena, "%zu shown, the first %d of each kind",
                                              page->found.count, FOUND_A_REGISTER)
                               : arena_format(search->frame->arena, "%zu found", page->found.count);
    if (!page->found.count)
        page->nothing =
            TEXT("Nothing that you may read holds all of these words. Try fewer, or the beginning of one.");
}

void search_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, (struct text){0}))
        return;
    struct text words = text_trim(http_pairs_get(&asked->exchange->request.query, "q"));
    struct search_page page = {0};
    struct search search = {.frame = &frame, .page = &page, .words = words};
    frame.layout.query = words;
    frame.layout.title = TEXT("Search");
    if (words.n > WORDS_MAX)
        page.nothing = TEXT("That is too much at once. Give a few words.");
    else if (words.n)
        find_all(&search);
    page.layout = frame.layout;
    page_search(frame_begin(&frame, 200), &page);
    frame_send(&frame);
}
