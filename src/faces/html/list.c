/* The list of a register: saved lists, filters, search, sorting, page by page. */
#include "base/percent.h"
#include "faces/html/errors.h"
#include "faces/html/filter.h"
#include "faces/html/handlers.h"
#include "faces/html/show.h"
#include "faces/html/table.h"
#include "faces/sheet.h"
#include "templates.h"

enum { LIST_ROWS = 50, SHEET_PAGE = 200, SHEET_ROWS_MAX = 2000, SHEET_BYTES_MAX = 8 * 1024 * 1024 };

struct listing {
    struct frame *frame;
    const struct reg *reg;
    const struct http_pairs *query;
    const struct saved_list *saved; /* NULL: all */
    struct filter filter;
    struct list_view list;
    struct list_page page;
};

static const struct saved_list *find_saved(const struct reg *reg, struct text name)
{
    for (size_t i = 0; i < reg->list_count; i++)
        if (text_eq(reg->lists[i]->name, name))
            return reg->lists[i];
    return NULL;
}

static struct list_request request_of(struct listing *listing)
{
    return (struct list_request){.reg = listing->reg,
                                 .where = text_trim(http_pairs_get(listing->query, "where")),
                                 .sort = http_pairs_get(listing->query, "sort"),
                                 .words = text_trim(http_pairs_get(listing->query, "q")),
                                 .after = http_pairs_get(listing->query, "after"),
                                 .saved = listing->saved,
                                 .test = filter_test(listing->frame, &listing->filter),
                                 .limit = LIST_ROWS};
}

static void read_list(struct listing *listing)
{
    struct frame *frame = listing->frame;
    struct list_request request = request_of(listing);
    if (listing->filter.problem.n) {
        listing->page.problem = listing->filter.problem;
        return;
    }
    view_list(frame->world, &request, &listing->list);
    if (listing->list.outcome != OUTCOME_DONE)
        listing->page.problem = arena_format(frame->arena, "%.*s. Change the filter, or take it away.",
                                             TEXT_ARGS(listing->list.message));
}

/* ---- columns that sort ---- */

static void add_column(struct listing *listing, struct text label, struct text name, bool number)
{
    struct frame *frame = listing->frame;
    struct text sort = http_pairs_get(listing->query, "sort");
    struct text down = arena_format(frame->arena, "-%.*s", TEXT_ARGS(name));
    bool up_now = text_eq(sort, name), down_now = text_eq(sort, down);
    bool plain = !sort.n && !listing->saved && text_is(name, "updated");
    struct text href =
        filter_href(frame, TEXT("sort"), up_now || (text_is(name, "updated") && !down_now) ? down : name);
    struct ui_column *column = table_column(frame->arena, &listing->page.table, label, href);
    column->number = number;
    column->order = up_now ? TEXT("ascending") : down_now || plain ? TEXT("descending") : (struct text){0};
    if (text_trim(http_pairs_get(listing->query, "q"))
            .n) /* words are found newest first, whatever else is asked */
        column->href = column->order = (struct text){0};
}

static void fill_table(struct listing *listing)
{
    struct frame *frame = listing->frame;
    const struct reg *reg = listing->reg;
    const struct field *fields[TABLE_FIELDS_MAX];
    size_t count = table_fields(reg, fields);
    listing->page.table.caption = reg->plural;
    add_column(listing, reg->title ? reg->title->label : TEXT("Number"),
               reg->title ? reg->title->name : TEXT("number"), false);
    if (reg->states)
        add_column(listing, TEXT("State"), TEXT("state"), false);
    for (size_t i = 0; i < count; i++)
        add_column(listing, fields[i]->label, fields[i]->name, fields[i]->type.kind == TYPE_NUMBER);
    add_column(listing, TEXT("Updated"), TEXT("updated"), false);
    for (size_t i = 0; i < listing->list.record_count; i++)
        table_row(frame->world, &listing->page.table, listing->list.records[i], fields, count);
}

/* ---- around the table ---- */

static void add_tab(struct listing *listing, struct text name, bool current)
{
    struct frame *frame = listing->frame;
    struct buf href = buf_in(frame->arena);
    struct ui_links *saved = &listing->page.saved;
    buf_format(&href, "/%.*s", TEXT_ARGS(listing->reg->name));
    if (name.n) {
        buf_puts(&href, "?list=");
        percent_encode(&href, name);
    }
    *ARENA_ADD(frame->arena, *saved) =
        (struct ui_link){.label = name.n ? name : TEXT("All"), .href = buf_text(&href), .current = current};
}

static void keep(struct listing *listing, const char *name)
{
    struct ui_hiddens *hiddens = &listing->page.keep;
    struct text value = http_pairs_get(listing->query, name);
    if (value.n)
        *ARENA_ADD(listing->frame->arena, *hiddens) = (struct ui_hidden){text_of(name), value};
}

static void fill_filters(struct listing *listing)
{
    struct list_page *page = &listing->page;
    const struct reg *reg = listing->reg;
    if (reg->list_count) {
        add_tab(listing, (struct text){0}, !listing->saved);
        for (size_t i = 0; i < reg->list_count; i++)
            add_tab(listing, reg->lists[i]->name, reg->lists[i] == listing->saved);
    }
    page->action = arena_format(listing->frame->arena, "/%.*s", TEXT_ARGS(reg->name));
    keep(listing, "list");
    keep(listing, "sort");
    page->more_open = filter_fields(listing->frame, &listing->filter, &page->filters, &page->more);
    filter_chosen(listing->frame, &listing->filter, &page->chosen);
}

static void fill_count(struct listing *listing)
{
    struct list_page *page = &listing->page;
    struct frame *frame = listing->frame;
    size_t count = listing->list.record_count;
    bool begun = http_pairs_get(listing->query, "after").n > 0;
    if (!begun && !listing->list.next.n)
        page->count = arena_format(frame->arena, "%zu in this list", count);
    else
        page->count = arena_format(frame->arena, "%s %zu", begun ? "The next" : "The first", count);
    if (begun)
        page->previous = (struct ui_link){.label = TEXT("Back to the first"),
                                          .href = filter_href(frame, TEXT("after"), (struct text){0})};
    if (listing->list.next.n)
        page->next = (struct ui_link){.label = TEXT("More"),
                                      .href = filter_href(frame, TEXT("after"), listing->list.next)};
}

static void fill_nothing(struct listing *listing)
{
    struct list_page *page = &listing->page;
    struct text name = listing->reg->name;
    if (page->chosen.count || listing->saved) {
        page->nothing = TEXT("Nothing you may see fits this list and its filters.");
        page->nothing_link = (struct ui_link){
            .label = TEXT("Show all"), .href = arena_format(listing->frame->arena, "/%.*s", TEXT_ARGS(name))};
        return;
    }
    page->nothing = TEXT("There is nothing here that you may see yet.");
    page->nothing_link = page->create;
}

static void fill_create(struct listing *listing)
{
    struct frame *frame = listing->frame;
    if (view_may_open(frame->world, listing->reg)) {
        struct text label = show_lower(frame->arena, listing->reg->label);
        listing->page.create =
            (struct ui_link){.label = arena_format(frame->arena, "New %.*s", TEXT_ARGS(label)),
                             .href = arena_format(frame->arena, "/%.*s/new", TEXT_ARGS(listing->reg->name))};
    }
}

static void fill_csv(struct listing *listing)
{
    struct arena *arena = listing->frame->arena;
    struct text here = filter_href(listing->frame, TEXT("after"), (struct text){0});
    size_t path = text_find(here, '?');
    listing->page.csv =
        (struct ui_link){.label = TEXT("Export CSV"),
                         .href = arena_format(arena, "/%.*s/csv%.*s", TEXT_ARGS(listing->reg->name),
                                              (int)(here.n - path), here.s + path)};
}

/* False: answered, because the list is not there for this reader. */
static bool begin(struct asked *asked, struct frame *frame, struct listing *listing)
{
    const struct reg *reg = frame_register(asked);
    struct arena *arena = asked->exchange->request.arena;
    if (!frame_open(frame, asked,
                    reg ? arena_format(arena, "/%.*s", TEXT_ARGS(reg->name)) : (struct text){0}))
        return false;
    if (!reg || !view_register(frame->world, reg)) {
        error_missing(frame);
        return false;
    }
    *listing = (struct listing){.frame = frame, .reg = reg, .query = &asked->exchange->request.query};
    listing->saved = find_saved(reg, http_pairs_get(listing->query, "list"));
    listing->filter = filter_read(frame, reg);
    return true;
}

/* ---- for a spreadsheet ---- */

/* Why there is none; empty: every row is in `out`. */
static struct text put_sheet(struct listing *listing, struct buf *out)
{
    struct list_request request = request_of(listing);
    size_t rows = 0;
    if (listing->filter.problem.n)
        return listing->filter.problem;
    request.limit = SHEET_PAGE;
    request.after = (struct text){0};
    sheet_head(out, listing->reg);
    do {
        struct list_view list = {0};
        view_list(listing->frame->world, &request, &list);
        if (list.outcome != OUTCOME_DONE)
            return list.message;
        rows += list.record_count;
        for (size_t i = 0; i < list.record_count && out->n <= SHEET_BYTES_MAX; i++)
            sheet_row(out, listing->frame->world, list.records[i]);
        if (rows > SHEET_ROWS_MAX || out->n > SHEET_BYTES_MAX)
            return TEXT(
                "It is too long: it has more than 2,000 records, or 8 MB. Narrow it by a filter, or ask "
                "whoever runs this machine: the command `reeve export` takes any number.");
        request.after = list.next;
    } while (request.after.n);
    return (struct text){0};
}

void list_csv(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    struct listing listing;
    if (!begin(asked, &frame, &listing))
        return;
    struct buf out = buf_in(frame.arena);
    struct text problem = put_sheet(&listing, &out);
    if (problem.n) {
        error_show(&frame, 422,
                   (struct error_page){.title = TEXT("This list cannot be exported"), .text = problem});
        return;
    }
    http_begin(asked->exchange, 200, "text/csv; charset=utf-8");
    http_attach(asked->exchange, arena_format(frame.arena, "%.*s.csv", TEXT_ARGS(listing.reg->name)));
    buf_put(&asked->exchange->response.body, buf_text(&out));
    frame_send(&frame);
}

/* ---- the page ---- */

void list_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    struct listing listing;
    if (!begin(asked, &frame, &listing))
        return;
    const struct reg *reg = listing.reg;
    struct arena *arena = frame.arena;
    read_list(&listing);
    fill_csv(&listing);
    fill_create(&listing);
    fill_filters(&listing);
    fill_table(&listing);
    fill_count(&listing);
    fill_nothing(&listing);
    listing.page.title = reg->plural;
    listing.page.lifecycle = (struct ui_link){
        .label = TEXT("Lifecycle"), .href = arena_format(arena, "/%.*s/lifecycle", TEXT_ARGS(reg->name))};
    frame.layout.title = listing.saved ? arena_format(frame.arena, "%.*s - %.*s",
                                                      TEXT_ARGS(listing.saved->name), TEXT_ARGS(reg->plural))
                                       : reg->plural;
    listing.page.layout = frame.layout;
    page_list(frame_begin(&frame, listing.page.problem.n ? 422 : 200), &listing.page);
    frame_send(&frame);
}
