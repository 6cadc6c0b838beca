#include "faces/html/fields.h"

#include "base/utf8.h"
#include "engine/file.h"
#include "faces/html/refer.h"
#include "faces/html/show.h"

enum { RADIO_MAX = 5, MANY_BLANKS = 3, MEANWHILE_CHARACTERS = 280 };

struct text fields_name(struct arena *arena, const struct field *field)
{
    return arena_format(arena, "f.%.*s", TEXT_ARGS(field->name));
}

/* ---- what stands in the boxes ---- */

static struct value present(const struct fields_form *form, const struct field *field)
{
    struct world *world = form->frame->world;
    if (form->record)
        return world_value(world, form->record, field);
    if (!field->initial)
        return (struct value){0};
    struct scene scene = world_scene(world, NULL);
    return evaluate_value(&scene, field->initial);
}

static void add_text(struct arena *arena, struct ui_texts *texts, struct text text)
{
    *ARENA_ADD(arena, *texts) = text;
}

/* Records go by their numbers, however they were named. */
static struct ui_texts given_texts(const struct fields_form *form, const struct field *field)
{
    struct ui_texts texts = {0};
    struct text name = fields_name(form->frame->arena, field);
    for (size_t i = 0; i < form->given->count; i++) {
        struct text given = form->given->items[i].value;
        if (!text_eq(form->given->items[i].name, name) || !given.n)
            continue;
        if (field->type.kind == TYPE_RECORD)
            given = refer_read(form->frame->world, field->type.target, given);
        add_text(form->frame->arena, &texts, given);
    }
    return texts;
}

static struct ui_texts texts_of(const struct fields_form *form, const struct field *field, struct value value)
{
    struct ui_texts texts = {0};
    if (value.kind != VALUE_SET && value.kind != VALUE_MISSING)
        add_text(form->frame->arena, &texts, show_form_value(form->frame->world, field->type, value));
    for (size_t i = 0; i < value.count; i++)
        add_text(form->frame->arena, &texts,
                 show_form_value(form->frame->world, field->type, value.items[i]));
    return texts;
}

static struct ui_texts present_texts(const struct fields_form *form, const struct field *field)
{
    return texts_of(form, field, present(form, field));
}

static bool has_text(const struct ui_texts *texts, struct text text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (text_eq(texts->items[i], text))
            return true;
    return false;
}

/* ---- what changed since the form was shown ---- */

static bool same_texts(const struct ui_texts *a, const struct ui_texts *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = text_eq(a->items[i], b->items[i]);
    return same;
}

struct meanwhile {
    struct text hint;  /* somebody else's value is shown */
    struct text error; /* both changed it: theirs in words, the reader's in the box */
};

static bool is_changed(const struct fields_form *form, const struct field *field,
                       const struct ui_texts *texts)
{
    struct ui_texts then = texts_of(form, field, form->seen->values[field->index]);
    return !same_texts(texts, &then);
}

/* What the reader left as it was shown becomes what it is now. */
static struct meanwhile meanwhile_of(const struct fields_form *form, const struct field *field,
                                     struct ui_texts *texts)
{
    struct world *world = form->frame->world;
    struct meanwhile meanwhile = {0};
    struct ui_texts now = present_texts(form, field);
    if (!is_changed(form, field, &now) || same_texts(texts, &now))
        return meanwhile;
    struct text value = show_value(world, field->type, present(form, field));
    struct text cut = utf8_cut(value, MEANWHILE_CHARACTERS);
    if (!is_changed(form, field, texts)) {
        *texts = now;
        meanwhile.hint = TEXT("Somebody else changed this meanwhile: it is shown as it is now");
    } else {
        meanwhile.error =
            value.n
                ? arena_format(world->arena,
                               "Somebody else made this “%.*s%s” meanwhile. Yours is kept here: send it "
                               "to put it in its place",
                               TEXT_ARGS(cut), cut.n < value.n ? " …" : "")
                : TEXT("Somebody else emptied this meanwhile. Yours is kept here: send it to put it back");
    }
    return meanwhile;
}

void fields_look_back(struct fields_form *form)
{
    int64_t version;
    if (form->record && form->given && text_to_int(http_pairs_get(form->given, "version"), &version) &&
        version > 0 && version < form->record->version)
        form->seen = view_record_version(form->frame->world, form->record, version);
}

bool fields_current(struct fields_form *form, const struct field *const *fields, size_t count,
                    struct answer *refusal)
{
    bool overtaken = false;
    fields_look_back(form);
    for (size_t i = 0; form->seen && i < count; i++) {
        struct ui_texts given = given_texts(form, fields[i]);
        struct ui_texts now = present_texts(form, fields[i]);
        overtaken |= is_changed(form, fields[i], &now) && !same_texts(&given, &now);
    }
    if (overtaken)
        *refusal = (struct answer){
            .outcome = OUTCOME_STALE,
            .message = TEXT("Somebody changed this record meanwhile. Look at it again, then decide")};
    return !overtaken;
}

/* ---- which box ---- */

static enum ui_input input_of(const struct field *field)
{
    const struct type *type = &field->type;
    if (type->kind == TYPE_CHOICE && type->many)
        return UI_INPUT_CHECKS;
    if (type->many && type->kind != TYPE_FILE)
        return UI_INPUT_MANY;
    switch (type->kind) {
    case TYPE_TEXT:
        return UI_INPUT_TEXT;
    case TYPE_NUMBER:
        return UI_INPUT_NUMBER;
    case TYPE_FLAG:
        return UI_INPUT_RADIO; /* neither yes nor no is an answer too: a tick box has only two */
    case TYPE_DATE:
        return UI_INPUT_DATE;
    case TYPE_MONTH:
        return UI_INPUT_MONTH;
    case TYPE_TIME:
        return UI_INPUT_TIME;
    case TYPE_LINK:
        return UI_INPUT_LINK;
    case TYPE_CHOICE:
        return type->choice->count > RADIO_MAX ? UI_INPUT_SELECT : UI_INPUT_RADIO;
    case TYPE_RECORD:
        return reg_is_people(type->target) ? UI_INPUT_PERSON : UI_INPUT_RECORD;
    case TYPE_FILE:
        return UI_INPUT_FILE;
    case TYPE_LINE:
    case TYPE_NONE:
    case TYPE_DURATION:
        break;
    }
    return UI_INPUT_LINE;
}

/* ---- options ---- */

static struct ui_option *add_option(struct arena *arena, struct ui_options *options, struct text value,
                                    struct text label, const struct ui_texts *chosen)
{
    struct ui_option *option = ARENA_ADD(arena, *options);
    *option = (struct ui_option){.value = value, .label = label, .chosen = has_text(chosen, value)};
    return option;
}

/* The list of what may be chosen stands in a form once, for all fields that refer to the same register. */
static void add_suggestions(struct world *world, const struct reg *target, struct ui_form *out,
                            struct ui_field *shown)
{
    struct text id = arena_format(world->arena, "list-%.*s", TEXT_ARGS(target->name));
    struct ui_list *list = NULL;
    for (size_t i = 0; i < out->lists.count; i++)
        if (text_eq(out->lists.items[i].id, id))
            list = &out->lists.items[i];
    if (!list) {
        list = ARENA_ADD(world->arena, out->lists);
        list->id = id;
        if (!refer_suggest(world, target, &list->options))
            list->find = target->name;
    }
    shown->list = id;
    shown->find = list->find;
}

static void add_options(struct world *world, const struct field *field, enum ui_input input,
                        struct ui_options *options, const struct ui_texts *chosen)
{
    if (field->type.kind == TYPE_FLAG && input == UI_INPUT_RADIO) {
        add_option(world->arena, options, TEXT("true"), TEXT("Yes"), chosen);
        add_option(world->arena, options, TEXT("false"), TEXT("No"), chosen);
    }
    for (size_t i = 0; field->type.kind == TYPE_CHOICE && i < field->type.choice->count; i++)
        add_option(world->arena, options, field->type.choice->values[i].name,
                   field->type.choice->values[i].label, chosen);
}

/* An id that was sent says nothing about a file that is not theirs. */
static void add_files(const struct fields_form *form, struct ui_options *options, const struct ui_texts *ids)
{
    struct world *world = form->frame->world;
    for (size_t i = 0; i < ids->count; i++) {
        struct value id = {.kind = VALUE_TEXT, .text = ids->items[i]};
        if (file_may_attach(world, form->record, &id))
            add_option(world->arena, options, id.text, file_name(world, id.text), ids);
    }
}

/* ---- the field ---- */

/* A record that was not found is told with what comes near. */
static struct text not_found(const struct fields_form *form, const struct field *field)
{
    struct world *world = form->frame->world;
    struct ui_texts given = {0};
    if (form->given && field->type.kind == TYPE_RECORD)
        given = given_texts(form, field);
    for (size_t i = 0; i < given.count; i++) {
        struct record *record = world_find(world, field->type.target, given.items[i]);
        if (!record || !world_may_read(world, record))
            return refer_error(world, field->type.target, given.items[i]);
    }
    return (struct text){0};
}

static struct text error_of(const struct fields_form *form, const struct field *field)
{
    const struct answer *answer = form->answer;
    struct text error = answer ? not_found(form, field) : (struct text){0};
    if (error.n)
        return error;
    for (size_t i = 0; answer && i < answer->error_count; i++)
        if (text_eq(answer->errors[i].field, field->name))
            return answer->errors[i].message;
    for (size_t i = 0; answer && i < answer->unmet_count; i++)
        if (answer->unmet[i].field == field)
            return answer->unmet[i].message;
    return (struct text){0};
}

static struct text hint_of(const struct field *field)
{
    if (field->help.n)
        return field->help;
    if (field->type.kind == TYPE_FILE)
        return field->type.many
                   ? TEXT("Files of up to 10 MB each, together up to 24 MB")
                   : TEXT("A file of up to 10 MB. One that is chosen takes the place of the other");
    if (field->type.kind != TYPE_RECORD)
        return (struct text){0};
    return reg_is_people(field->type.target) ? TEXT("A name or a username: begin to type, and choose")
                                             : TEXT("A name or a number: begin to type, and choose");
}

void fields_add(const struct fields_form *form, struct ui_form *out, const struct field *field, bool required)
{
    struct frame *frame = form->frame;
    struct text name = fields_name(frame->arena, field);
    struct meanwhile meanwhile = {0};
    struct ui_texts texts = form->given ? given_texts(form, field) : present_texts(form, field);
    if (form->seen)
        meanwhile = meanwhile_of(form, field, &texts);
    struct ui_fields *fields = &out->fields;
    struct ui_field *shown = ARENA_ADD(frame->arena, *fields);
    *shown = (struct ui_field){.id = name,
                               .name = name,
                               .label = field->label,
                               .hint = meanwhile.hint.n ? meanwhile.hint : hint_of(field),
                               .error = error_of(form, field),
                               .input = input_of(field),
                               .required = required,
                               .many = field->type.many,
                               .cites = show_cites(frame->arena, &field->cites)};
    if (!shown->error.n)
        shown->error = meanwhile.error;
    if (!required && form->wanted)
        shown->needed = wanted_for(form->wanted, field);
    add_options(frame->world, field, shown->input, &shown->options, &texts);
    if (field->type.kind == TYPE_RECORD) {
        add_suggestions(frame->world, field->type.target, out, shown);
        for (size_t i = 0; i < texts.count; i++)
            texts.items[i] = refer_show(frame->world, field->type.target, texts.items[i]);
    }
    if (shown->input == UI_INPUT_FILE) {
        out->multipart = true;
        add_files(form, &shown->options, &texts);
        return;
    }
    if (shown->input == UI_INPUT_MANY) {
        for (size_t i = 0; i < MANY_BLANKS; i++)
            add_text(frame->arena, &texts, (struct text){0});
        shown->entries = texts;
    } else if (texts.count) {
        shown->value = texts.items[0];
    }
}

struct ui_form_errors fields_errors(const struct fields_form *form, const struct ui_form *out)
{
    struct ui_form_errors errors = {0};
    struct arena *arena = form->frame->arena;
    const struct answer *answer = form->answer;
    for (size_t i = 0; answer && i < answer->error_count; i++) {
        struct ui_form_error *error = ARENA_ADD(arena, errors);
        *error = (struct ui_form_error){arena_format(arena, "f.%.*s", TEXT_ARGS(answer->errors[i].field)),
                                        answer->errors[i].message};
        for (size_t k = 0; k < out->fields.count; k++)
            if (text_eq(out->fields.items[k].id, error->id))
                error->message = arena_format(arena, "%.*s: %.*s", TEXT_ARGS(out->fields.items[k].label),
                                              TEXT_ARGS(out->fields.items[k].error));
    }
    return errors;
}

/* ---- reading back ---- */

/* What stands there already and came back as it was is left alone: a form shows minutes, and records may hold
 * more. */
static bool unchanged(const struct fields_form *form, const struct field *field, const struct ui_texts *given)
{
    if (!form->record)
        return false;
    struct ui_texts now = present_texts(form, field);
    return same_texts(given, &now);
}

static struct input input_texts(struct arena *arena, const struct field *field, const struct ui_texts *texts)
{
    struct input input = {.name = field->name, .kind = INPUT_TEXT, .typed = true};
    if (!field->type.many) {
        input.text = texts->count ? texts->items[0] : (struct text){0};
        return input;
    }
    input.kind = INPUT_LIST;
    input.count = texts->count;
    input.items = ARENA_ARRAY(arena, struct input, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        input.items[i] = (struct input){.kind = INPUT_TEXT, .typed = true, .text = texts->items[i]};
    return input;
}

struct input *fields_read(const struct fields_form *form, const struct field *const *fields,
                          size_t field_count, size_t *count)
{
    struct arena *arena = form->frame->arena;
    struct input *inputs = ARENA_ARRAY(arena, struct input, field_count + 1);
    *count = 0;
    for (size_t i = 0; i < field_count; i++) {
        struct ui_texts texts = given_texts(form, fields[i]);
        if (!unchanged(form, fields[i], &texts))
            inputs[(*count)++] = input_texts(arena, fields[i], &texts);
    }
    return inputs;
}
