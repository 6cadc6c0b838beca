/* The tests a page asks, of everything it has. */
#include "sample_parts.h"

#include <string.h>

const char *sample_field_of(struct sample *s, enum holds holds, bool computed)
{
    const char *found = NULL;
    size_t seen = 0;
    for (size_t i = 0; i < (computed ? MENU : COMPUTED_FROM); i++)
        if (s->has[i] && sample_menu[i].holds == holds && chance_below(&s->chance, ++seen) == 0)
            found = sample_menu[i].name;
    return found;
}

bool sample_has(const struct sample *s, const char *name)
{
    for (size_t i = 0; i < MENU; i++)
        if (s->has[i] && strcmp(sample_menu[i].name, name) == 0)
            return true;
    return false;
}

static const char *state_of(struct sample *s)
{
    return sample_states[chance_below(&s->chance, s->states)];
}

const char *sample_action(struct sample *s)
{
    if (percent(s, 6))
        return "create";
    return s->action_count ? s->actions[chance_below(&s->chance, s->action_count)] : "create";
}

/* ---- tests: each gives false where the page has nothing to ask it about ---- */

static bool test_level(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = sample_field_of(s, HOLDS_LEVEL, true), *g = sample_field_of(s, HOLDS_LEVEL, true);
    if (!f)
        return false;
    if (percent(s, 15))
        buf_format(out, "%s %s", f, ANY(s, "given", "missing"));
    else if (percent(s, 15))
        buf_format(out, "%s in (%s, %s)", f, ANY(s, "low", "medium"), ANY(s, "medium", "high"));
    else if (percent(s, 20) && g != f)
        buf_format(out, "%s %s %s", f, ANY(s, "=", "!=", "<", ">="), g);
    else
        buf_format(out, "%s %s %s", f, ANY(s, "=", "=", "=", "!=", "<", ">", "<=", ">="),
                   any(s, sample_levels, 3));
    return true;
}

static bool test_kind(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = sample_field_of(s, HOLDS_KIND, true);
    if (f)
        buf_format(out, "%s %s", f, ANY(s, "= p", "= q", "!= p", "given", "missing"));
    return f != NULL;
}

static bool test_flag(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = sample_field_of(s, HOLDS_FLAG, true), *g = sample_field_of(s, HOLDS_FLAG, true);
    if (!f)
        return false;
    if (f != g)
        buf_format(out, "%s %s %s", f, ANY(s, "=", "!="), g);
    else
        buf_format(out, "%s%s", f,
                   percent(s, 20) ? ANY(s, " given", " missing", " = false", " != true") : "");
    return true;
}

/* Somebody the rule can name. */
static struct text person_of(struct sample *s, const struct asking *asking)
{
    const char *f = sample_field_of(s, HOLDS_PERSON, true);
    if (asking->actor && percent(s, 40))
        return text_of(asking->actor);
    if (asking->history && percent(s, 30))
        return arena_format(s->arena, "%s.actor", sample_action(s));
    return f && percent(s, 80) ? text_of(f) : TEXT("creator");
}

static bool test_person(struct sample *s, struct buf *out, const struct asking *asking)
{
    struct text a = person_of(s, asking), b = person_of(s, asking);
    if (percent(s, 8)) {
        buf_format(out, "%.*s %s", TEXT_ARGS(a), ANY(s, "given", "missing"));
        return true;
    }
    if (text_eq(a, b))
        return false;
    if (percent(s, 6))
        buf_format(out, "%.*s in (%.*s, creator)", TEXT_ARGS(a), TEXT_ARGS(b));
    else if (text_is(a, "actor") && asking->free && percent(s, 12))
        buf_format(out, "actor is %.*s personally", TEXT_ARGS(b));
    else
        buf_format(out, "%.*s %s %.*s", TEXT_ARGS(a), ANY(s, "is", "is", "is not", "is not", "="),
                   TEXT_ARGS(b));
    return true;
}

static bool test_role(struct sample *s, struct buf *out, const struct asking *asking)
{
    if (!asking->free)
        return false;
    const char *who =
        asking->actor && percent(s, 80) ? asking->actor : sample_field_of(s, HOLDS_PERSON, true);
    const char *level = sample_field_of(s, HOLDS_LEVEL, true),
               *person = sample_field_of(s, HOLDS_PERSON, true);
    if (!who)
        return false;
    if (percent(s, 70))
        buf_format(out, "%s has %s%s", who, ANY(s, "a", "b", "c"),
                   percent(s, 15) ? ANY(s, " personally", " since 1 day", "") : "");
    else if (percent(s, 30) && level)
        buf_format(out, "%s has expert for %s", who, level);
    else if (percent(s, 30) && person)
        buf_format(out, "%s manages %s", who, person);
    else if (percent(s, 40))
        buf_format(out, "%s sits on duo", who);
    else
        buf_puts(out, "absent a");
    return true;
}

static bool test_history(struct sample *s, struct buf *out, const struct asking *asking)
{
    if (!asking->history || !s->action_count)
        return false;
    const char *a = sample_action(s), *b = sample_action(s);
    size_t last = s->action_count - 1;
    if (percent(s, 10) && s->waivable[last])
        buf_format(out, "%s.waived", s->actions[last]);
    else if (percent(s, 12))
        buf_format(out, "entered %s %s entered %s", state_of(s), ANY(s, "<", "<=", ">"), state_of(s));
    else if (percent(s, 20))
        buf_format(out, "%s.count %s %s", a, ANY(s, "=", ">", "<"), ANY(s, "0", "1", "2"));
    else if (percent(s, 45) && strcmp(a, b) != 0)
        buf_format(out, "done %s since %s", a, b);
    else
        buf_format(out, "done %s", a);
    return true;
}

static bool test_number(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = sample_field_of(s, HOLDS_NUMBER, true), *g = sample_field_of(s, HOLDS_NUMBER, true);
    if (!f)
        return false;
    if (f != g)
        buf_format(out, "%s %s %s", f, ANY(s, "<", "=", ">"), g);
    else
        buf_format(out, "%s %s %s", f, ANY(s, "<", "=", ">", ">=", "!="),
                   ANY(s, "1", "2", "3", sample_has(s, "n") ? "n + 1" : "2"));
    return true;
}

static bool test_time(struct sample *s, struct buf *out, const struct asking *asking)
{
    const char *due = sample_field_of(s, HOLDS_DATE, true), *at = sample_field_of(s, HOLDS_TIME, true);
    const char *when = due && (!at || percent(s, 50)) ? due : at;
    bool clock = asking->free || asking->clock;
    if (!when)
        return false;
    if (due && at && percent(s, 30))
        buf_format(out, "%s %s %s", due, ANY(s, "<", ">=", "="), at);
    else if (at && sample_has(s, "begins") && sample_has(s, "ends") && percent(s, 50))
        buf_puts(out, "begins < ends");
    else if (clock && percent(s, 70))
        buf_format(out, "%s %s %s", when, ANY(s, "<", ">", "<="),
                   when == due ? ANY(s, "today", "today + 1 day") : "now");
    else if (percent(s, 50))
        buf_format(out, "weekday(%s) in (monday, friday, sunday)", when);
    else
        buf_format(out, "%s %s", when, ANY(s, "given", "missing"));
    return true;
}

static bool test_many(struct sample *s, struct buf *out, const struct asking *asking)
{
    struct text who = person_of(s, asking);
    if (sample_field_of(s, HOLDS_LEVELS, true) && percent(s, 50))
        buf_puts(out, ANY(s, "tags includes low", "tags missing", "count tags > 1", "all tags (it = low)"));
    else if (sample_field_of(s, HOLDS_PEOPLE, true) && percent(s, 40))
        buf_puts(out, ANY(s, "team given", "team missing", "count team > 1", "count team = 1"));
    else if (sample_field_of(s, HOLDS_PEOPLE, true))
        buf_format(out, percent(s, 60) ? "team includes %.*s" : "any team (it is this.%.*s)", TEXT_ARGS(who));
    else
        return false;
    return true;
}

/* Moments that the record has by itself. */
static bool test_moment(struct sample *s, struct buf *out, const struct asking *asking)
{
    static const char *const moments[] = {"created", "updated", "go.time", "create.time", "now"};
    size_t known = asking->free || asking->clock ? 5 : 4;
    if (!asking->history)
        return false;
    buf_format(out, "%s %s %s", any(s, moments, known), ANY(s, "<", ">", "<=", "="), any(s, moments, 3));
    return true;
}

static bool test_line(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    if (sample_has(s, "note"))
        buf_format(out, "note %s", ANY(s, "= \"x\"", "!= \"x\"", "given", "missing", "= \"z\""));
    return sample_has(s, "note");
}

static bool test_records(struct sample *s, struct buf *out, const struct asking *asking)
{
    bool peer = sample_field_of(s, HOLDS_PEER, true) != NULL;
    if (sample_has(s, "links") && percent(s, 20))
        buf_puts(out, ANY(s, "links given", "links missing", "count links > 1"));
    else if (peer && percent(s, 20))
        buf_format(out, "peer %s", ANY(s, "given", "missing", "is this", "is not this"));
    else if (!asking->free)
        return false;
    else if (peer && percent(s, 60))
        buf_format(out, "peer.state = %s", state_of(s));
    else if (peer && sample_has(s, "size"))
        buf_puts(out, ANY(s, "same size as peer", "peer.size = size", "peer.size > low"));
    else if (sample_has(s, "links") && percent(s, 50))
        buf_puts(out, ANY(s, "any links (fine)", "all links (state = open)", "no links (subject is this)"));
    else if (s->side)
        buf_puts(out, ANY(s, "exists @_x (subject is this)", "exists @_x (subject is this and fine)",
                          "no @_x (subject is this)", "count @_x (state = open) > 1"));
    else
        return false;
    return true;
}

static bool test_state(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    buf_format(out, "state = %s", state_of(s));
    return true;
}

static const struct {
    bool (*put)(struct sample *s, struct buf *out, const struct asking *asking);
    unsigned weight;
} tests[] = {{test_level, 26},   {test_kind, 5},    {test_flag, 12}, {test_person, 26}, {test_role, 14},
             {test_history, 16}, {test_number, 8},  {test_time, 9},  {test_many, 6},    {test_line, 5},
             {test_moment, 3},   {test_records, 8}, {test_state, 3}};

void sample_atom(struct sample *s, struct buf *out, const struct asking *asking)
{
    unsigned total = 0;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        total += tests[i].weight;
    for (int tries = 0; tries < 20; tries++) {
        unsigned at = (unsigned)chance_below(&s->chance, total);
        size_t i = 0;
        while (at >= tests[i].weight)
            at -= tests[i++].weight;
        size_t had = out->n;
        if (tests[i].put(s, out, asking))
            return;
        out->n = had;
    }
    test_state(s, out, asking);
}

void sample_test(struct sample *s, struct buf *out, const struct asking *asking)
{
    size_t atoms = percent(s, 62) ? 1 : percent(s, 75) ? 2 : 3;
    const char *joint = ANY(s, " and ", " or ");
    for (size_t i = 0; i < atoms; i++) {
        buf_puts(out, i ? joint : "");
        buf_puts(out, percent(s, 18) ? "not " : "");
        sample_atom(s, out, asking);
    }
}
