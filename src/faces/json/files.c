#include "engine/file.h"

#include "engine/view.h"
#include "faces/json/body.h"
#include "faces/json/calls.h"
#include "faces/json/problem.h"
#include "http/form.h"

void call_file_put(struct asked *asked)
{
    const struct http_request *request = &asked->exchange->request;
    const struct text *disposition = http_header(request, "content-disposition");
    struct text name;
    if (!disposition || !http_disposition_filename(request->arena, *disposition, &name)) {
        problem_field(asked, 400, TEXT("Content-Disposition"),
                      TEXT("Name the file, in up to 255 bytes: Content-Disposition: attachment; "
                           "filename=\"plan.pdf\""));
        return;
    }
    if (!request->body.n) {
        problem_field(asked, 400, TEXT(""), TEXT("The file is empty. Send its bytes as the body"));
        return;
    }
    struct upload upload = {.name = name, .bytes = request->body};
    struct answer answer;
    if (!body_once(asked, &upload.once))
        return;
    file_put(asked->face->engine, request->arena, asked->caller.person, &upload, &answer);
    if (answer.outcome != OUTCOME_DONE) {
        problem_outcome(asked, &answer);
        return;
    }
    struct json json = call_begin(asked, 201);
    json_put_object(&json);
    json_key_text(&json, "file", answer.number);
    json_key_text(&json, "name", name);
    json_key_int(&json, "bytes", (int64_t)request->body.n);
    json_put_object_end(&json);
    call_end(asked);
}

static void answer_file(struct asked *asked, bool found, const struct kept_file *file)
{
    if (!found) {
        call_missing(asked);
        return;
    }
    http_begin(asked->exchange, 200, "application/octet-stream");
    http_attach(asked->exchange, file->name);
    buf_put(&asked->exchange->response.body, file->bytes);
    http_answer(asked->exchange);
}

void call_file_get(struct asked *asked)
{
    struct kept_file file;
    struct view view;
    if (!face_view(asked, &view))
        return;
    struct record_view *record = call_record(asked, view.world);
    struct text id = call_parameter(asked, "file");
    bool found = record && file_of_record(view.world, record->record, id) && file_get(view.world, id, &file);
    view_close(&view);
    answer_file(asked, found, &file);
}

/* What one uploaded oneself, attached or not. */
void call_file_own(struct asked *asked)
{
    struct kept_file file;
    struct view view;
    if (!face_view(asked, &view))
        return;
    bool found =
        file_get(view.world, call_parameter(asked, "file"), &file) && file.uploader == asked->caller.person;
    view_close(&view);
    answer_file(asked, found, &file);
}
