#include "faces/html/refer.h"

#include "base/utf8.h"
#include "faces/html/show.h"
#include "faces/html/tests.h"

enum { SUGGESTIONS_MAX = 100, NEAR_MAX = 5, NEAR_READ = 20, GIVEN_MAX = 1000, GIVEN_CHARACTERS = 80 };

static struct record *find(struct world *world, const struct reg *target, struct text number)
{
    struct record *record = world_find(world, target, number);
    return record && world_may_read(world, record) ? record : NULL;
}

/* Is it still of use: not ended, and nobody who has left? */
static bool is_live(struct world *world, const struct record *record)
{
    if (reg_is_people(record->reg))
        return !world_inactive(world, record->id);
    return record->state < 0 || !record->reg->states->values[record->state].final;
}

struct text refer_show(struct world *world, const struct reg *target, struct text number)
{
    struct record *record = find(world, target, number);
    return record ? world_full_title(world, record) : number;
}

/* What stands in the parentheses at the end; empty: there are none. */
static struct text bracketed(struct text given)
{
    size_t at = given.n;
    if (!at || given.s[at - 1] != ')')
        return (struct text){0};
    while (at && given.s[at - 1] != '(')
        at--;
    return (struct text){given.s + at, at ? given.n - at - 1 : 0};
}

/* The only live record with this title, found by the index of its words; NULL: none, or several. */
static struct record *find_title(struct world *world, const struct reg *target, struct text title)
{
    const struct field *field = target->title;
    if (!field || field->is_private || field->computed)
        return NULL;
    struct expr *path =
        test_path(world->arena, target, (struct step){.reg = target, .field = field}, field->type);
    struct value value = {.kind = VALUE_TEXT, .text = title};
    struct list_request request = {.reg = target,
                                   .words = title,
                                   .test = test_value(world->arena, EXPR_COMPARE, path, value),
                                   .limit = NEAR_READ};
    struct list_view list = {0};
    struct record *only = NULL;
    view_list(world, &request, &list);
    for (size_t i = 0; list.outcome == OUTCOME_DONE && i < list.record_count; i++) {
        struct record *record = list.records[i];
        if (!is_live(world, record) || !world_may_read_field(world, record, field))
            continue;
        if (only)
            return NULL;
        only = record;
    }
    return only;
}

struct text refer_read(struct world *world, const struct reg *target, struct text given)
{
    given = text_trim(given);
    if (!given.n || given.n > GIVEN_MAX)
        return given;
    struct record *record = find(world, target, given);
    if (!record)
        record = find(world, target, text_trim(bracketed(given)));
    if (!record)
        record = find_title(world, target, given);
    return record ? record->number : given;
}

struct text refer_error(struct world *world, const struct reg *target, struct text given)
{
    struct list_request request = {.reg = target, .words = given, .limit = NEAR_READ};
    struct list_view list = {0};
    struct buf out = buf_in(world->arena);
    struct text cut = utf8_cut(given, GIVEN_CHARACTERS);
    size_t near = 0;
    if (given.n <= GIVEN_MAX)
        view_list(world, &request, &list);
    struct text label = show_lower(world->arena, target->label);
    buf_format(&out, "No %.*s that you may see is called “%.*s%s”", TEXT_ARGS(label), TEXT_ARGS(cut),
               cut.n < given.n ? " …" : "");
    for (size_t i = 0; list.outcome == OUTCOME_DONE && i < list.record_count && near < NEAR_MAX; i++)
        if (is_live(world, list.records[i])) {
            buf_puts(&out, near++ ? ", " : ". Near it: ");
            buf_put(&out, world_full_title(world, list.records[i]));
        }
    if (!near)
        buf_puts(&out, ", and none holds these words. Give its number or its name");
    return buf_text(&out);
}

bool refer_suggest(struct world *world, const struct reg *target, struct ui_options *options)
{
    struct list_request request = {.reg = target,
                                   .limit = SUGGESTIONS_MAX,
                                   .sort = reg_is_people(target) ? TEXT("name") : TEXT("-updated")};
    struct list_view list = {0};
    view_list(world, &request, &list);
    for (size_t i = 0; i < list.record_count; i++)
        if (is_live(world, list.records[i]))
            *ARENA_ADD(world->arena, *options) =
                (struct ui_option){.value = world_full_title(world, list.records[i])};
    return !list.next.n;
}
