/* A JSON body: what is refused is a 400 with a problem in JSON; what is taken becomes inputs, and each input
 * is judged by a field of every type. */
#include <string.h>

#include "base/utf8.h"
#include "engine/input.h"
#include "faces/json/body.h"
#include "fuzz.h"
#include "rulebook_holds.h"

static const char rules[] =
    "rulebook \"Northmoor Police\" { version \"1\" from 2026-01-01 }\n"
    "role staff \"Staff\"\n"
    "choice level { low \"Low\" medium \"Medium\" high \"High\" }\n"
    "register change \"Change\" {\n"
    "  number \"C-{n}\" title name\n"
    "  field name line field code line matching \"[A-Z]{2}[0-9]+\" help \"Two letters and digits\"\n"
    "  field story text field page link field size number field urgent flag field impact level\n"
    "  field day date field month month field begins time field levels many level field pages many link\n"
    "  states open, shut final shut create by actor has staff read actor has staff\n"
    "  action finish \"Finish\" { from open to shut by actor has staff }\n"
    "}\n";

/* The promises of engine/input.h for a value that was taken. */
static void check_value(const struct value *value)
{
    assert(value->kind != VALUE_NUMBER || (value->i <= VALUE_NUMBER_MAX && value->i >= -VALUE_NUMBER_MAX));
    assert(value->kind != VALUE_TEXT || (text_trim(value->text).n > 0 && value->text.n <= TEXT_BYTES));
    assert(value->kind != VALUE_TEXT || utf8_valid(value->text));
}

static void judge(struct world *world, const struct input *input)
{
    const struct reg *change = rulebook_register(rulebook_of(rules), TEXT("change"));
    for (size_t i = 0; i < change->field_count; i++) {
        struct value value;
        struct text message = {0};
        if (input_value(world, change->fields[i], input, &value, &message))
            check_value(&value);
        else
            assert(message.n > 0 && utf8_valid(message));
    }
}

static void finish(struct http_exchange *exchange)
{
    *(unsigned *)exchange->data += 1;
}

/* Every refusal is one answer, and itself good JSON that says why. */
static void check_refusal(const struct http_exchange *exchange, unsigned answers)
{
    const struct buf *body = &exchange->response.body;
    json_t *problem = json_loadb(body->s, body->n, JSON_REJECT_DUPLICATES, NULL);
    assert(answers == 1 && (exchange->response.status == 400 || exchange->response.status == 422));
    assert(json_string_length(json_object_get(problem, "detail")) > 0);
    json_decref(problem);
}

static bool take(struct asked *asked, struct world *world)
{
    BODY_SCOPED body = body_read(asked, NULL);
    struct text from;
    int64_t at;
    const struct input *inputs;
    size_t count;
    if (!body || !body_text(asked, body, "from", &from) || !body_time(asked, body, "at", &at) ||
        !body_inputs(asked, body, "fields", &inputs, &count))
        return false;
    assert(utf8_valid(from));
    for (size_t i = 0; i < count; i++) {
        assert(utf8_valid(inputs[i].name));
        judge(world, &inputs[i]);
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPED arena = arena_new((size_t)256 << 20);
    struct world world = {.rulebook = rulebook_of(rules), .arena = arena};
    struct http_exchange exchange;
    unsigned answers = 0;
    http_exchange_init(&exchange, arena, finish);
    exchange.data = &answers;
    exchange.request.body = (struct text){(const char *)data, size};
    exchange.request.content_type = TEXT("application/json");
    struct asked asked = {.exchange = &exchange};
    if (take(&asked, &world))
        assert(answers == 0);
    else
        check_refusal(&exchange, answers);
    return 0;
}
