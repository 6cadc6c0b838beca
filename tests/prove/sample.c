#include "sample.h"

#include <string.h>

#include "force.h"

/* ---- what a page is made of ---- */

enum holds {
    HOLDS_LEVEL,
    HOLDS_KIND,
    HOLDS_FLAG,
    HOLDS_PERSON,
    HOLDS_NUMBER,
    HOLDS_DATE,
    HOLDS_TIME,
    HOLDS_PEOPLE,
    HOLDS_LEVELS,
    HOLDS_PEER
};

struct sample_field {
    const char *name, *type;
    enum holds holds;
    const char *initial;  /* a default it may have; NULL: none */
    const char *needs[2]; /* computed from these */
    unsigned percent;
};

static const struct sample_field menu[] = {
    {"size", "level", HOLDS_LEVEL, "medium", {0}, 70},
    {"grade", "level", HOLDS_LEVEL, "low", {0}, 30},
    {"kind", "one of p, q label \"Kind\"", HOLDS_KIND, NULL, {0}, 15},
    {"ok", "flag", HOLDS_FLAG, "true", {0}, 45},
    {"seen", "flag", HOLDS_FLAG, NULL, {0}, 12},
    {"one", "person", HOLDS_PERSON, "actor", {0}, 55},
    {"other", "person", HOLDS_PERSON, NULL, {0}, 35},
    {"boss", "person", HOLDS_PERSON, "actor", {0}, 12},
    {"n", "number", HOLDS_NUMBER, "1", {0}, 18},
    {"m", "number", HOLDS_NUMBER, NULL, {0}, 6},
    {"due", "date", HOLDS_DATE, "today", {0}, 12},
    {"begins", "time", HOLDS_TIME, NULL, {0}, 8},
    {"ends", "time", HOLDS_TIME, "now", {0}, 8},
    {"team", "many person", HOLDS_PEOPLE, NULL, {0}, 9},
    {"tags", "many level", HOLDS_LEVELS, NULL, {0}, 6},
    {"peer", "@", HOLDS_PEER, NULL, {0}, 9},
    {"risk", "level is worst(size, grade)", HOLDS_LEVEL, NULL, {"size", "grade"}, 60},
    {"lead", "person is one", HOLDS_PERSON, NULL, {"one"}, 8},
    {"sum", "number is n + 1", HOLDS_NUMBER, NULL, {"n"}, 20},
    {"soon", "date is due + 2 days", HOLDS_DATE, NULL, {"due"}, 15},
};
enum { MENU = sizeof menu / sizeof *menu, COMPUTED_FROM = 16, STATES_MAX = 4, ACTIONS_MAX = 8 };

struct sample {
    struct chance chance;
    struct arena *arena;
    struct buf out;
    bool has[MENU], tiny;
    size_t states;
    const char *actions[ACTIONS_MAX];
    bool waivable[ACTIONS_MAX];
    size_t action_count;
    bool side;                        /* a register beside it */
    struct text mirrors[ACTIONS_MAX]; /* what a `never` says where a need is not kept */
    size_t mirror_count;
};

static const char *const states[STATES_MAX] = {"s", "t", "u", "v"};
static const char *const levels[] = {"low", "medium", "high"};

/* What may be asked where a test stands. */
struct asking {
    const char *actor; /* how the one who acts is called: "actor", "go.actor"; NULL: nobody acts */
    bool free;         /* roles, other records, the clock */
    bool clock;        /* the clock alone */
    bool history;      /* what was done */
};

static bool percent(struct sample *s, unsigned n)
{
    return chance_percent(&s->chance, n);
}

static const char *any(struct sample *s, const char *const *words, size_t count)
{
    return words[chance_below(&s->chance, count)];
}
#define ANY(s, ...)                                                                                          \
    any((s), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* A field that holds this; NULL: there is none. */
static const char *field_of(struct sample *s, enum holds holds, bool computed)
{
    const char *found = NULL;
    size_t seen = 0;
    for (size_t i = 0; i < (computed ? MENU : COMPUTED_FROM); i++)
        if (s->has[i] && menu[i].holds == holds && chance_below(&s->chance, ++seen) == 0)
            found = menu[i].name;
    return found;
}

static const char *state_of(struct sample *s)
{
    return states[chance_below(&s->chance, s->states)];
}

static const char *action_of(struct sample *s)
{
    if (percent(s, 6))
        return "create";
    return s->action_count ? s->actions[chance_below(&s->chance, s->action_count)] : "create";
}

/* ---- tests: each gives false where the page has nothing to ask it about ---- */

static bool test_level(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = field_of(s, HOLDS_LEVEL, true), *g = field_of(s, HOLDS_LEVEL, true);
    if (!f)
        return false;
    if (percent(s, 15))
        buf_format(out, "%s %s", f, ANY(s, "given", "missing"));
    else if (percent(s, 15))
        buf_format(out, "%s in (%s, %s)", f, ANY(s, "low", "medium"), ANY(s, "medium", "high"));
    else if (percent(s, 20) && g != f)
        buf_format(out, "%s %s %s", f, ANY(s, "=", "!=", "<", ">="), g);
    else
        buf_format(out, "%s %s %s", f, ANY(s, "=", "=", "=", "!=", "<", ">", "<=", ">="), any(s, levels, 3));
    return true;
}

static bool test_kind(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = field_of(s, HOLDS_KIND, true);
    if (f)
        buf_format(out, "%s %s", f, ANY(s, "= p", "= q", "!= p", "given", "missing"));
    return f != NULL;
}

static bool test_flag(struct sample *s, struct buf *out, const struct asking *asking)
{
    (void)asking;
    const char *f = field_of(s, HOLDS_FLAG, true);
    if (f)
        buf_format(out, "%s%s", f, percent(s, 15) ? ANY(s, " given", " missing", " = false") : "");
    return f != NULL;
}

/* Somebody the rule can name. */
static struct text person_of(struct sample *s, const struct asking *asking)
{
    const char *f = field_of(s, HOLDS_PERSON, true);
    if (asking->actor && percent(s, 40))
        return text_of(asking->actor);
    if (asking->history && percent(s, 30))
        return arena_format(s->arena, "%s.actor", action_of(s));
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
    if (text_is(a, "actor") && asking->free && percent(s, 12))
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
    const char *who = asking->actor && percent(s, 80) ? asking->actor : field_of(s, HOLDS_PERSON, true);
    const char *level = field_of(s, HOLDS_LEVEL, true), *person = field_of(s, HOLDS_PERSON, true);
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
    const char *a = action_of(s), *b = action_of(s);
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
    const char *f = field_of(s, HOLDS_NUMBER, true), *g = field_of(s, HOLDS_NUMBER, true);
    if (!f)
        return false;
    if (f != g)
        buf_format(out, "%s %s %s", f, ANY(s, "<", "=", ">"), g);
    else
        buf_format(out, "%s %s %s", f, ANY(s, "<", "=", ">", ">=", "!="),
                   ANY(s, "1", "2", "3", s->has[8] ? "n + 1" : "2"));
    return true;
}

static bool test_time(struct sample *s, struct buf *out, const struct asking *asking)
{
    const char *due = field_of(s, HOLDS_DATE, true), *at = field_of(s, HOLDS_TIME, true);
    const char *when = due && (!at || percent(s, 50)) ? due : at;
    bool clock = asking->free || asking->clock;
    if (!when)
        return false;
    if (due && at && percent(s, 30))
        buf_format(out, "%s %s %s", due, ANY(s, "<", ">=", "="), at);
    else if (at && s->has[11] && s->has[12] && percent(s, 50))
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
    if (field_of(s, HOLDS_LEVELS, true) && percent(s, 50))
        buf_puts(out, ANY(s, "tags includes low", "tags missing", "count tags > 1", "all tags (it = low)"));
    else if (field_of(s, HOLDS_PEOPLE, true) && percent(s, 40))
        buf_puts(out, ANY(s, "team given", "team missing", "count team > 1", "count team = 1"));
    else if (field_of(s, HOLDS_PEOPLE, true))
        buf_format(out, percent(s, 60) ? "team includes %.*s" : "any team (it is this.%.*s)", TEXT_ARGS(who));
    else
        return false;
    return true;
}

static bool test_records(struct sample *s, struct buf *out, const struct asking *asking)
{
    bool peer = field_of(s, HOLDS_PEER, true) != NULL;
    if (peer && percent(s, 20))
        buf_format(out, "peer %s", ANY(s, "given", "missing", "is this", "is not this"));
    else if (!asking->free)
        return false;
    else if (peer && percent(s, 60))
        buf_format(out, "peer.state = %s", state_of(s));
    else if (peer && s->has[0])
        buf_puts(out, ANY(s, "same size as peer", "peer.size = size", "peer.size > low"));
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
} tests[] = {{test_level, 26}, {test_kind, 5},     {test_flag, 12},  {test_person, 26},
             {test_role, 14},  {test_history, 16}, {test_number, 8}, {test_time, 9},
             {test_many, 6},   {test_records, 8},  {test_state, 3}};

static void put_atom(struct sample *s, struct buf *out, const struct asking *asking)
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

static void put_test(struct sample *s, struct buf *out, const struct asking *asking)
{
    size_t atoms = percent(s, 62) ? 1 : percent(s, 75) ? 2 : 3;
    const char *joint = ANY(s, " and ", " or ");
    for (size_t i = 0; i < atoms; i++) {
        buf_puts(out, i ? joint : "");
        buf_puts(out, percent(s, 18) ? "not " : "");
        put_atom(s, out, asking);
    }
}

static struct text test_of(struct sample *s, const struct asking *asking)
{
    struct buf out = buf_in(s->arena);
    put_test(s, &out, asking);
    return buf_text(&out);
}

static void put_after(struct sample *s, const char *words, const struct asking *asking)
{
    buf_puts(&s->out, words);
    put_test(s, &s->out, asking);
}

/* ---- fields ---- */

static bool has_named(const struct sample *s, const char *name)
{
    for (size_t i = 0; i < MENU; i++)
        if (s->has[i] && strcmp(menu[i].name, name) == 0)
            return true;
    return false;
}

static void choose_fields(struct sample *s)
{
    size_t chosen = 0, most = s->tiny ? 2 : 5;
    for (size_t i = 0; i < COMPUTED_FROM; i++) {
        bool small =
            menu[i].holds == HOLDS_LEVEL || menu[i].holds == HOLDS_FLAG || menu[i].holds == HOLDS_PERSON;
        s->has[i] = chosen < most && (!s->tiny || small) && percent(s, menu[i].percent);
        chosen += s->has[i];
    }
    s->has[0] |= chosen == 0;
    for (size_t i = COMPUTED_FROM; i < MENU; i++)
        s->has[i] = has_named(s, menu[i].needs[0]) && (!menu[i].needs[1] || has_named(s, menu[i].needs[1])) &&
                    percent(s, menu[i].percent);
}

static void put_fields(struct sample *s)
{
    static const struct asking required = {0};
    for (size_t i = 0; i < MENU; i++) {
        if (!s->has[i])
            continue;
        buf_format(&s->out, "    field %s %s", menu[i].name, menu[i].type);
        if (menu[i].initial && percent(s, 35))
            buf_format(&s->out, " default %s", menu[i].initial);
        if (i < COMPUTED_FROM && percent(s, 10))
            buf_puts(&s->out, " required");
        else if (i < COMPUTED_FROM && percent(s, 9))
            put_after(s, " required when ", &required);
        buf_char(&s->out, '\n');
    }
}

/* A few fields that may be given, as a list; at least one. */
static void put_field_list(struct sample *s, struct buf *out, bool computed)
{
    size_t put = 0;
    for (size_t i = 0; i < (computed ? MENU : COMPUTED_FROM); i++)
        if (s->has[i] && percent(s, 45))
            buf_format(out, "%s%s", put++ ? ", " : "", menu[i].name);
    for (size_t i = 0; i < COMPUTED_FROM && !put; i++)
        if (s->has[i])
            buf_format(out, "%s%s", put++ ? ", " : "", menu[i].name);
}

static void put_states(struct sample *s, struct buf *out, size_t first)
{
    size_t put = 0;
    for (size_t i = 0; i < s->states; i++)
        if (i == first || percent(s, 25))
            buf_format(out, "%s%s", put++ ? ", " : "", states[i]);
}

static void put_edits(struct sample *s)
{
    static const struct asking asking = {.actor = "actor", .free = true, .history = true};
    for (size_t i = 1 + chance_below(&s->chance, 2); i; i--) {
        buf_puts(&s->out, "    edit ");
        put_field_list(s, &s->out, false);
        if (percent(s, 80)) {
            buf_puts(&s->out, " in ");
            put_states(s, &s->out, percent(s, 65) ? 0 : chance_below(&s->chance, s->states - 1));
        }
        buf_puts(&s->out, " by ");
        if (percent(s, 65))
            buf_puts(&s->out, "true");
        else
            put_test(s, &s->out, &asking);
        buf_char(&s->out, '\n');
    }
}

/* ---- actions ---- */

static const char *value_for(struct sample *s, enum holds holds, const char *self)
{
    const char *other = field_of(s, holds, true);
    if (other && strcmp(other, self) != 0 && percent(s, 45))
        return other;
    switch (holds) {
    case HOLDS_LEVEL:
        return any(s, levels, 3);
    case HOLDS_KIND:
        return ANY(s, "p", "q");
    case HOLDS_FLAG:
        return ANY(s, "true", "false");
    case HOLDS_PERSON:
        return ANY(s, "actor", "actor", "creator", "create.actor");
    case HOLDS_NUMBER:
        return ANY(s, "1", "3", "n + 1", "create.count");
    case HOLDS_DATE:
        return ANY(s, "today", "today + 1 day", "due + 1 day");
    case HOLDS_TIME:
        return ANY(s, "now", "ends + 1 hour");
    case HOLDS_PEER:
        return "this";
    case HOLDS_PEOPLE:
    case HOLDS_LEVELS:
        break;
    }
    return NULL;
}

static void put_set(struct sample *s, bool system)
{
    const struct asking asking = {.actor = system ? NULL : "actor", .free = true, .history = true};
    size_t i = chance_below(&s->chance, COMPUTED_FROM);
    const char *value = s->has[i] ? value_for(s, menu[i].holds, menu[i].name) : NULL;
    if (!value || (strstr(value, "n + ") && !s->has[8]) || (strstr(value, "due") && !s->has[10]) ||
        (strstr(value, "ends") && !s->has[12]) || (system && strcmp(value, "actor") == 0))
        return;
    buf_format(&s->out, "\n        set %s = %s", menu[i].name, value);
    if (percent(s, 35))
        put_after(s, " when ", &asking);
}

/* A need, and what a `never` would say of where it leads. */
static void put_need(struct sample *s, const char *action, const char *leads, bool system)
{
    struct chance before = s->chance;
    const struct asking open = {.actor = system ? NULL : "actor", .free = true, .history = true};
    const struct asking kept = {.actor = open.actor, .history = true};
    bool mirrored = leads && percent(s, 60);
    struct text need = test_of(s, mirrored ? &kept : &open);
    bool waived = s->side && percent(s, 15);
    s->waivable[s->action_count] |= waived;
    bool soft = !system && !waived && percent(s, 8);
    buf_format(&s->out, "\n        %s %.*s else \"Not so\" cite \"P\" 1%s", soft ? "should" : "need",
               TEXT_ARGS(need), waived ? " waived by @_x (subject is this)" : "");
    if (!mirrored)
        return;
    struct buf out = buf_in(s->arena);
    struct chance after = s->chance;
    s->chance = before; /* the same test again, of who acted then */
    percent(s, 60);
    struct asking then = kept;
    then.actor = system ? NULL : arena_string(s->arena, arena_format(s->arena, "%s.actor", action));
    struct text test = test_of(s, &then);
    s->chance = after;
    buf_format(&out, "state = %s and not (%.*s)%s%s%s", leads, TEXT_ARGS(test), waived ? " and not " : "",
               waived ? action : "", waived ? ".waived" : "");
    s->mirrors[s->mirror_count++ % ACTIONS_MAX] = buf_text(&out);
}

static void put_by(struct sample *s, bool *system, bool *board)
{
    static const struct asking asking = {.actor = "actor", .free = true, .history = true};
    static const struct asking by_itself = {.clock = true, .history = true};
    buf_puts(&s->out, "\n        by ");
    *system = percent(s, 9);
    *board = !*system && !s->tiny && percent(s, 11);
    if (*system)
        put_after(s, "system when ", &by_itself);
    else if (*board)
        buf_format(&s->out, "board %s", ANY(s, "duo", "duo", "lax", "head"));
    else if (percent(s, 13)) {
        put_after(s, "each of ", &asking);
        put_after(s, ", ", &asking);
    } else if (percent(s, 45))
        buf_puts(&s->out, "true");
    else
        put_test(s, &s->out, &asking);
}

static void put_seal(struct sample *s)
{
    buf_puts(&s->out, "\n        seals ");
    put_field_list(s, &s->out, true);
    if (percent(s, 70))
        buf_format(&s->out, " else void to %s", states[chance_below(&s->chance, s->states - 1)]);
}

/* `to` STATES_MAX: it stays. */
static void put_action(struct sample *s, const char *name, size_t from, size_t to)
{
    bool system, board, moves = to < STATES_MAX;
    buf_format(&s->out, "    action %s {\n        %s ", name, moves ? "from" : "in");
    put_states(s, &s->out, from);
    if (moves)
        buf_format(&s->out, " to %s", states[to]);
    put_by(s, &system, &board);
    if (!system && percent(s, 25)) {
        buf_puts(&s->out, "\n        ask ");
        put_field_list(s, &s->out, false);
    }
    for (size_t needs = chance_below(&s->chance, 3); needs; needs--)
        put_need(s, name, moves ? states[to] : NULL, system);
    for (size_t sets = percent(s, 40) ? 1 + chance_below(&s->chance, 3) : 0; sets; sets--)
        put_set(s, system);
    if (percent(s, 18))
        put_seal(s);
    buf_puts(&s->out, "\n    }\n");
    s->actions[s->action_count++] = name;
}

static void put_create(struct sample *s)
{
    static const struct asking asking = {.actor = "actor", .free = true};
    buf_puts(&s->out, "    action create { by ");
    buf_puts(&s->out, percent(s, 60) ? "true" : "actor has a");
    buf_puts(&s->out, " ask ");
    put_field_list(s, &s->out, false);
    if (percent(s, 60)) {
        put_after(s, " need ", &asking);
        buf_puts(&s->out, " else \"Not so\" cite \"P\" 1");
    }
    if (percent(s, 30))
        put_set(s, false);
    buf_puts(&s->out, " }\n");
}

static void put_actions(struct sample *s)
{
    static const char *const chain[] = {"go", "mid", "end"};
    if (percent(s, 20))
        put_create(s);
    if (percent(s, 45))
        put_action(s, "check", chance_below(&s->chance, s->states - 1), STATES_MAX);
    for (size_t i = 0; i + 1 < s->states; i++)
        put_action(s, i + 2 == s->states ? "end" : chain[i], i, i + 1);
    if (percent(s, 40))
        put_action(s, "back", s->states - 1 - percent(s, 70), 0);
    if (!s->tiny && percent(s, 30))
        put_action(s, "mark", 1, STATES_MAX);
}

/* ---- nevers, and the whole ---- */

static void put_never(struct sample *s, size_t n)
{
    static const struct asking asking = {.history = true};
    buf_format(&s->out, "    never n%zu { ", n);
    if (s->mirror_count && percent(s, 55)) {
        size_t known = s->mirror_count < ACTIONS_MAX ? s->mirror_count : ACTIONS_MAX;
        buf_put(&s->out, s->mirrors[chance_below(&s->chance, known)]);
    } else {
        if (percent(s, 70))
            buf_format(&s->out, "state = %s and (", states[1 + chance_below(&s->chance, s->states - 1)]);
        else
            buf_format(&s->out, "done %s and (", action_of(s));
        put_test(s, &s->out, &asking);
        buf_puts(&s->out, ")");
        if (percent(s, 35)) {
            buf_puts(&s->out, percent(s, 30) ? " and not " : " and ");
            put_atom(s, &s->out, &asking);
        }
    }
    buf_puts(&s->out, " cite \"P\" 1 }\n");
}

static void put_side(struct sample *s)
{
    const char *level = field_of(s, HOLDS_LEVEL, false), *person = field_of(s, HOLDS_PERSON, false);
    buf_puts(&s->out, "register @_x {\n    field subject @\n    field fine flag\n    field how level\n"
                      "    states open, shut final shut\n    create by true read by true\n"
                      "    edit fine, how in open by true\n    action close { from open to shut by true");
    if ((level || person) && percent(s, 50)) {
        buf_puts(&s->out, " open @ { ");
        if (level)
            buf_format(&s->out, "%s = %s", level, ANY(s, "how", "low", "high"));
        if (person && percent(s, 60))
            buf_format(&s->out, "%s%s = actor", level ? ", " : "", person);
        else if (!level)
            buf_format(&s->out, "%s = actor", person);
        buf_format(&s->out, " }%s", percent(s, 30) ? " when fine" : "");
    }
    buf_puts(&s->out, " }\n}\n");
}

static struct text make(struct arena *arena, uint64_t seed, bool tiny)
{
    struct sample s = {.chance = chance_of(seed), .arena = arena, .out = buf_in(arena), .tiny = tiny};
    s.states = !tiny && percent(&s, 30) ? 4 : 3;
    s.side = !tiny && percent(&s, 35);
    choose_fields(&s);
    buf_puts(&s.out, "register @ {\n");
    put_fields(&s);
    buf_puts(&s.out, "    states s, t, u");
    buf_format(&s.out, "%s\n    final %s%s\n    create by true\n    read by true\n",
               s.states > 3 ? ", v" : "", states[s.states - 1], s.states > 3 && percent(&s, 30) ? ", u" : "");
    put_edits(&s);
    put_actions(&s);
    for (size_t i = 1 + chance_below(&s.chance, 3); i; i--)
        put_never(&s, i);
    buf_puts(&s.out, "}\n");
    if (s.side)
        put_side(&s);
    return buf_text(&s.out);
}

struct text sample_page(struct arena *arena, uint64_t seed)
{
    return make(arena, seed, false);
}

struct text sample_tiny(struct arena *arena, uint64_t seed)
{
    return make(arena, seed, true);
}

struct text sample_loads(struct arena *arena, uint64_t *seed, bool tiny, size_t *refused)
{
    for (;; (*refused)++) {
        ARENA_SCOPED scratch = arena_new(256 << 20);
        struct problems problems = {.arena = scratch};
        struct text page = make(arena, (*seed)++, tiny);
        struct source_file source = {TEXT("force.rules"), force_text(scratch, &page, 1)};
        if (rulebook_load_sources(scratch, &source, 1, &problems))
            return page;
    }
}
