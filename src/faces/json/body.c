#include "faces/json/body.h"

#include "base/utf8.h"
#include "faces/json/problem.h"
#include "ledger/hash.h"

/* Deeper than this no honest request goes, and a parser that recurses must not be asked. */
static bool too_deep(struct text body)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.s[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > BODY_LEVELS)
                return true;
        } else if ((c == '}' || c == ']') && depth) {
            depth--;
        }
    }
    return false;
}

static bool known(const char *const *keys, const char *key)
{
    for (; *keys; keys++)
        if (text_is(text_of(key), *keys))
            return true;
    return false;
}

bool body_only(struct asked *asked, json_t *body, const char *const *keys)
{
    const char *key;
    json_t *value;
    json_object_foreach(body, key, value)
    {
        if (known(keys, key))
            continue;
        problem_field(asked, 400, arena_text(asked->exchange->request.arena, text_of(key)),
                      TEXT("There is no such member. Take it out, or look at /api/v1/openapi.json"));
        return false;
    }
    return true;
}

static json_t *refuse(struct asked *asked, const char *message)
{
    problem_field(asked, 400, TEXT(""), text_of(message));
    return NULL;
}

/* jansson shows the bytes it stopped at, and may cut the last character in two. */
static struct text whole_characters(struct text text)
{
    uint32_t character;
    size_t kept = 0;
    for (size_t n = 1; n; kept += n)
        n = utf8_next((struct text){text.s + kept, text.n - kept}, &character);
    return (struct text){text.s, kept};
}

bool body_parameters(struct asked *asked, const char *allowed)
{
    const struct http_pairs *query = &asked->exchange->request.query;
    for (size_t i = 0; i < query->count; i++) {
        bool known = allowed && text_is(query->items[i].name, allowed);
        if (known && query->count == 1)
            continue;
        problem_field(asked, 400, query->items[i].name,
                      known ? TEXT("Give this parameter once, and no other")
                            : TEXT("There is no such parameter here"));
        return true;
    }
    return false;
}

json_t *body_read(struct asked *asked, const char *const *keys)
{
    const struct http_request *request = &asked->exchange->request;
    if (body_parameters(asked, NULL))
        return NULL;
    if (request->body.n && !text_is(request->content_type, "application/json")) {
        problem_answer(asked, 415, TEXT("Send JSON, with Content-Type: application/json"));
        return NULL;
    }
    struct text body = text_trim(request->body).n ? request->body : TEXT("{}");
    if (!utf8_valid(body))
        return refuse(asked, "The body is not valid UTF-8");
    if (too_deep(body))
        return refuse(asked, "The body is nested deeper than 100 levels");
    json_error_t error;
    json_t *root = json_loadb(body.s, body.n, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        struct text told = whole_characters(text_of(error.text));
        struct text message = arena_format(request->arena, "The body is not JSON: line %d, column %d: %.*s",
                                           error.line, error.column, TEXT_ARGS(told));
        problem_field(asked, 400, TEXT(""), message);
        return NULL;
    }
    if (json_is_object(root) && (!keys || body_only(asked, root, keys)))
        return root;
    if (!json_is_object(root))
        refuse(asked, "The body must be a JSON object");
    json_decref(root);
    return NULL;
}

void body_cleanup(json_t **body)
{
    json_decref(*body);
}

static struct text copy(struct arena *arena, const json_t *string)
{
    return arena_text(arena, (struct text){json_string_value(string), json_string_length(string)});
}

bool body_text(struct asked *asked, const json_t *body, const char *key, struct text *out)
{
    const json_t *value = json_object_get(body, key);
    *out = (struct text){0};
    if (!value || json_is_null(value))
        return true;
    if (json_is_string(value)) {
        *out = copy(asked->exchange->request.arena, value);
        return true;
    }
    problem_field(asked, 400, text_of(key), TEXT("Give a text"));
    return false;
}

bool body_time(struct asked *asked, const json_t *body, const char *key, int64_t *out)
{
    struct text text;
    *out = INT64_MIN;
    if (!body_text(asked, body, key, &text))
        return false;
    if (!text.n || time_parse(text, out))
        return true;
    problem_field(asked, 422, text_of(key), TEXT("Give an instant in UTC, as 2026-11-22T09:00:00Z"));
    return false;
}

/* ---- inputs ---- */

struct input body_input(struct arena *arena, const json_t *value)
{
    struct input input = {.kind = INPUT_NULL};
    if (json_is_string(value)) {
        input.kind = INPUT_TEXT;
        input.text = copy(arena, value);
    } else if (json_is_number(value)) {
        /* A fraction is no number that any field takes: it goes on as one out of range. */
        input.kind = INPUT_NUMBER;
        input.number = json_is_integer(value) ? json_integer_value(value) : INT64_MAX;
    } else if (json_is_boolean(value)) {
        input.kind = INPUT_FLAG;
        input.number = json_is_true(value);
    } else if (json_is_array(value)) {
        input.kind = INPUT_LIST;
        input.count = json_array_size(value);
        input.items = ARENA_ARRAY(arena, struct input, input.count);
        for (size_t i = 0; i < input.count; i++)
            input.items[i] = body_input(arena, json_array_get(value, i));
    } else if (json_is_object(value)) {
        /* No field takes an object: a list within a list is refused by every one. */
        input.kind = INPUT_LIST;
        input.count = 1;
        input.items = ARENA_NEW(arena, struct input);
        input.items->kind = INPUT_LIST;
        input.items->count = 1;
        input.items->items = ARENA_NEW(arena, struct input);
    }
    return input;
}

bool body_inputs(struct asked *asked, const json_t *object, const char *key, const struct input **inputs,
                 size_t *count)
{
    struct arena *arena = asked->exchange->request.arena;
    *inputs = NULL;
    *count = 0;
    if (!object || json_is_null(object))
        return true;
    if (!json_is_object(object)) {
        problem_field(asked, 400, text_of(key), TEXT("Give an object of fields and their values"));
        return false;
    }
    struct input *items = ARENA_ARRAY(arena, struct input, json_object_size(object));
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        items[*count] = body_input(arena, value);
        items[(*count)++].name = arena_text(arena, text_of(name));
    }
    *inputs = items;
    return true;
}

/* ---- headers of commands ---- */

bool body_once(struct asked *asked, struct once *once)
{
    const struct http_request *request = &asked->exchange->request;
    const struct text *key = http_header(request, "idempotency-key");
    if (!key || request->method != HTTP_POST)
        return true;
    bool fits = key->n >= 1 && key->n <= 200;
    for (size_t i = 0; fits && i < key->n; i++)
        fits = key->s[i] > ' ' && key->s[i] < 0x7f;
    if (!fits) {
        problem_field(asked, 400, TEXT("Idempotency-Key"),
                      TEXT("Idempotency-Key: give 1 to 200 printable characters without spaces"));
        return false;
    }
    struct text parts[] = {text_of(http_method_name(request->method)), TEXT(" "), request->target, TEXT("\n"),
                           request->body};
    struct hash hash = hash_parts(parts, sizeof parts / sizeof *parts);
    *once = (struct once){*key, hash_hex(request->arena, &hash)};
    return true;
}

static bool if_match(struct asked *asked, struct command *command)
{
    const struct text *match = http_header(&asked->exchange->request, "if-match");
    if (!match || text_is(*match, "*"))
        return true;
    struct text tag = *match;
    if (text_starts(tag, TEXT("W/\""))) /* a proxy that compresses answers weakens their tags */
        tag = (struct text){tag.s + 2, tag.n - 2};
    bool quoted =
        text_starts(tag, TEXT("\"")) && text_find((struct text){tag.s + 1, tag.n - 1}, '"') == tag.n - 2;
    if (quoted)
        tag = (struct text){tag.s + 1, tag.n - 2};
    if (text_to_int(tag, &command->expected_version) && command->expected_version > 0)
        return true;
    command->expected_version = INT64_MAX; /* a tag, but of no version there ever was */
    if (!quoted)
        problem_field(asked, 400, TEXT("If-Match"),
                      TEXT("If-Match: give the ETag of the record as it was read, such as \"7\""));
    return quoted;
}

struct face_command *body_command(struct asked *asked, enum command_kind kind,
                                  void (*then)(struct face_command *done))
{
    struct face_command *command = ARENA_NEW(asked->exchange->request.arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = then};
    command->command = (struct command){.kind = kind, .from = INT64_MIN, .to = INT64_MIN};
    if (!body_once(asked, &command->command.once) || !if_match(asked, &command->command))
        return NULL;
    return command;
}
