#include "faces/html/details.h"

#include "engine/file.h"
#include "engine/guard.h"
#include "faces/html/markdown.h"
#include "faces/html/show.h"

enum { FACTS_MAX = 4, TAGS_MAX = 3, RELATED_MAX = 20 };

/* What is computed is computed from the present: of a record as it once stood it is not known. */
static bool is_past(struct world *world, const struct record *record)
{
    return record != world_record(world, record->reg, record->id);
}

bool details_shown(struct world *world, struct record *record, const struct field *field)
{
    if (field->computed && is_past(world, record))
        return false;
    return !field->shown_when || guard_holds(world, record, field->shown_when);
}

static bool is_link(struct type type)
{
    return type.kind == TYPE_RECORD || type.kind == TYPE_LINK || type.kind == TYPE_FILE;
}

static struct ui_link link_of(struct world *world, const struct record *record, struct type type,
                              struct value value)
{
    if (type.kind == TYPE_LINK)
        return (struct ui_link){.label = value.text, .href = value.text};
    if (type.kind == TYPE_FILE) {
        struct text href = show_href(world->arena, record->reg, record->number);
        return (struct ui_link){.label = file_name(world, value.text),
                                .href = arena_format(world->arena, "/api/v1%.*s/files/%.*s", TEXT_ARGS(href),
                                                     TEXT_ARGS(value.text))};
    }
    struct record *target = world_record(world, type.target, value.i);
    if (!target || !world_may_read(world, target))
        return (struct ui_link){0};
    return reg_is_people(type.target) ? show_person(world, value.i) : show_record(world, target);
}

static void add_links(struct world *world, const struct record *record, struct type type, struct value value,
                      struct ui_links *links)
{
    size_t count = value.kind == VALUE_SET ? value.count : value.kind != VALUE_MISSING;
    for (size_t i = 0; i < count; i++) {
        struct ui_link link = link_of(world, record, type, value.kind == VALUE_SET ? value.items[i] : value);
        if (link.label.n)
            *ARENA_ADD(world->arena, *links) = link;
    }
}

struct ui_row details_row(struct world *world, struct record *record, const struct field *field)
{
    struct ui_row row = {.label = field->label, .cites = show_cites(world->arena, &field->cites)};
    if (!world_may_read_field(world, record, field)) {
        row.withheld = true;
        return row;
    }
    struct value value = world_value(world, record, field);
    if (field->type.kind == TYPE_TEXT && value.kind == VALUE_TEXT)
        row.html = html_markdown(world->arena, value.text);
    else if (is_link(field->type))
        add_links(world, record, field->type, value, &row.links);
    else
        row.value = show_value(world, field->type, value);
    return row;
}

static bool is_editable(const struct record_view *view, const struct field *field)
{
    for (size_t i = 0; i < view->editable_count; i++)
        if (view->editable[i] == field)
            return true;
    return false;
}

struct ui_rows details_rows(struct world *world, const struct record_view *view, const struct field *lead)
{
    struct ui_rows rows = {0};
    const struct reg *reg = view->record->reg;
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field == reg->title || field == lead || !details_shown(world, view->record, field))
            continue;
        struct ui_row row = details_row(world, view->record, field);
        bool given = row.withheld || row.value.n || row.html.html.n || row.links.count;
        if (!given && !is_editable(view, field))
            continue;
        if (!given)
            row.value = TEXT("Not given");
        *ARENA_ADD(world->arena, rows) = row;
    }
    return rows;
}

const struct field *details_lead(struct world *world, struct record *record)
{
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (field->type.kind == TYPE_TEXT && !field->type.many && details_shown(world, record, field) &&
            world_may_read_field(world, record, field) &&
            world_value(world, record, field).kind == VALUE_TEXT)
            return field;
    }
    return NULL;
}

/* ---- facts and tags ---- */

static const struct field *own_field(const struct expr *expr)
{
    if (!expr || expr->kind != EXPR_PATH || expr->path.root != ROOT_THIS || expr->path.count != 1)
        return NULL;
    return expr->path.steps[0].field;
}

static void add_fact(struct world *world, struct ui_facts *facts, struct ui_fact fact)
{
    if (facts->count < FACTS_MAX && fact.value.n)
        *ARENA_ADD(world->arena, *facts) = fact;
}

static void add_period(struct world *world, struct record *record, struct ui_facts *facts)
{
    const struct field *begins = own_field(record->reg->begins), *ends = own_field(record->reg->ends);
    if (!begins || !ends || !world_may_read_field(world, record, begins) ||
        !world_may_read_field(world, record, ends))
        return;
    struct text from = show_value(world, begins->type, world_value(world, record, begins));
    struct text to = show_value(world, ends->type, world_value(world, record, ends));
    struct text small = to.n ? arena_format(world->arena, "to %.*s", TEXT_ARGS(to)) : to;
    add_fact(world, facts, (struct ui_fact){.label = TEXT("When"), .value = from, .small = small});
}

static bool may_be_fact(struct world *world, struct record *record, const struct field *field)
{
    return field != record->reg->title && !field->type.many && !field->is_private &&
           details_shown(world, record, field) && world_may_read_field(world, record, field);
}

static void add_facts(struct world *world, struct record *record, struct ui_facts *facts, bool people)
{
    const struct field *begins = own_field(record->reg->begins), *ends = own_field(record->reg->ends);
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        bool person = field->type.kind == TYPE_RECORD && reg_is_people(field->type.target);
        bool plain = field->type.kind == TYPE_TIME || field->type.kind == TYPE_DATE ||
                     field->type.kind == TYPE_RECORD || field->type.kind == TYPE_NUMBER ||
                     field->type.kind == TYPE_MONTH;
        if (person != people || !plain || field == begins || field == ends ||
            !may_be_fact(world, record, field))
            continue;
        struct value value = world_value(world, record, field);
        struct ui_fact fact = {.label = field->label, .value = show_value(world, field->type, value)};
        if (field->type.kind == TYPE_RECORD && fact.value.n)
            fact.href =
                show_href(world->arena, field->type.target, world_name(world, field->type.target, value.i));
        add_fact(world, facts, fact);
    }
}

struct ui_facts details_facts(struct world *world, struct record *record)
{
    struct ui_facts facts = {0};
    add_period(world, record, &facts);
    add_facts(world, record, &facts, true);
    add_facts(world, record, &facts, false);
    return facts;
}

/* Does a board's decision, or a step on, have to say it? It tells how the matter ended. */
static bool is_outcome(const struct field *field)
{
    for (size_t i = 0; i < field->reg->action_count; i++) {
        const struct action *action = field->reg->actions[i];
        for (size_t a = 0; a < action->ask_count; a++)
            if (action->asks[a].field == field && action->asks[a].required &&
                (action->moves || action->by_kind == BY_BOARD))
                return true;
    }
    return false;
}

struct ui_tags details_tags(struct world *world, struct record *record)
{
    struct ui_tags tags = {0};
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (field->type.kind != TYPE_CHOICE || !may_be_fact(world, record, field) ||
            (tags.count >= TAGS_MAX && !is_outcome(field)))
            continue;
        struct text value = show_value(world, field->type, world_value(world, record, field));
        if (value.n)
            *ARENA_ADD(world->arena, tags) = (struct ui_tag){
                arena_format(world->arena, "%.*s: %.*s", TEXT_ARGS(field->label), TEXT_ARGS(value)),
                UI_TONE_PLAIN};
    }
    return tags;
}

/* ---- what points here ---- */

static bool points_at(struct world *world, struct record *from, const struct field *field, int64_t id)
{
    struct value value = world_value(world, from, field);
    if (value.kind == VALUE_RECORD)
        return value.i == id;
    for (size_t i = 0; i < value.count; i++)
        if (value.items[i].i == id)
            return true;
    return false;
}

static void add_pointing(struct world *world, const struct record *record, const struct field *field,
                         struct ui_rows *rows, size_t *count)
{
    struct text label = show_lower(world->arena, field->label);
    struct ui_row row = {
        .label = arena_format(world->arena, "%.*s: %.*s", TEXT_ARGS(field->reg->plural), TEXT_ARGS(label))};
    size_t found;
    const int64_t *ids = world_having(world, field, value_record(record->id), &found);
    for (size_t i = found; i-- > 0 && row.links.count < RELATED_MAX;) {
        struct record *from = world_record(world, field->reg, ids[i]);
        if (from && world_may_read(world, from) && world_may_read_field(world, from, field) &&
            points_at(world, from, field, record->id))
            *ARENA_ADD(world->arena, row.links) = show_record(world, from);
    }
    if (!row.links.count)
        return;
    if (row.links.count == RELATED_MAX)
        row.small = arena_format(world->arena, "The newest %d are shown", RELATED_MAX);
    *count += row.links.count;
    *ARENA_ADD(world->arena, *rows) = row;
}

struct ui_rows details_related(struct world *world, const struct record *record, size_t *count)
{
    struct ui_rows rows = {0};
    const struct rulebook *rulebook = world->rulebook;
    *count = 0;
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        for (size_t f = 0; !reg->builtin && f < reg->field_count; f++) {
            const struct field *field = reg->fields[f];
            if (field->type.kind == TYPE_RECORD && field->type.target == record->reg && !field->computed &&
                !field->is_private)
                add_pointing(world, record, field, &rows, count);
        }
    }
    return rows;
}
