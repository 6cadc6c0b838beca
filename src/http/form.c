#include "http/form.h"

bool http_is_form(const struct http_request *request)
{
    return text_is(request->content_type, "application/x-www-form-urlencoded") ||
           text_is(request->content_type, "multipart/form-data");
}

const char *http_form_read(const struct http_request *request, struct http_form *form)
{
    if (text_is(request->content_type, "application/x-www-form-urlencoded"))
        return http_urlencoded_read(request->arena, request->body, &form->fields);
    if (!text_is(request->content_type, "multipart/form-data"))
        return "Send the form as application/x-www-form-urlencoded or multipart/form-data.";
    struct text boundary;
    if (!http_parameter(request->arena, http_pairs_get(&request->headers, "content-type"), "boundary",
                        &boundary))
        return "The form's Content-Type has no boundary. Send the form as the page made it.";
    return http_multipart_read(request->arena, request->body, boundary, form);
}
