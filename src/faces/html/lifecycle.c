/* The lifecycle of a register, from the rulebook: drawn, and in tables that say the same. */
#include "engine/guard.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/lifecycle_draw.h"
#include "faces/html/show.h"
#include "templates.h"

struct telling {
    struct frame *frame;
    const struct rulebook *rulebook; /* in force, or the one that judges the record */
    const struct reg *reg;           /* of that rulebook */
    const struct record *record;     /* the one that the reader comes from; NULL: none */
    struct lifecycle_page page;
};

static void add_tag(struct arena *arena, struct ui_tags *tags, struct ui_tag tag)
{
    *ARENA_ADD(arena, *tags) = tag;
}

static struct ui_tags states_in(struct arena *arena, const struct reg *reg, const bool *in)
{
    struct ui_tags tags = {0};
    for (size_t i = 0; in && i < reg->states->count; i++)
        if (in[i])
            add_tag(arena, &tags, show_state(reg, (int)i));
    return tags;
}

static struct text field_labels(struct arena *arena, const struct field *const *fields, size_t count)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < count; i++)
        buf_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(fields[i]->label));
    return buf_text(&out);
}

/* ---- actions ---- */

static bool is_there(const struct ui_cites *cites, const struct ui_cite *cite)
{
    for (size_t i = 0; i < cites->count; i++)
        if (text_eq(cites->items[i].label, cite->label) && text_eq(cites->items[i].summary, cite->summary))
            return true;
    return false;
}

static void add_cites(struct arena *arena, struct ui_cites *shown, const struct cites *cites)
{
    struct ui_cites more = show_cites(arena, cites);
    for (size_t i = 0; i < more.count; i++)
        if (!is_there(shown, &more.items[i]))
            *ARENA_ADD(arena, *shown) = more.items[i];
}

static struct ui_cites who_cites(struct arena *arena, const struct action *action)
{
    struct ui_cites shown = {0};
    add_cites(arena, &shown, &action->by_cites);
    add_cites(arena, &shown, &action->cites);
    for (size_t i = 0; action->is_create && i < action->reg->create_count; i++)
        add_cites(arena, &shown, &action->reg->creates[i].cites);
    return shown;
}

static void add_condition(struct arena *arena, struct ui_action_row *row, struct ui_condition condition)
{
    *ARENA_ADD(arena, row->needs) = condition;
}

static void fill_needs(struct arena *arena, const struct action *action, struct ui_action_row *row)
{
    struct buf asked = buf_in(arena);
    for (size_t i = 0; i < action->ask_count; i++)
        if (action->asks[i].required)
            buf_format(&asked, "%s%.*s", asked.n ? ", " : "Give: ", TEXT_ARGS(action->asks[i].field->label));
    if (asked.n)
        add_condition(arena, row, (struct ui_condition){.text = buf_text(&asked)});
    for (size_t i = 0; i < action->need_count; i++) {
        const struct need *need = &action->needs[i];
        struct ui_condition condition = {.text = need->message, .cites = show_cites(arena, &need->cites)};
        if (need->waiver)
            condition.soft = arena_format(arena, "or waived by: %.*s", TEXT_ARGS(need->waiver->label));
        add_condition(arena, row, condition);
    }
    for (size_t i = 0; i < action->should_count; i++)
        add_condition(arena, row,
                      (struct ui_condition){.text = action->shoulds[i].message,
                                            .soft = TEXT("or give a reason"),
                                            .cites = show_cites(arena, &action->shoulds[i].cites)});
}

static void add_after(struct arena *arena, struct ui_action_row *row, struct text text)
{
    *ARENA_ADD(arena, row->after) = text;
}

static void fill_after(struct arena *arena, const struct action *action, struct ui_action_row *row)
{
    if (action->void_to >= 0) {
        struct text labels = field_labels(arena, action->seals, action->seal_count);
        add_after(arena, row,
                  arena_format(arena, "A later change of %.*s undoes it and moves the record to %.*s",
                               TEXT_ARGS(labels),
                               TEXT_ARGS(action->reg->states->values[action->void_to].label)));
    }
    for (size_t i = 0; i < action->open_count; i++)
        add_after(arena, row, arena_format(arena, "Opens: %.*s", TEXT_ARGS(action->opens[i].open->label)));
}

/* Records are opened by other registers' actions too. */
static void fill_opened_by(struct telling *telling, struct ui_action_row *row)
{
    const struct rulebook *rulebook = telling->rulebook;
    struct arena *arena = telling->frame->arena;
    for (size_t r = 0; r < rulebook->register_count; r++)
        for (size_t a = 0; a < rulebook->registers[r]->action_count; a++) {
            const struct action *action = rulebook->registers[r]->actions[a];
            for (size_t i = 0; i < action->open_count; i++)
                if (action->opens[i].open == telling->reg)
                    add_after(arena, row,
                              arena_format(arena, "Also opened by “%.*s” of: %.*s", TEXT_ARGS(action->label),
                                           TEXT_ARGS(action->reg->label)));
        }
}

static void add_action(struct telling *telling, const struct action *action)
{
    struct arena *arena = telling->frame->arena;
    struct ui_action_rows *actions = &telling->page.actions;
    struct ui_action_row *row = ARENA_ADD(arena, *actions);
    *row = (struct ui_action_row){.label = action->label,
                                  .kind = lifecycle_kind(arena, action),
                                  .from = states_in(arena, telling->reg, action->in),
                                  .who = guard_who(telling->frame->world, NULL, action),
                                  .cites = who_cites(arena, action)};
    if (action->is_create)
        add_tag(arena, &row->from, (struct ui_tag){TEXT("nothing"), UI_TONE_PLAIN});
    if (action->moves || action->is_create)
        row->to = show_state(telling->reg, action->to);
    fill_needs(arena, action, row);
    fill_after(arena, action, row);
    if (action->is_create)
        fill_opened_by(telling, row);
}

static void fill_actions(struct telling *telling)
{
    const struct reg *reg = telling->reg;
    add_action(telling, reg->create);
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->is_create)
            add_action(telling, reg->actions[i]);
}

/* ---- states and edits ---- */

static struct text actions_in(struct arena *arena, const struct reg *reg, size_t state)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->is_create && reg->actions[i]->in[state])
            buf_format(&out, "%s%.*s", out.n ? ", " : "", TEXT_ARGS(reg->actions[i]->label));
    return buf_text(&out);
}

static void fill_states(struct telling *telling, int here)
{
    struct arena *arena = telling->frame->arena;
    struct ui_state_rows *rows = &telling->page.state_rows;
    for (size_t i = 0; i < telling->reg->states->count; i++) {
        bool final = telling->reg->states->values[i].final;
        struct text what = i == 0 ? TEXT("Records open here") : final ? TEXT("An end") : (struct text){0};
        if ((int)i == here)
            what = arena_format(arena, "%.*s%sThe record is here", TEXT_ARGS(what), what.n ? ". " : "");
        *ARENA_ADD(arena, *rows) = (struct ui_state_row){.state = show_state(telling->reg, (int)i),
                                                         .what = what,
                                                         .actions = actions_in(arena, telling->reg, i)};
    }
}

static void fill_edits(struct telling *telling)
{
    struct arena *arena = telling->frame->arena;
    struct ui_edit_rows *rows = &telling->page.edits;
    for (size_t i = 0; i < telling->reg->edit_count; i++) {
        const struct edit_rule *rule = telling->reg->edits[i];
        *ARENA_ADD(arena, *rows) =
            (struct ui_edit_row){.fields = field_labels(arena, rule->fields, rule->field_count),
                                 .in = states_in(arena, telling->reg, rule->in),
                                 .who = guard_who_expr(telling->frame->world, NULL, rule->by),
                                 .cites = show_cites(arena, &rule->cites)};
    }
}

/* ---- the page ---- */

/* The record that the reader comes from, if they may read it: its lifecycle is that of the version it was
 * opened under. */
static void find_record(struct telling *telling)
{
    struct world *world = telling->frame->world;
    struct text number = http_pairs_get(&telling->frame->exchange->request.query, "record");
    struct record *record = number.n ? world_find(world, telling->reg, number) : NULL;
    const struct version *version = record ? versions_find(world->versions, record->rulebook) : NULL;
    if (!version || !world_may_read(world, record))
        return;
    telling->record = world_own(world, record);
    telling->reg = telling->record->reg;
    telling->rulebook = version->rulebook;
}

static struct text lead(const struct telling *telling)
{
    struct arena *arena = telling->frame->arena;
    struct text version = telling->rulebook->version;
    if (telling->rulebook == telling->frame->world->rulebook)
        return arena_format(arena, "As rulebook %.*s has it, in force now.", TEXT_ARGS(version));
    return arena_format(arena,
                        "As rulebook %.*s has it, which %.*s was opened under; rulebook %.*s is in force.",
                        TEXT_ARGS(version), TEXT_ARGS(telling->record->number),
                        TEXT_ARGS(telling->frame->world->rulebook->version));
}

static void fill_crumbs(struct telling *telling)
{
    struct frame *frame = telling->frame;
    const struct reg *reg = telling->reg;
    frame_crumb(frame, reg->plural, arena_format(frame->arena, "/%.*s", TEXT_ARGS(reg->name)));
    if (telling->record)
        frame_crumb(frame, telling->record->number, show_href(frame->arena, reg, telling->record->number));
    frame_crumb(frame, TEXT("Lifecycle"), (struct text){0});
    frame->layout.title = arena_format(frame->arena, "Lifecycle - %.*s", TEXT_ARGS(reg->plural));
}

static void fill_page(struct telling *telling)
{
    struct arena *arena = telling->frame->arena;
    const struct reg *reg = telling->reg;
    struct lifecycle_page *page = &telling->page;
    int here = telling->record ? telling->record->state : -1;
    struct text label = show_lower(arena, reg->plural);
    page->title = arena_format(arena, "The lifecycle of %.*s", TEXT_ARGS(label));
    page->lead = lead(telling);
    page->spoken =
        arena_format(arena, "%.*s: %zu states and the ways between them, as in the tables on this page.",
                     TEXT_ARGS(page->title), reg->states->count);
    lifecycle_draw(arena, reg, here, page);
    fill_actions(telling);
    fill_states(telling, here);
    fill_edits(telling);
    fill_crumbs(telling);
}

void lifecycle_get(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    const struct reg *reg = frame_register(asked);
    struct arena *arena = asked->exchange->request.arena;
    if (!frame_open(&frame, asked,
                    reg ? arena_format(arena, "/%.*s", TEXT_ARGS(reg->name)) : (struct text){0}))
        return;
    if (!reg || !view_register(frame.world, reg)) {
        error_missing(&frame);
        return;
    }
    struct telling telling = {.frame = &frame, .rulebook = frame.world->rulebook, .reg = reg};
    find_record(&telling);
    fill_page(&telling);
    telling.page.layout = frame.layout;
    page_lifecycle(frame_begin(&frame, 200), &telling.page);
    frame_send(&frame);
}
