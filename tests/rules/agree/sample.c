#include "agree.h"

struct var {
    const char *name;
    struct type type;
};

/* What is being written: where names are looked up, and how much more may be nested. */
struct sample {
    struct arena *arena;
    struct chance *chance;
    const struct rulebook *rulebook;
    const struct reg *self;
    struct buf out;
    struct var vars[3];
    unsigned depth;
    int left; /* how much deeper it may go */
};

static uint64_t below(struct sample *sample, uint64_t n)
{
    return chance_below(sample->chance, n);
}

static void put(struct sample *sample, const char *s)
{
    buf_puts(&sample->out, s);
}

static const char *one_of(struct sample *sample, const char *const *words, size_t count)
{
    return words[below(sample, count)];
}

/* ---- paths ---- */

static bool type_is(struct type a, struct type b)
{
    return a.kind == b.kind && a.many == b.many && (a.kind != TYPE_CHOICE || a.choice == b.choice) &&
           (a.kind != TYPE_RECORD || !b.target || a.target == b.target);
}

static struct type person_type(const struct sample *sample)
{
    return (struct type){.kind = TYPE_RECORD, .target = sample->rulebook->person};
}

/* A step of the type within `reg`; NULL when there is none. Fields the linker refuses here (private) do not
 * occur. */
static const struct field *some_field(struct sample *sample, const struct reg *reg, struct type type)
{
    size_t count = 0, chosen;
    for (size_t i = 0; i < reg->field_count; i++)
        count += type_is(reg->fields[i]->type, type);
    if (!count)
        return NULL;
    chosen = below(sample, count);
    for (size_t i = 0; i < reg->field_count; i++)
        if (type_is(reg->fields[i]->type, type) && chosen-- == 0)
            return reg->fields[i];
    return NULL;
}

/* Begins a path; gives the register it stands in. */
static const struct reg *put_root(struct sample *sample)
{
    unsigned var = (unsigned)below(sample, sample->depth + 2);
    if (var < sample->depth && sample->vars[var].type.kind == TYPE_RECORD) {
        put(sample, sample->vars[var].name);
        put(sample, ".");
        return sample->vars[var].type.target;
    }
    if (below(sample, 12) == 0) {
        put(sample, "actor.");
        return sample->rulebook->person;
    }
    if (below(sample, 4) == 0 && !sample->depth)
        return sample->self; /* outside a quantifier a bare name is the record's own */
    const struct type *nearest = sample->depth ? &sample->vars[sample->depth - 1].type : NULL;
    if (nearest && nearest->kind == TYPE_RECORD && below(sample, 4) == 0)
        return nearest->target; /* inside one, the element's */
    put(sample, "this.");
    return sample->self;
}

static bool put_special(struct sample *sample, const struct reg *reg, struct type type)
{
    static const char *const TIMES[] = {"created", "updated"};
    const struct action *action = reg->action_count ? reg->actions[below(sample, reg->action_count)] : NULL;
    const char *part = NULL;
    if (type.many)
        return false;
    if (type.kind == TYPE_RECORD && type.target == sample->rulebook->person && below(sample, 2)) {
        put(sample, "creator");
        return true;
    }
    if (type.kind == TYPE_TIME && below(sample, 2)) {
        put(sample, one_of(sample, TIMES, 2));
        return true;
    }
    if (type.kind == TYPE_LINE) {
        put(sample, "number");
        return true;
    }
    if (type.kind == TYPE_RECORD && type.target == sample->rulebook->person)
        part = ".actor";
    else if (type.kind == TYPE_TIME)
        part = ".time";
    else if (type.kind == TYPE_NUMBER)
        part = ".count";
    else if (type.kind == TYPE_FLAG)
        part = ".waived";
    if (!part || !action || reg->builtin)
        return false;
    buf_put(&sample->out, action->name);
    put(sample, part);
    return true;
}

/* A path to the type from here; false, and nothing written, when there is none. */
static bool put_path(struct sample *sample, struct type type)
{
    size_t before = sample->out.n;
    const struct reg *reg = put_root(sample);
    for (int i = 0; i < 3; i++) {
        if (below(sample, 8) == 0 && put_special(sample, reg, type))
            return true;
        const struct field *field = some_field(sample, reg, type);
        if (field && below(sample, 3)) {
            buf_put(&sample->out, field->name);
            return true;
        }
        const struct field *next = some_field(sample, reg, (struct type){.kind = TYPE_RECORD});
        if (!next)
            break;
        buf_put(&sample->out, next->name);
        put(sample, ".");
        reg = next->type.target;
    }
    sample->out.n = before;
    const struct field *field = some_field(sample, sample->self, type);
    if (!field)
        return false;
    put(sample, "this.");
    buf_put(&sample->out, field->name);
    return true;
}

/* ---- values ---- */

static void put_value(struct sample *sample, struct type type);

static const struct type NUMBER = {.kind = TYPE_NUMBER}, DATE = {.kind = TYPE_DATE},
                         MONTH = {.kind = TYPE_MONTH}, TIME = {.kind = TYPE_TIME}, LINE = {.kind = TYPE_LINE},
                         FLAG = {.kind = TYPE_FLAG};

static struct type some_moment(struct sample *sample)
{
    const struct type types[] = {DATE, MONTH, TIME, TIME};
    return types[below(sample, 4)];
}

static void put_test(struct sample *sample);

static void put_moment(struct sample *sample)
{
    put_value(sample, some_moment(sample));
}

/* Often the two that lie around changes of the clock, and end where others begin. */
static void put_two_moments(struct sample *sample, const char *between)
{
    bool period = below(sample, 3) == 0;
    if (period)
        put(sample, "this.begins");
    else
        put_moment(sample);
    put(sample, between);
    if (period)
        put(sample, "this.ends");
    else
        put_moment(sample);
}

static void put_span(struct sample *sample, struct type type)
{
    static const char *const DAY_UNITS[] = {" days",  " weeks",        " months",
                                            " years", " working days", " foi days"};
    static const char *const MONTH_UNITS[] = {" months", " years"};
    static const char *const TIME_UNITS[] = {" minutes",      " hours",    " days",
                                             " weeks",        " months",   " years",
                                             " working days", " foi days", " working hours"};
    static const char *const COUNTS[] = {"0",  "0",  "1",  "2",  "3",   "7",
                                         "10", "11", "13", "30", "400", "99999"};
    put(sample, one_of(sample, COUNTS, 12));
    if (type.kind == TYPE_TIME)
        put(sample, one_of(sample, TIME_UNITS, 9));
    else if (type.kind == TYPE_MONTH)
        put(sample, one_of(sample, MONTH_UNITS, 2));
    else
        put(sample, one_of(sample, DAY_UNITS, 6));
}

static void put_sum(struct sample *sample, struct type type)
{
    put_value(sample, type);
    put(sample, below(sample, 2) ? " + " : " - ");
    if (type.kind == TYPE_NUMBER)
        put_path(sample, type);
    else
        put_span(sample, type);
}

static void put_bound(struct sample *sample, struct type element);

static void put_number(struct sample *sample)
{
    static const char *const LITERALS[] = {"0", "1", "2", "3", "9007199254740991"};
    static const char *const FUNCTIONS[] = {"hours(", "days(", "workdays("};
    static const char *const MANY[] = {"things", "people", "levels", "items"};
    struct type type = {.kind = TYPE_RECORD,
                        .target = sample->rulebook->registers[sample->rulebook->register_count - 2]};
    switch (below(sample, 6)) {
    case 0:
        put(sample, one_of(sample, LITERALS, 5));
        break;
    case 1: {
        size_t function = below(sample, 3);
        put(sample, FUNCTIONS[function]);
        put_two_moments(sample, ", ");
        put(sample, function == 2 && below(sample, 2) ? ", foi)" : ")");
        break;
    }
    case 2:
        if (sample->depth) {
            put_path(sample, NUMBER);
            break;
        }
        put(sample, "count ");
        put(sample, one_of(sample, MANY, 4));
        break;
    case 3:
        if (sample->left > 0 && sample->depth < 2) {
            bool rows = below(sample, 2);
            put(sample, rows || sample->depth ? "count thing " : "count things ");
            put_bound(sample, type);
            break;
        }
        put_path(sample, NUMBER);
        break;
    default:
        put_path(sample, NUMBER);
        break;
    }
}

static void put_date(struct sample *sample)
{
    static const char *const LITERALS[] = {"today", "2026-03-29", "2026-10-25", "2026-01-01", "2026-12-26"};
    if (below(sample, 3) == 0 || !put_path(sample, DATE))
        put(sample, one_of(sample, LITERALS, 5));
}

static void put_time(struct sample *sample)
{
    uint64_t kind = below(sample, 8);
    if (kind == 0)
        put(sample, below(sample, 3) ? "now" : "next cab");
    else if (kind == 1 && !sample->depth)
        put(sample, below(sample, 2) ? "entered running" : "entered closed");
    else if (kind == 2 && sample->left > 0) {
        put(sample, below(sample, 2) ? "latest(" : "earliest(");
        put_value(sample, TIME);
        put(sample, ", ");
        put_moment(sample);
        put(sample, ")");
    } else if (!put_path(sample, TIME))
        put(sample, "now");
}

static void put_choice(struct sample *sample, const struct choice *choice)
{
    struct type type = {.kind = TYPE_CHOICE, .choice = choice};
    if (text_is(choice->name, "level") && below(sample, 4) == 0) {
        put(sample, "risk_matrix(this.impact, this.chance)");
        return;
    }
    if (!put_path(sample, type))
        put(sample, "this.risk");
}

static void put_record(struct sample *sample, struct type type)
{
    bool person = type.target == sample->rulebook->person;
    if (person && below(sample, 4) == 0)
        put(sample, "actor");
    else if (type.target == sample->self && below(sample, 4) == 0)
        put(sample, "this");
    else if (!put_path(sample, type))
        put(sample, person ? "actor" : "this");
}

static void put_plain_value(struct sample *sample, struct type type)
{
    static const char *const WORDS[] = {"\"alpha\"", "\"beta\"", "\"I-3\"", "\"item-4\"", "\" \""};
    switch (type.kind) {
    case TYPE_NUMBER:
        put_number(sample);
        break;
    case TYPE_DATE:
        put_date(sample);
        break;
    case TYPE_TIME:
        put_time(sample);
        break;
    case TYPE_CHOICE:
        put_choice(sample, type.choice);
        break;
    case TYPE_RECORD:
        put_record(sample, type);
        break;
    case TYPE_LINE:
        if (below(sample, 2) || !put_path(sample, type))
            put(sample, one_of(sample, WORDS, 5));
        break;
    case TYPE_MONTH:
    case TYPE_FLAG:
    case TYPE_TEXT:
    case TYPE_FILE:
    case TYPE_LINK:
    case TYPE_NONE:
    case TYPE_DURATION:
        if (!put_path(sample, type)) {
            put(sample, "this.");
            buf_put(&sample->out, some_field(sample, sample->self, type)->name);
        }
        break;
    }
}

static void put_value(struct sample *sample, struct type type)
{
    bool sums = type.kind == TYPE_NUMBER || type.kind == TYPE_DATE || type.kind == TYPE_MONTH ||
                type.kind == TYPE_TIME;
    sample->left--;
    if (sums && sample->left > 0 && below(sample, 4) == 0)
        put_sum(sample, type);
    else
        put_plain_value(sample, type);
    sample->left++;
}

/* ---- tests ---- */

static const struct choice *choice_named(const struct sample *sample, const char *name)
{
    for (size_t i = 0; i < sample->rulebook->choice_count; i++)
        if (text_is(sample->rulebook->choices[i]->name, name))
            return sample->rulebook->choices[i];
    return NULL;
}

static struct type some_choice(struct sample *sample)
{
    static const char *const NAMES[] = {"level", "likelihood", "discipline"};
    return (struct type){.kind = TYPE_CHOICE, .choice = choice_named(sample, one_of(sample, NAMES, 3))};
}

static void put_choice_name(struct sample *sample, const struct choice *choice)
{
    buf_put(&sample->out, choice->values[below(sample, choice->count)].name);
}

static void put_sign(struct sample *sample)
{
    static const char *const SIGNS[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    put(sample, one_of(sample, SIGNS, 6));
}

static void put_compare(struct sample *sample)
{
    struct type others[] = {
        NUMBER, LINE, {.kind = TYPE_TEXT}, some_moment(sample), some_moment(sample), some_choice(sample)};
    struct type type = others[below(sample, 6)];
    struct type right = type.kind == TYPE_DATE || type.kind == TYPE_TIME || type.kind == TYPE_MONTH
                            ? some_moment(sample)
                            : type;
    if (type.kind == TYPE_CHOICE && below(sample, 3)) {
        bool first = below(sample, 2);
        if (first)
            put_choice_name(sample, type.choice);
        else if (!put_path(sample, type))
            put(sample, "this.impact");
        put_sign(sample);
        if (!first)
            put_choice_name(sample, type.choice);
        else if (!put_path(sample, type))
            put(sample, "this.impact");
        return;
    }
    put_value(sample, type);
    put_sign(sample);
    put_value(sample, right);
}

/* The state of this record, or of one that it refers to. */
static void put_state(struct sample *sample)
{
    static const char *const TESTS[] = {
        "this.state in (draft, closed)", "this.state = running",
        "parent.state != closed",        "this.parent.state >= running",
        "this.thing.state = lost",       "this.parent.thing.state in (kept, lost)"};
    put(sample, sample->depth ? TESTS[below(sample, 2)] : one_of(sample, TESTS, 6));
}

static void put_in(struct sample *sample)
{
    if (below(sample, 4) == 0) {
        put_state(sample);
        return;
    }
    struct type types[] = {NUMBER, LINE, some_moment(sample), some_choice(sample)};
    struct type type = types[below(sample, 4)];
    bool moment = type.kind == TYPE_DATE || type.kind == TYPE_TIME || type.kind == TYPE_MONTH;
    put_value(sample, type);
    put(sample, " in (");
    for (int i = 0; i < 3; i++) {
        put(sample, i ? ", " : "");
        if (type.kind == TYPE_CHOICE)
            put_choice_name(sample, type.choice);
        else
            put_value(sample, moment ? some_moment(sample) : type);
    }
    put(sample, ")");
}

static void put_given(struct sample *sample)
{
    struct type person = person_type(sample);
    struct type types[] = {NUMBER,
                           LINE,
                           FLAG,
                           some_moment(sample),
                           some_choice(sample),
                           person,
                           {.kind = TYPE_FILE},
                           {.kind = TYPE_LINK},
                           {.kind = TYPE_LINE},
                           person,
                           some_choice(sample),
                           {.kind = TYPE_FILE},
                           {.kind = TYPE_LINK}};
    size_t chosen = below(sample, 13);
    types[9].many = types[10].many = types[11].many = types[12].many = true;
    if (!put_path(sample, types[chosen]))
        put(sample, "this.things");
    put(sample, below(sample, 2) ? " given" : " missing");
}

static struct type thing_type(const struct sample *sample, const char *name)
{
    return (struct type){.kind = TYPE_RECORD, .target = rulebook_register(sample->rulebook, text_of(name))};
}

static struct type some_record(struct sample *sample)
{
    struct type types[] = {person_type(sample), person_type(sample), thing_type(sample, "thing"),
                           thing_type(sample, "item")};
    return types[below(sample, 4)];
}

/* Values of which only `=` can be asked, and words of different kinds; alone or in a list. */
static void put_alike(struct sample *sample)
{
    static const struct type WORDS[] = {{.kind = TYPE_LINE}, {.kind = TYPE_TEXT}, {.kind = TYPE_LINK}};
    bool words = below(sample, 2), list = below(sample, 2);
    struct type others[] = {FLAG, {.kind = TYPE_FILE}, some_record(sample), some_record(sample)};
    struct type type = words ? WORDS[below(sample, 3)] : others[below(sample, 4)];
    put_value(sample, type);
    if (!list && words)
        put_sign(sample);
    else
        put(sample, list ? " in (" : below(sample, 2) ? " = " : " != ");
    put_value(sample, words ? WORDS[below(sample, 3)] : type);
    if (list) {
        put(sample, ", ");
        put_value(sample, words ? WORDS[below(sample, 3)] : type);
        put(sample, ")");
    }
}

static void put_includes(struct sample *sample)
{
    struct type types[] = {some_record(sample), some_record(sample),
                           (struct type){.kind = TYPE_CHOICE, .choice = choice_named(sample, "level")}};
    struct type type = types[below(sample, 3)], many = type;
    many.many = true;
    if (!put_path(sample, many))
        put(sample, "this.things");
    put(sample, " includes ");
    if (type.kind == TYPE_CHOICE)
        put(sample, "medium");
    else
        put_record(sample, type);
}

static void put_is(struct sample *sample)
{
    struct type type = some_record(sample);
    bool person = type.target == sample->rulebook->person, positive = below(sample, 2);
    if (person && below(sample, 3) == 0) {
        put(sample, "actor is ");
        put_record(sample, type);
        put(sample, positive ? " personally" : "");
        return;
    }
    put_record(sample, type);
    put(sample, positive ? " is " : " is not ");
    put_record(sample, type);
    put(sample, positive && person && below(sample, 2) ? " personally" : "");
}

static void put_person_test(struct sample *sample)
{
    static const char *const SINCE[] = {" since 3 days", " since 40 days", " since 2 months", ""};
    uint64_t kind = below(sample, 6);
    put_record(sample, person_type(sample));
    if (kind == 0) {
        put(sample, " manages ");
        put_record(sample, person_type(sample));
    } else if (kind == 1) {
        put(sample, " sits on cab");
    } else {
        put(sample, kind == 2 ? " has expert" : kind == 3 ? " has manager" : " has staff");
        if (kind == 2 && below(sample, 2))
            put(sample, below(sample, 2) ? " for radio" : " for this.topic");
        put(sample, one_of(sample, SINCE, 4));
        put(sample, below(sample, 3) ? "" : " personally");
    }
}

static void put_bound(struct sample *sample, struct type element)
{
    static const char *const NAMES[] = {"u", "v", "w"};
    sample->vars[sample->depth] = (struct var){NAMES[sample->depth], element};
    buf_format(&sample->out, "as %s (", NAMES[sample->depth]);
    sample->depth++;
    sample->left -= 2;
    if (element.kind == TYPE_CHOICE)
        buf_format(&sample->out, "%s %s this.impact", NAMES[sample->depth - 1], below(sample, 2) ? "=" : "<");
    else if (element.target == thing_type(sample, "thing").target && below(sample, 4) == 0) {
        if (below(sample, 3)) {
            put(sample, "size"); /* what a store may find things by */
            put_sign(sample);
            put(sample, "this.amount");
        } else {
            put(sample, "this.levels includes grade"); /* known, of what is not */
        }
    } else if (some_field(sample, sample->self, element) && below(sample, 4) == 0) {
        buf_format(&sample->out, "%s is ", NAMES[sample->depth - 1]);
        put_record(sample, element);
    } else if (element.target == sample->self && below(sample, 4) == 0)
        put(sample, below(sample, 2) ? "done approve since submit" : "entered running < this.begins");
    else
        put_test(sample);
    sample->left += 2;
    sample->depth--;
    put(sample, ")");
}

static void put_quantified(struct sample *sample)
{
    static const char *const EACH[] = {"any ", "all ", "no "};
    struct type level = {.kind = TYPE_CHOICE, .choice = choice_named(sample, "level")};
    struct type types[] = {some_record(sample), some_record(sample), level};
    if (sample->depth > 2) {
        put_given(sample);
        return;
    }
    if (below(sample, 2)) {
        struct type type = types[below(sample, 3)], many = type;
        many.many = true;
        put(sample, one_of(sample, EACH, 3));
        if (!put_path(sample, many)) {
            put(sample, "this.things");
            type = thing_type(sample, "thing");
        }
        put(sample, " ");
        put_bound(sample, type);
        return;
    }
    static const char *const HEADS[] = {"exists ", "no ", "overlaps "};
    static const char *const REGISTERS[] = {"item",    "thing",      "item",    "thing", "person",
                                            "holding", "attendance", "absence", "deputy"};
    size_t head = below(sample, 3);
    const char *name = one_of(sample, REGISTERS, head == 2 ? 2 : 9);
    put(sample, HEADS[head]);
    put(sample, name);
    put(sample, " ");
    put_bound(sample, thing_type(sample, name));
}

static void put_history(struct sample *sample)
{
    static const char *const TESTS[] = {"done submit", "done approve since submit",
                                        "done finish since approve", "done submit since submit"};
    static const char *const SAME[] = {
        "same impact as parent", "same things, owner as parent", "same begins, summary, levels as parent",
        "same risk, due, hidden, secret as parent", "same amount, papers as parent.parent"};
    if (sample->depth)
        put_is(sample);
    else if (below(sample, 2))
        put(sample, one_of(sample, TESTS, 4));
    else
        put(sample, one_of(sample, SAME, 5));
}

/* A moment moved, against itself: an hour's difference shows, where the clock shows one hour twice or a day
 * has not 24 of them. */
static void put_moved(struct sample *sample)
{
    static const char *const MOMENTS[] = {"this.begins", "this.ends", "this.created", "now"};
    static const char *const LENGTHS[] = {
        " + 1 day) = 23",   " + 1 day) > 24",       " - 1 day) < 0 - 23",   " - 1 day) != 0 - 25",
        " + 1 week) = 168", " - 1 week) = 0 - 168", " + 5 foi days) > 168", " + 10 working hours) = 10",
        " + 24 hours) = 1"};
    const char *moment = one_of(sample, MOMENTS, 4);
    size_t length = below(sample, 13);
    if (length < 9) {
        put(sample, length < 8 ? "hours(" : "days(");
        put(sample, moment);
        put(sample, ", ");
        put(sample, moment);
        put(sample, LENGTHS[length]);
        return;
    }
    put(sample, moment);
    put(sample, below(sample, 2) ? " + " : " - ");
    put_span(sample, TIME);
    put_sign(sample);
    put(sample, moment);
}

/* Against one record, so that a period that only touches is not hidden by others. */
static void put_overlap(struct sample *sample)
{
    put(sample, "overlaps item (number = ");
    buf_format(&sample->out, "\"item-%d\")", 1 + (int)below(sample, 30));
}

static void put_calendar_test(struct sample *sample)
{
    static const char *const DAYS[] = {") = friday", ") != sunday", ") in (saturday, sunday)",
                                       ") in (monday, wednesday)"};
    static const char *const CLOCKS[] = {") between 08:00 and 18:00", ") between 22:00 and 06:00",
                                         ") between 01:00 and 02:00", ") between 09:00 and 18:00"};
    uint64_t kind = below(sample, 3);
    put(sample, kind == 0 ? "weekday(" : kind == 1 ? "holiday(" : "clock(");
    if (kind == 2) {
        put_value(sample, TIME);
        put(sample, one_of(sample, CLOCKS, 4));
        return;
    }
    if (below(sample, 3))
        put_two_moments(sample, " to ");
    else
        put_moment(sample);
    put(sample, kind == 0 ? one_of(sample, DAYS, 4) : ")");
}

static void put_flag(struct sample *sample)
{
    if (below(sample, 6) == 0)
        put(sample, below(sample, 2) ? "absent staff" : "absent expert");
    else if (below(sample, 6) == 0)
        put(sample, below(sample, 2) ? "true" : "false");
    else
        put_plain_value(sample, FLAG);
}

/* What a deputy of somebody, or of whoever holds a role, may do. */
static void put_deputed(struct sample *sample)
{
    static const char *const TESTS[] = {
        "actor is this.owner",        "actor is this.requester", "actor is this.creator",
        "actor is this.submit.actor", "actor has manager",       "actor has staff since 3 days",
        "actor has expert for radio", "this.owner has manager",  "this.approve.actor has staff",
        "this.creator sits on cab",   "actor sits on cab",       "this.requester has expert for this.topic"};
    put(sample, one_of(sample, TESTS, 12));
}

static void put_one_test(struct sample *sample)
{
    static void (*const KINDS[])(struct sample *) = {
        put_compare,       put_compare,    put_compare, put_in,
        put_given,         put_includes,   put_is,      put_person_test,
        put_quantified,    put_quantified, put_history, put_calendar_test,
        put_calendar_test, put_flag,       put_overlap, put_moved,
        put_moved,         put_alike,      put_deputed};
    KINDS[below(sample, sizeof KINDS / sizeof *KINDS)](sample);
}

static void put_test(struct sample *sample)
{
    uint64_t kind = sample->left > 1 ? below(sample, 8) : 7;
    sample->left--;
    if (kind < 2) {
        put(sample, "(");
        put_test(sample);
        put(sample, kind ? " and " : " or ");
        put_test(sample);
        put(sample, ")");
    } else if (kind < 4) {
        put(sample, "not (");
        put_test(sample);
        put(sample, ")");
    } else {
        put_one_test(sample);
    }
    sample->left++;
}

struct text sample_test(struct arena *arena, struct chance *chance, const struct rulebook *rulebook,
                        const struct reg *reg)
{
    struct sample sample = {
        .arena = arena,
        .chance = chance,
        .rulebook = rulebook,
        .self = reg,
        .out = buf_in(arena),
        .left = 4,
    };
    put_test(&sample);
    return buf_text(&sample.out);
}
