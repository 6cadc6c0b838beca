#include "faces/html/attach.h"

#include "engine/file.h"
#include "faces/html/fields.h"

struct attaching {
    struct asked *asked;
    struct http_form *form;
    struct answer *refusal;
    size_t capacity; /* of the refusal's errors */
};

static void refuse_file(struct attaching *attaching, const struct field *field, struct text message)
{
    struct answer *refusal = attaching->refusal;
    refusal->outcome = OUTCOME_INVALID;
    refusal->message = TEXT("Some of what was given cannot be taken");
    *ARENA_PUSH(attaching->asked->exchange->request.arena, refusal->errors, refusal->error_count,
                attaching->capacity) = (struct field_error){field->name, message};
}

static void forget(struct http_pairs *fields, struct text name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (text_eq(fields->items[i].name, name))
            fields->items[i].value = (struct text){0};
}

static void keep(struct attaching *attaching, const struct field *field, const struct http_file *file)
{
    struct asked *asked = attaching->asked;
    struct arena *arena = asked->exchange->request.arena;
    struct upload upload = {.name = file->filename, .bytes = file->bytes};
    struct answer answer;
    if (!file->bytes.n || file->bytes.n > ATTACH_BYTES_MAX) {
        refuse_file(attaching, field,
                    arena_format(arena, "%.*s is %s. Choose a file of 1 byte to 10 MB",
                                 TEXT_ARGS(file->filename), file->bytes.n ? "too large" : "empty"));
        return;
    }
    file_put(asked->face->engine, arena, asked->caller.person, &upload, &answer);
    if (answer.outcome != OUTCOME_DONE) {
        refuse_file(attaching, field, answer.message);
        return;
    }
    if (!field->type.many)
        forget(&attaching->form->fields, file->name);
    http_pairs_add(&attaching->form->fields, arena, file->name, answer.number);
}

bool attach_files(struct asked *asked, struct http_form *form, const struct field *const *fields,
                  size_t count, struct answer *refusal)
{
    struct attaching attaching = {.asked = asked, .form = form, .refusal = refusal};
    for (size_t i = 0; i < count; i++) {
        if (fields[i]->type.kind != TYPE_FILE)
            continue;
        struct text name = fields_name(asked->exchange->request.arena, fields[i]);
        for (size_t f = 0; f < form->file_count; f++)
            if (text_eq(form->files[f].name, name))
                keep(&attaching, fields[i], &form->files[f]);
    }
    return !refusal->error_count;
}

void attach_go(struct face_command *command, bool taken, const struct answer *refusal)
{
    if (taken) {
        face_command(command);
        return;
    }
    command->answer = *refusal;
    command->then(command);
}
