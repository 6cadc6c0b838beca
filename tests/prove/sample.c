#include "sample.h"

#include <string.h>

#include "force.h"
#include "sample_parts.h"

const struct sample_field sample_menu[MENU] = {
    {"size", "level", HOLDS_LEVEL, "medium", {0}, 70},
    {"grade", "level", HOLDS_LEVEL, "size", {0}, 30},
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
    {"note", "line", HOLDS_LINE, NULL, {0}, 7},
    {"links", "many @_x", HOLDS_LINKS, NULL, {0}, 10},
    {"risk", "level is worst(size, grade)", HOLDS_LEVEL, NULL, {"size", "grade"}, 60},
    {"lead", "person is one", HOLDS_PERSON, NULL, {"one"}, 8},
    {"sum", "number is n + 1", HOLDS_NUMBER, NULL, {"n"}, 20},
    {"soon", "date is due + 2 days", HOLDS_DATE, NULL, {"due"}, 15},
    {"age", "number is days(due, today)", HOLDS_NUMBER, NULL, {"due"}, 15},
    {"theirs", "level is peer.size", HOLDS_LEVEL, NULL, {"peer", "size"}, 30},
    {"doer", "person is go.actor", HOLDS_PERSON, NULL, {"one"}, 7},
    {"times", "number is go.count", HOLDS_NUMBER, NULL, {"ok"}, 5},
};

const char *const sample_states[STATES_MAX] = {"s", "t", "u", "v"};
const char *const sample_levels[3] = {"low", "medium", "high"};

static struct text test_of(struct sample *s, const struct asking *asking)
{
    struct buf out = buf_in(s->arena);
    sample_test(s, &out, asking);
    return buf_text(&out);
}

static void put_after(struct sample *s, const char *words, const struct asking *asking)
{
    buf_puts(&s->out, words);
    sample_test(s, &s->out, asking);
}

/* ---- fields ---- */

static void choose_fields(struct sample *s)
{
    size_t chosen = 0, most = s->tiny ? 2 : 5;
    for (size_t i = 0; i < COMPUTED_FROM; i++) {
        bool small = sample_menu[i].holds == HOLDS_LEVEL || sample_menu[i].holds == HOLDS_FLAG ||
                     sample_menu[i].holds == HOLDS_PERSON;
        bool can = (!s->tiny || small) && (sample_menu[i].holds != HOLDS_LINKS || s->side);
        s->has[i] = chosen < most && can && percent(s, sample_menu[i].percent);
        chosen += s->has[i];
    }
    s->has[0] |= chosen == 0;
    for (size_t i = COMPUTED_FROM; i < MENU; i++)
        s->has[i] = sample_has(s, sample_menu[i].needs[0]) &&
                    (!sample_menu[i].needs[1] || sample_has(s, sample_menu[i].needs[1])) &&
                    percent(s, sample_menu[i].percent);
}

static const char *initial_of(const struct sample *s, const struct sample_field *field)
{
    bool size = field->initial && strcmp(field->initial, "size") == 0;
    return size && !sample_has(s, "size") ? "low" : field->initial;
}

/* Not drawn: a required reference to its own kind, for the first of which there would be nothing. */
static void put_fields(struct sample *s)
{
    static const struct asking required = {0};
    for (size_t i = 0; i < MENU; i++) {
        if (!s->has[i])
            continue;
        const struct sample_field *field = &sample_menu[i];
        bool may = i < COMPUTED_FROM && field->holds != HOLDS_PEER && field->holds != HOLDS_LINKS;
        buf_format(&s->out, "    field %s %s", field->name, field->type);
        if (initial_of(s, field) && percent(s, 35))
            buf_format(&s->out, " default %s", initial_of(s, field));
        if (may && percent(s, 10))
            buf_puts(&s->out, " required");
        else if (may && percent(s, 9))
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
            buf_format(out, "%s%s", put++ ? ", " : "", sample_menu[i].name);
    for (size_t i = 0; i < COMPUTED_FROM && !put; i++)
        if (s->has[i])
            buf_format(out, "%s%s", put++ ? ", " : "", sample_menu[i].name);
}

static void put_states(struct sample *s, struct buf *out, size_t first)
{
    size_t put = 0;
    for (size_t i = 0; i < s->states; i++)
        if (i == first || percent(s, 25))
            buf_format(out, "%s%s", put++ ? ", " : "", sample_states[i]);
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
            sample_test(s, &s->out, &asking);
        buf_char(&s->out, '\n');
    }
}

/* ---- actions ---- */

static const char *value_for(struct sample *s, enum holds holds, const char *self)
{
    const char *other = sample_field_of(s, holds, true);
    if (other && strcmp(other, self) != 0 && percent(s, 45))
        return other;
    switch (holds) {
    case HOLDS_LEVEL:
        return any(s, sample_levels, 3);
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
    case HOLDS_LINE:
        return "\"x\"";
    case HOLDS_PEOPLE:
    case HOLDS_LEVELS:
    case HOLDS_LINKS:
        break;
    }
    return NULL;
}

static void put_set(struct sample *s, bool system)
{
    const struct asking asking = {.actor = system ? NULL : "actor", .free = true, .history = true};
    size_t i = chance_below(&s->chance, COMPUTED_FROM);
    const char *value = s->has[i] ? value_for(s, sample_menu[i].holds, sample_menu[i].name) : NULL;
    if (!value || (strstr(value, "n + ") && !sample_has(s, "n")) ||
        (strstr(value, "due") && !sample_has(s, "due")) ||
        (strstr(value, "ends") && !sample_has(s, "ends")) || (system && strcmp(value, "actor") == 0))
        return;
    buf_format(&s->out, "\n        set %s = %s", sample_menu[i].name, value);
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
        if (percent(s, 15))
            put_after(s, ", ", &asking);
    } else if (percent(s, 45))
        buf_puts(&s->out, "true");
    else
        sample_test(s, &s->out, &asking);
}

static void put_seal(struct sample *s)
{
    buf_puts(&s->out, "\n        seals ");
    put_field_list(s, &s->out, true);
    if (percent(s, 70))
        buf_format(&s->out, " else void to %s", sample_states[chance_below(&s->chance, s->states - 1)]);
}

/* `to` STATES_MAX: it stays. */
static void put_action(struct sample *s, const char *name, size_t from, size_t to)
{
    bool system, board, moves = to < STATES_MAX;
    buf_format(&s->out, "    action %s {\n        %s ", name, moves ? "from" : "in");
    put_states(s, &s->out, from);
    if (moves)
        buf_format(&s->out, " to %s", sample_states[to]);
    put_by(s, &system, &board);
    if (!system && percent(s, 25)) {
        buf_puts(&s->out, "\n        ask ");
        put_field_list(s, &s->out, false);
    }
    for (size_t needs = chance_below(&s->chance, 3); needs; needs--)
        put_need(s, name, moves ? sample_states[to] : NULL, system);
    for (size_t sets = percent(s, 40) ? 1 + chance_below(&s->chance, 3) : 0; sets; sets--)
        put_set(s, system);
    if (sample_has(s, "peer") && percent(s, 25))
        buf_puts(&s->out, "\n        open @ { peer = this }");
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
    if (percent(s, 12))
        put_seal(s);
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
            buf_format(&s->out, "state = %s and (",
                       sample_states[1 + chance_below(&s->chance, s->states - 1)]);
        else
            buf_format(&s->out, "done %s and (", sample_action(s));
        sample_test(s, &s->out, &asking);
        buf_puts(&s->out, ")");
        if (percent(s, 35)) {
            buf_puts(&s->out, percent(s, 30) ? " and not " : " and ");
            sample_atom(s, &s->out, &asking);
        }
    }
    buf_puts(&s->out, " cite \"P\" 1 }\n");
}

static void put_side(struct sample *s)
{
    const char *level = sample_field_of(s, HOLDS_LEVEL, false),
               *person = sample_field_of(s, HOLDS_PERSON, false);
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

bool sample_is_tiny(uint64_t seed)
{
    enum { TINY_EACH = 5 };
    return seed % TINY_EACH == 0;
}

struct text sample_page(struct arena *arena, uint64_t seed)
{
    bool tiny = sample_is_tiny(seed);
    struct sample s = {.chance = chance_of(seed), .arena = arena, .out = buf_in(arena), .tiny = tiny};
    s.states = !tiny && percent(&s, 30) ? 4 : 3;
    s.side = !tiny && percent(&s, 35);
    choose_fields(&s);
    buf_puts(&s.out, "register @ {\n");
    put_fields(&s);
    buf_puts(&s.out, "    states s, t, u");
    buf_format(&s.out, "%s\n    final %s%s\n    create by true\n    read by true\n",
               s.states > 3 ? ", v" : "", sample_states[s.states - 1],
               s.states > 3 && percent(&s, 30) ? ", u" : "");
    put_edits(&s);
    put_actions(&s);
    for (size_t i = 1 + chance_below(&s.chance, 3); i; i--)
        put_never(&s, i);
    buf_puts(&s.out, "}\n");
    if (s.side)
        put_side(&s);
    return buf_text(&s.out);
}

struct text sample_loads(struct arena *arena, uint64_t *seed, size_t *refused)
{
    for (;; (*refused)++, (*seed)++) {
        ARENA_SCOPED scratch = arena_new(256 << 20);
        struct problems problems = {.arena = scratch};
        struct text page = sample_page(arena, *seed);
        struct source_file source = {TEXT("force.rules"), force_text(scratch, &page, 1)};
        if (rulebook_load_sources(scratch, &source, 1, &problems))
            return page;
    }
}
