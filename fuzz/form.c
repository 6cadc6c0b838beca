/* A form: one byte for its kind ('m' for multipart with boundary "B", else urlencoded), then the body. */
#include "http/form.h"
#include "base/utf8.h"
#include "fuzz.h"

static void check(const struct http_form *form, struct text body)
{
    assert(form->fields.count <= HTTP_FORM_FIELDS && form->file_count <= HTTP_FORM_PARTS);
    for (size_t i = 0; i < form->fields.count; i++) {
        struct http_pair field = form->fields.items[i];
        assert(field.name.n > 0 && field.name.n <= HTTP_FORM_NAME_BYTES);
        assert(utf8_valid(field.name) && utf8_valid(field.value));
        assert(text_find(field.value, 0) == field.value.n);
    }
    for (size_t i = 0; i < form->file_count; i++) {
        struct http_file file = form->files[i];
        assert(file.filename.n > 0 && file.filename.n <= HTTP_FILE_NAME_BYTES && utf8_valid(file.filename));
        assert(text_find(file.filename, '/') == file.filename.n);
        assert(file.bytes.s >= body.s && file.bytes.s + file.bytes.n <= body.s + body.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    ARENA_SCOPED arena = arena_new(64 * 1024 * 1024);
    struct text body = {(const char *)data + 1, size - 1};
    struct http_form form = {0};
    const char *wrong = data[0] == 'm' ? http_multipart_read(arena, body, TEXT("B"), &form)
                                       : http_urlencoded_read(arena, body, &form.fields);
    if (!wrong)
        check(&form, body);
    return 0;
}
