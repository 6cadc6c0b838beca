#include "base/percent.h"
#include "http/form.h"

const char *http_urlencoded_read(struct arena *arena, struct text body, struct http_pairs *fields)
{
    while (body.n) {
        struct text piece = text_cut(&body, '&');
        if (!piece.n)
            continue;
        if (fields->count == HTTP_FORM_FIELDS)
            return "There are more than 200 fields. Send fewer at a time.";
        struct text value = piece, name = text_cut(&value, '=');
        if (!percent_decode(arena, name, true, &name) || !percent_decode(arena, value, true, &value))
            return "A field is not percent-encoded UTF-8 text. Send the form as the page made it.";
        if (!name.n || name.n > HTTP_FORM_NAME_BYTES)
            return "A field has no name, or one of more than 100 bytes. Send the form as the page made it.";
        http_pairs_add(fields, arena, name, value);
    }
    return NULL;
}
