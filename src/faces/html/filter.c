#include "faces/html/filter.h"

#include "base/percent.h"
#include "faces/html/fields.h"
#include "faces/html/refer.h"
#include "faces/html/show.h"
#include "faces/html/tests.h"

/* ---- reading ---- */

static void take_choices(struct frame *frame, struct filter *filter)
{
    const struct reg *reg = filter->reg;
    for (size_t i = 0; i < reg->field_count && filter->field_count < FILTER_CHOICES_MAX; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.kind != TYPE_CHOICE || field->type.many || field->is_private)
            continue;
        struct text given =
            http_pairs_get(&frame->exchange->request.query, fields_name(frame->arena, field).s);
        filter->fields[filter->field_count] = field;
        filter->values[filter->field_count++] = given.n ? choice_index(field->type.choice, given) : -1;
    }
}

struct filter filter_read(struct frame *frame, const struct reg *reg)
{
    const struct http_pairs *query = &frame->exchange->request.query;
    const struct reg *people = frame->world->rulebook->person;
    struct filter filter = {.reg = reg,
                            .username = refer_read(frame->world, people, http_pairs_get(query, "person"))};
    struct text state = http_pairs_get(query, "state");
    filter.state = reg->states && state.n ? choice_index(reg->states, state) : -1;
    take_choices(frame, &filter);
    if (filter.username.n) {
        filter.person = world_person(frame->world, filter.username);
        if (!filter.person)
            filter.problem = refer_error(frame->world, people, filter.username);
    }
    return filter;
}

/* ---- the test ---- */

static struct expr *person_test(struct frame *frame, const struct filter *filter)
{
    const struct reg *reg = filter->reg;
    struct value person = value_record(filter->person->id);
    struct expr *any = test_node(frame->arena, EXPR_OR, reg->field_count + 1);
    struct type type = {.kind = TYPE_RECORD, .target = frame->world->rulebook->person};
    any->args[any->count++] = test_value(
        frame->arena, EXPR_IS,
        test_path(frame->arena, reg, (struct step){.reg = reg, .builtin = BUILTIN_CREATOR}, type), person);
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->type.kind != TYPE_RECORD || field->type.target != type.target || field->is_private)
            continue;
        struct expr *path =
            test_path(frame->arena, reg, (struct step){.reg = reg, .field = field}, field->type);
        any->args[any->count++] =
            test_value(frame->arena, field->type.many ? EXPR_INCLUDES : EXPR_IS, path, person);
    }
    return any;
}

struct expr *filter_test(struct frame *frame, const struct filter *filter)
{
    struct arena *arena = frame->arena;
    const struct reg *reg = filter->reg;
    struct expr *all = test_node(arena, EXPR_AND, FILTER_CHOICES_MAX + 2);
    if (filter->state >= 0) {
        struct type type = {.kind = TYPE_CHOICE, .choice = reg->states};
        struct expr *path = test_path(arena, reg, (struct step){.reg = reg, .builtin = BUILTIN_STATE}, type);
        all->args[all->count++] =
            test_value(arena, EXPR_COMPARE, path, (struct value){.kind = VALUE_CHOICE, .i = filter->state});
    }
    for (size_t i = 0; i < filter->field_count; i++) {
        if (filter->values[i] < 0)
            continue;
        struct step step = {.reg = reg, .field = filter->fields[i]};
        struct expr *path = test_path(arena, reg, step, filter->fields[i]->type);
        all->args[all->count++] = test_value(arena, EXPR_COMPARE, path,
                                             (struct value){.kind = VALUE_CHOICE, .i = filter->values[i]});
    }
    if (filter->person)
        all->args[all->count++] = person_test(frame, filter);
    return all->count > 1 ? all : all->count ? all->args[0] : NULL;
}

/* ---- the form ---- */

static struct ui_field *add_field(struct frame *frame, struct ui_fields *fields, struct text name,
                                  struct text label, enum ui_input input)
{
    struct ui_field *field = ARENA_ADD(frame->arena, *fields);
    *field = (struct ui_field){
        .id = name,
        .name = name,
        .label = label,
        .input = input,
        .value = http_pairs_get(&frame->exchange->request.query, arena_string(frame->arena, name))};
    return field;
}

static void add_values(struct arena *arena, struct ui_field *field, const struct choice *choice, int chosen)
{
    field->none = TEXT("Any");
    for (size_t i = 0; i < choice->count; i++)
        *ARENA_ADD(arena, field->options) = (struct ui_option){
            .value = choice->values[i].name, .label = choice->values[i].label, .chosen = (int)i == chosen};
}

bool filter_fields(struct frame *frame, const struct filter *filter, struct ui_fields *fields,
                   struct ui_fields *more)
{
    bool unfolds = false;
    add_field(frame, fields, TEXT("q"), TEXT("Words"), UI_INPUT_LINE);
    fields->items[0].id = TEXT("words"); /* the search box of every page is `q` */
    if (filter->reg->states)
        add_values(frame->arena, add_field(frame, fields, TEXT("state"), TEXT("State"), UI_INPUT_SELECT),
                   filter->reg->states, filter->state);
    for (size_t i = 0; i < filter->field_count; i++) {
        add_values(frame->arena,
                   add_field(frame, more, fields_name(frame->arena, filter->fields[i]),
                             filter->fields[i]->label, UI_INPUT_SELECT),
                   filter->fields[i]->type.choice, filter->values[i]);
        unfolds |= filter->values[i] >= 0;
    }
    struct ui_field *person = add_field(frame, more, TEXT("person"), TEXT("Person"), UI_INPUT_PERSON);
    person->value = refer_show(frame->world, frame->world->rulebook->person, filter->username);
    person->error = filter->problem;
    person->find = frame->world->rulebook->person->name;
    struct ui_field *where =
        add_field(frame, more, TEXT("where"), TEXT("Test, as a rulebook writes it"), UI_INPUT_LINE);
    return unfolds || person->value.n || where->value.n;
}

/* ---- addresses ---- */

static bool is_dropped(struct text name, struct text key)
{
    return text_eq(name, key) || text_is(name, "after");
}

struct text filter_href(struct frame *frame, struct text key, struct text value)
{
    const struct http_request *request = &frame->exchange->request;
    struct buf out = buf_in(frame->arena);
    char sign = '?';
    buf_put(&out, request->path);
    for (size_t i = 0; i <= request->query.count; i++) {
        bool last = i == request->query.count;
        struct http_pair pair = last ? (struct http_pair){key, value} : request->query.items[i];
        if (!pair.value.n || (!last && is_dropped(pair.name, key)))
            continue;
        buf_char(&out, sign);
        sign = '&';
        percent_encode(&out, pair.name);
        buf_char(&out, '=');
        percent_encode(&out, pair.value);
    }
    return buf_text(&out);
}

static void add_chosen(struct frame *frame, struct ui_links *chosen, const char *label, struct text value,
                       struct text key)
{
    *ARENA_ADD(frame->arena, *chosen) =
        (struct ui_link){.label = arena_format(frame->arena, "%s: %.*s", label, TEXT_ARGS(value)),
                         .href = filter_href(frame, key, (struct text){0})};
}

void filter_chosen(struct frame *frame, const struct filter *filter, struct ui_links *chosen)
{
    const struct http_pairs *query = &frame->exchange->request.query;
    struct text words = text_trim(http_pairs_get(query, "q")),
                where = text_trim(http_pairs_get(query, "where"));
    if (words.n)
        add_chosen(frame, chosen, "Words", words, TEXT("q"));
    if (filter->state >= 0)
        add_chosen(frame, chosen, "State", filter->reg->states->values[filter->state].label, TEXT("state"));
    for (size_t i = 0; i < filter->field_count; i++)
        if (filter->values[i] >= 0)
            add_chosen(frame, chosen, arena_string(frame->arena, filter->fields[i]->label),
                       filter->fields[i]->type.choice->values[filter->values[i]].label,
                       fields_name(frame->arena, filter->fields[i]));
    if (filter->username.n)
        add_chosen(frame, chosen, "Person",
                   refer_show(frame->world, frame->world->rulebook->person, filter->username),
                   TEXT("person"));
    if (where.n)
        add_chosen(frame, chosen, "Where", where, TEXT("where"));
}
