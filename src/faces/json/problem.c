#include "faces/json/problem.h"

#include "faces/json/api.h"
#include "rules/explain_json.h"

static struct json begin(struct asked *asked, unsigned status, struct text message)
{
    struct http_exchange *exchange = asked->exchange;
    http_begin(exchange, status, "application/problem+json");
    struct json json = json_in(&exchange->response.body);
    json_put_object(&json);
    json_key_text(&json, "type", TEXT("about:blank"));
    json_key_text(&json, "title", text_of(http_reason(status)));
    json_key_int(&json, "status", status);
    json_key_text(&json, "detail", message);
    return json;
}

static void end(struct asked *asked, struct json *json)
{
    json_put_object_end(json);
    http_answer(asked->exchange);
}

static void put_errors(struct json *json, const struct field_error *errors, size_t count)
{
    json_key_array(json, "errors");
    for (size_t i = 0; i < count; i++) {
        json_put_object(json);
        json_key_text(json, "field", errors[i].field);
        json_key_text(json, "message", errors[i].message);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

void problem_answer(struct asked *asked, unsigned status, struct text message)
{
    struct json json = begin(asked, status, message);
    end(asked, &json);
}

void problem_field(struct asked *asked, unsigned status, struct text field, struct text message)
{
    struct json json = begin(asked, status, message);
    put_errors(&json, &(const struct field_error){field, message}, 1);
    end(asked, &json);
}

void problem_unmet(struct json *json, const char *key, const struct unmet *unmet, size_t count)
{
    json_key_array(json, key);
    for (size_t i = 0; i < count; i++) {
        json_put_object(json);
        json_key_text(json, "message", unmet[i].message);
        if (unmet[i].field)
            json_key_text(json, "field", unmet[i].field->name);
        rules_json_cites(json, unmet[i].cites);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

void problem_members(struct json *json, const struct answer *answer)
{
    const struct field_error whole = {TEXT(""), answer->message};
    if (answer->error_count)
        put_errors(json, answer->errors, answer->error_count);
    else if (answer->outcome == OUTCOME_MALFORMED || answer->outcome == OUTCOME_INVALID)
        put_errors(json, &whole, 1);
    if (answer->outcome == OUTCOME_REFUSED) {
        json_key_text(json, "rule", answer->rule);
        json_key_given(json, "who", answer->who);
        rules_json_cites(json, answer->cites);
    }
    if (answer->outcome == OUTCOME_BLOCKED) {
        problem_unmet(json, "unmet", answer->unmet, answer->unmet_count);
        problem_unmet(json, "should", answer->should, answer->should_count);
    }
}

void problem_outcome(struct asked *asked, const struct answer *answer)
{
    struct json json = begin(asked, face_status(answer->outcome), answer->message);
    problem_members(&json, answer);
    if (answer->outcome == OUTCOME_BROKEN)
        http_set_header(asked->exchange, "Retry-After", TEXT("5"));
    if (answer->outcome == OUTCOME_TOO_MUCH)
        http_set_header(asked->exchange, "Retry-After",
                        arena_format(asked->exchange->request.arena, "%lld", (long long)answer->retry_after));
    end(asked, &json);
}

void api_turn_away(struct asked *asked, enum caller_status status)
{
    if (status == CALLER_REFUSED) {
        struct json json = begin(asked, 403, asked->caller.why);
        rules_json_cites(&json, asked->caller.cites);
        end(asked, &json);
        return;
    }
    http_set_header(asked->exchange, "WWW-Authenticate", TEXT("Bearer realm=\"Reeve\""));
    problem_answer(asked, 401, TEXT("Sign in, or send an API token: Authorization: Bearer TOKEN"));
}
