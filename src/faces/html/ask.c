#include "faces/html/ask.h"

#include "engine/input.h"
#include "faces/html/refer.h"

struct asking ask_begin(struct frame *frame, const struct returned *returned, struct text name,
                        struct text action, const char *submit)
{
    struct asking asking = {.frame = frame, .name = name};
    asking.returned = returned && returned->answer && text_eq(returned->form, name) ? returned : NULL;
    asking.form =
        (struct ui_form){.action = action, .csrf = frame->asked->caller.csrf, .submit = text_of(submit)};
    return asking;
}

struct text ask_error(const struct returned *returned, struct text name)
{
    for (size_t i = 0; returned && returned->answer && i < returned->answer->error_count; i++)
        if (text_eq(returned->answer->errors[i].field, name))
            return returned->answer->errors[i].message;
    return (struct text){0};
}

static struct text field_id(struct arena *arena, struct text form, struct text name)
{
    return arena_format(arena, "%.*s-%.*s", TEXT_ARGS(form), TEXT_ARGS(name));
}

struct ui_field *ask_field(struct asking *asking, const char *name, const char *label, enum ui_input input)
{
    struct arena *arena = asking->frame->arena;
    struct ui_fields *fields = &asking->form.fields;
    struct ui_field *field = ARENA_ADD(arena, *fields);
    *field = (struct ui_field){.id = field_id(arena, asking->name, text_of(name)),
                               .name = text_of(name),
                               .label = text_of(label),
                               .input = input,
                               .error = ask_error(asking->returned, text_of(name))};
    if (asking->returned && input != UI_INPUT_PASSWORD)
        field->value = http_pairs_get(asking->returned->given, name);
    return field;
}

void ask_option(struct asking *asking, struct ui_field *field, struct text value, struct text label,
                bool chosen)
{
    bool again = asking->returned && text_eq(field->value, value);
    *ARENA_ADD(asking->frame->arena, field->options) =
        (struct ui_option){.value = value, .label = label, .chosen = asking->returned ? again : chosen};
}

void ask_hidden(struct asking *asking, const char *name, struct text value)
{
    struct ui_hiddens *hidden = &asking->form.hidden;
    *ARENA_ADD(asking->frame->arena, *hidden) = (struct ui_hidden){text_of(name), value};
}

void ask_people(struct asking *asking, struct ui_field *field)
{
    struct world *world = asking->frame->world;
    const struct reg *people = world->rulebook->person;
    field->hint = TEXT("A name or a username: begin to type, and choose");
    field->value = refer_show(world, people, field->value);
    if (!refer_suggest(world, people, &field->options))
        field->find = people->name;
}

struct text ask_person(struct asked *asked, struct text given)
{
    struct arena *arena = asked->exchange->request.arena;
    VIEW_SCOPED view = {0};
    if (!view_open(&view, arena, asked->face->engine, asked->caller.person))
        return given;
    return refer_read(view.world, view.world->rulebook->person, given);
}

/* ---- what came back ---- */

static void add_error(struct frame *frame, struct ui_form_errors *errors, struct text id, struct text message)
{
    *ARENA_ADD(frame->arena, *errors) = (struct ui_form_error){id, message};
}

struct ui_form_errors ask_errors(struct frame *frame, const struct returned *returned)
{
    struct ui_form_errors errors = {0};
    const struct answer *answer = returned ? returned->answer : NULL;
    if (!answer || answer->outcome == OUTCOME_DONE)
        return errors;
    for (size_t i = 0; i < answer->error_count; i++)
        add_error(frame, &errors, field_id(frame->arena, returned->form, answer->errors[i].field),
                  answer->errors[i].message);
    for (size_t i = 0; i < answer->unmet_count; i++)
        add_error(frame, &errors, (struct text){0}, answer->unmet[i].message);
    if (errors.count)
        return errors;
    struct text who = answer->who;
    add_error(
        frame, &errors, (struct text){0},
        who.n ? arena_format(frame->arena, "%.*s. Who can: %.*s", TEXT_ARGS(answer->message), TEXT_ARGS(who))
              : answer->message);
    return errors;
}

unsigned ask_status(const struct returned *returned)
{
    return returned && returned->answer ? face_status(returned->answer->outcome) : 200;
}

/* ---- what came in ---- */

struct text ask_parameter(const struct asked *asked, const char *name)
{
    return http_pairs_get(&asked->parameters, name);
}

bool ask_time(struct asked *asked, const struct http_form *form, const char *name, int64_t *out,
              struct answer *answer)
{
    struct arena *arena = asked->exchange->request.arena;
    struct text text = text_trim(http_pairs_get(&form->fields, name));
    *out = INT64_MIN;
    if (!text.n)
        return true;
    VIEW_SCOPED view = {0};
    if (view_open(&view, arena, asked->face->engine, asked->caller.person) &&
        input_time(view.world, text, out))
        return true;
    size_t capacity = answer->error_count;
    *ARENA_PUSH(arena, answer->errors, answer->error_count, capacity) =
        (struct field_error){text_of(name), TEXT("Give a day and a time, as in 2026-11-26T22:00")};
    answer->outcome = OUTCOME_INVALID;
    answer->message = TEXT("Some of what was given cannot be taken");
    return false;
}
