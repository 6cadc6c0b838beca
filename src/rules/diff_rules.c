#include "rules/diff_parts.h"
#include "rules/load.h"
#include "rules/parser.h"
#include "rules/words.h"

static struct thing *add(struct things *things, enum thing_kind kind, const struct reg *reg, struct text name,
                         struct text label, struct place place, const struct cites *cites)
{
    return thing_add(
        things, (struct thing){
                    .kind = kind, .reg = reg, .name = name, .label = label, .place = place, .cites = cites});
}

static struct text printed(struct things *things, const struct expr *expr)
{
    return expr ? expr_print(things->arena, expr) : TEXT("");
}

void facet_rule(struct things *things, struct thing *thing, const char *name, const struct expr *rule)
{
    if (rule)
        facet_add(things, thing,
                  (struct facet){.kind = FACET_PLAIN,
                                 .name = text_of(name),
                                 .said = words_value(things->arena, rule),
                                 .key = printed(things, rule)});
}

/* ---- fields ---- */

static void add_field(struct things *things, const struct reg *reg, struct field *field)
{
    struct thing *thing =
        add(things, THING_FIELD, reg, field->name, field->label, field->place, &field->cites);
    struct buf type = buf_in(things->arena);
    struct print print = {.out = &type, .rulebook = things->rulebook};
    bool own = field->type.kind == TYPE_CHOICE && !print_declared(&print, field->type.choice);
    if (own)
        buf_puts(&type, field->type.many ? "several of its own values" : "one of its own values");
    else
        print_type(&print, &field->type);
    facet_plain(things, thing, "type", buf_text(&type));
    if (own)
        facet_values(things, thing, field->type.choice, "value");
    if (field->required || field->required_when)
        facet_test(things, thing, FACET_MUST, TEXT(""), field->required ? NULL : field->required_when);
    facet_plain(things, thing, "unique", text_of(field->unique ? "yes" : "no"));
    facet_plain(things, thing, "pattern", field->pattern);
    facet_rule(things, thing, "shown when", field->shown_when);
    facet_plain(things, thing, "private", text_of(field->is_private ? "yes" : "no"));
    facet_rule(things, thing, "default", field->initial);
    facet_rule(things, thing, "computed as", field->computed);
    facet_plain(things, thing, "help", field->help);
    facet_test(things, thing, FACET_GUARD, TEXT("read"), field->read_by)->subject =
        arena_format(things->arena, "Seeing %.*s", TEXT_ARGS(field->label));
    facet_cites(things, thing, TEXT(""), &field->cites);
}

/* ---- actions ---- */

static struct text by_words(struct things *things, const struct action *action)
{
    static const char *const forms[] = {[BY_EXPR] = "anybody, if ",
                                        [BY_BOARD] = "",
                                        [BY_EACH] = "several who sign: one if ",
                                        [BY_SYSTEM] = "itself when "};
    struct buf out = buf_in(things->arena);
    buf_puts(&out, forms[action->by_kind]);
    for (size_t i = 0; i < action->by_count; i++)
        words_listed(&out, words_test(things->arena, action->by[i]), i, action->by_count, ", and one if ");
    if (action->board)
        buf_put(&out, action->board->label);
    return buf_text(&out);
}

static void add_by(struct things *things, struct thing *thing, struct action *action)
{
    struct text board = action->board ? action->board->name : TEXT("");
    facet_add(things, thing,
              (struct facet){
                  .kind = FACET_BY,
                  .name = TEXT("by"),
                  .said = by_words(things, action),
                  .key = arena_format(things->arena, "%d %.*s", (int)action->by_kind, TEXT_ARGS(board))});
    if (action->by_kind == BY_EXPR && action->by_count)
        facet_any(things, thing, action->label, action->by, 1);
    if (action->by_kind == BY_SYSTEM)
        facet_any(things, thing, arena_format(things->arena, "%.*s, by itself", TEXT_ARGS(action->label)),
                  action->by, 1);
    for (size_t i = 0; action->by_kind == BY_EACH && i < action->by_count; i++) {
        struct text key = printed(things, action->by[i]);
        facet_add(things, thing,
                  (struct facet){.kind = FACET_SIGNER,
                                 .name = key,
                                 .said = words_test(things->arena, action->by[i]),
                                 .key = key});
    }
}

static void add_needs(struct things *things, struct thing *thing, struct need *needs, size_t count,
                      enum facet_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        struct need *need = &needs[i];
        struct facet *facet = facet_test(things, thing, kind, need->message, need->test);
        facet->place = need->place;
        facet->cites = &need->cites;
        facet->subject =
            arena_format(things->arena, "%.*s, \"%.*s\"", TEXT_ARGS(thing->label), TEXT_ARGS(need->message));
        struct text subject = facet->subject;
        if (need->waiver) {
            subject = arena_format(things->arena, "%.*s, waived by a record of %.*s", TEXT_ARGS(subject),
                                   TEXT_ARGS(need->waiver->label));
            struct facet *waiver = facet_test(things, thing, FACET_WAIVER, subject, need->waiver_test);
            waiver->cites = &need->cites;
            waiver->place = need->place;
            waiver->subject = subject;
        }
    }
}

static void add_effects(struct things *things, struct thing *thing, const struct effect *effects,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf key = buf_in(things->arena);
        struct effect bare = effects[i];
        bare.cites.count = 0;
        struct print print = {.out = &key, .rulebook = things->rulebook};
        struct print_scope scope = print_scope_top();
        print_effect(&print, &bare, &scope);
        facet_add(things, thing,
                  (struct facet){.kind = FACET_EFFECT,
                                 .name = buf_text(&key),
                                 .said = words_effect(things->arena, &effects[i]),
                                 .key = buf_text(&key),
                                 .place = effects[i].place});
    }
}

static void add_fields(struct things *things, struct thing *thing, const struct action *action)
{
    for (size_t i = 0; !action->implied && i < action->ask_count; i++) {
        const struct ask *ask = &action->asks[i];
        facet_add(things, thing,
                  (struct facet){.kind = FACET_ASK, .name = ask->field->name, .said = ask->field->label});
        if (ask->required)
            facet_test(things, thing, FACET_MUST, ask->field->name, NULL)->subject = arena_format(
                things->arena, "%.*s, %.*s", TEXT_ARGS(action->label), TEXT_ARGS(ask->field->label));
    }
    for (size_t i = 0; i < action->seal_count; i++)
        facet_add(things, thing,
                  (struct facet){
                      .kind = FACET_SEAL, .name = action->seals[i]->name, .said = action->seals[i]->label});
    if (action->void_to >= 0)
        facet_plain(things, thing, "when what it seals changes, goes to",
                    action->reg->states->values[action->void_to].label);
}

/* The order of `set`s means something: a later one wins. */
static void add_set_order(struct things *things, struct thing *thing, const struct action *action)
{
    struct buf order = buf_in(things->arena), names = buf_in(things->arena);
    for (size_t i = 0; i < action->set_count; i++) {
        words_listed(&order, action->sets[i].set.field->label, i, action->set_count, ", ");
        buf_format(&names, "%.*s ", TEXT_ARGS(action->sets[i].set.field->name));
    }
    if (action->set_count)
        facet_add(things, thing,
                  (struct facet){.kind = FACET_ORDER,
                                 .name = TEXT("what it sets, in order"),
                                 .said = buf_text(&order),
                                 .key = buf_text(&names)});
}

/* What is told of a new action. */
static struct text action_words(struct things *things, const struct action *action)
{
    struct text states = words_states(things->arena, action->reg, action->in);
    struct text by = by_words(things, action);
    if (!states.n)
        states = TEXT("every state");
    return arena_format(things->arena, "in %.*s, by %.*s", TEXT_ARGS(states), TEXT_ARGS(by));
}

static void add_action(struct things *things, struct action *action)
{
    const struct choice *states = action->reg->states;
    struct thing *thing =
        add(things, THING_ACTION, action->reg, action->name, action->label, action->place, &action->cites);
    thing->said = action_words(things, action);
    for (size_t i = 0; !action->is_create && i < states->count; i++)
        if (action->in[i])
            facet_add(things, thing,
                      (struct facet){.kind = FACET_STATE,
                                     .name = states->values[i].name,
                                     .said = states->values[i].label});
    if (action->moves)
        facet_keyed(things, thing, "leads to", states->values[action->to].label,
                    states->values[action->to].name);
    add_by(things, thing, action);
    add_fields(things, thing, action);
    add_needs(things, thing, action->needs, action->need_count, FACET_NEED);
    add_needs(things, thing, action->shoulds, action->should_count, FACET_SHOULD);
    add_effects(things, thing, action->sets, action->set_count);
    add_set_order(things, thing, action);
    add_effects(things, thing, action->tells, action->tell_count);
    add_effects(things, thing, action->opens, action->open_count);
    facet_cites(things, thing, TEXT("by"), &action->by_cites);
    facet_cites(things, thing, TEXT(""), &action->cites);
}

/* ---- duties and the other rules ---- */

static struct text owed_by(struct things *things, const struct duty *duty)
{
    if (!duty->each)
        return words_who(things->arena, &duty->on);
    struct text of = duty->each_test ? words_test(things->arena, duty->each_test) : TEXT("");
    return arena_format(things->arena, "each %.*s%s%.*s", TEXT_ARGS(duty->each->label),
                        of.n ? " for which " : "", TEXT_ARGS(of));
}

static struct text told(struct things *things, const struct duty *duty)
{
    struct buf out = buf_in(things->arena);
    for (size_t i = 0; i < duty->tell_count; i++) {
        buf_puts(&out, i ? ", then " : "");
        buf_put(&out, words_who(things->arena, &duty->tell[i]));
        if (duty->tell_after[i].n) {
            buf_puts(&out, " after ");
            print_span(&out, duty->tell_after[i]);
        }
    }
    return buf_text(&out);
}

static void add_duty(struct things *things, const struct reg *reg, struct duty *duty)
{
    struct buf remind = buf_in(things->arena);
    struct text label = label_of(things->arena, duty->name);
    struct thing *thing = add(things, THING_DUTY, reg, duty->name, label, duty->place, &duty->cites);
    struct text owner = owed_by(things, duty);
    struct text clock = words_clock(things->arena, duty);
    thing->said = arena_format(things->arena, "by %.*s, %.*s", TEXT_ARGS(owner), TEXT_ARGS(clock));
    facet_add(things, thing, (struct facet){.kind = FACET_OWNER, .name = owner, .said = owner});
    facet_test(things, thing, FACET_WHEN, TEXT(""), duty->when);
    facet_plain(things, thing, "due", words_clock(things->arena, duty));
    facet_rule(things, thing, "met when", duty->until);
    if (duty->remind.n) {
        print_span(&remind, duty->remind);
        buf_puts(&remind, " before");
    }
    facet_plain(things, thing, "reminds", buf_text(&remind));
    facet_plain(things, thing, "when overdue, tells", told(things, duty));
    facet_cites(things, thing, TEXT(""), &duty->cites);
}

static void add_nevers(struct things *things, const struct reg *reg)
{
    for (size_t i = 0; i < reg->never_count; i++) {
        struct never *never = reg->nevers[i];
        struct text label = label_of(things->arena, never->name);
        struct thing *thing = add(things, THING_NEVER, reg, never->name, label, never->place, &never->cites);
        thing->said = words_test(things->arena, never->test);
        facet_test(things, thing, FACET_NEVER, TEXT(""), never->test)->subject =
            arena_format(things->arena, "%.*s, which may never be", TEXT_ARGS(label));
        facet_cites(things, thing, TEXT(""), &never->cites);
    }
    for (size_t i = 0; i < reg->warning_count; i++) {
        const struct warning *warning = reg->warnings[i];
        struct thing *thing =
            add(things, THING_WARN, reg, warning->message, warning->message, warning->place, &warning->cites);
        facet_rule(things, thing, "warns unless", warning->test);
        facet_cites(things, thing, TEXT(""), &warning->cites);
    }
}

static struct text kept_words(struct things *things, const struct retain *retain)
{
    struct buf out = buf_in(things->arena);
    if (retain->after) {
        buf_puts(&out, "for ");
        print_span(&out, retain->span);
        buf_puts(&out, " after ");
        buf_put(&out, words_value(things->arena, retain->after));
    }
    if (retain->when) {
        buf_puts(&out, retain->after ? ", when " : "while ");
        buf_put(&out, words_test(things->arena, retain->when));
    }
    return buf_text(&out);
}

/* A retention is known by all it says. */
static void add_kept(struct things *things, const struct reg *reg)
{
    struct print_scope scope = print_scope_top();
    for (size_t i = 0; i < reg->retain_count; i++) {
        struct buf name = buf_in(things->arena);
        struct print print = {.out = &name, .rulebook = things->rulebook};
        struct retain bare = *reg->retains[i];
        bare.cites.count = 0;
        print_retain(&print, &bare, &scope);
        add(things, THING_RETAIN, reg, buf_text(&name), kept_words(things, &bare), bare.place,
            &reg->retains[i]->cites);
    }
    for (size_t i = 0; i < reg->list_count; i++) {
        struct buf sort = buf_in(things->arena);
        const struct saved_list *list = reg->lists[i];
        struct thing *thing = add(things, THING_LIST, reg, list->name, list->name, list->place, &list->cites);
        facet_rule(things, thing, "shows those with", list->where);
        for (size_t j = 0; j < list->sort_count; j++) {
            words_listed(&sort, words_value(things->arena, list->sort[j].value), j, list->sort_count, ", ");
            buf_puts(&sort, list->sort[j].descending ? ", highest or newest first" : "");
        }
        facet_plain(things, thing, "sorted by", buf_text(&sort));
        facet_cites(things, thing, TEXT(""), &list->cites);
    }
}

/* ---- the register ---- */

/* None: everybody. */
static void add_guards(struct things *things, struct thing *thing, const char *subject, struct guard *guards,
                       size_t count)
{
    struct expr **tests = ARENA_ARRAY(things->arena, struct expr *, count + 1);
    for (size_t i = 0; i < count; i++)
        tests[i] = guards[i].test;
    struct facet *facet = facet_any(things, thing, text_of(subject), tests, count);
    facet->place = count ? guards[0].place : thing->place;
    facet->cites = count ? &guards[0].cites : NULL;
}

static void add_calendar(struct things *things, struct thing *thing, const struct reg *reg)
{
    if (!reg->begins)
        return;
    struct buf out = buf_in(things->arena);
    struct text begin = words_value(things->arena, reg->begins), end = words_value(things->arena, reg->ends);
    buf_format(&out, "from %.*s to %.*s", TEXT_ARGS(begin), TEXT_ARGS(end));
    if (reg->calendar_where) {
        buf_puts(&out, " when ");
        buf_put(&out, words_test(things->arena, reg->calendar_where));
    }
    if (reg->clash)
        buf_format(&out, ", clashing by %.*s", TEXT_ARGS(reg->clash->label));
    facet_plain(things, thing, "in the calendar", buf_text(&out));
}

static void add_states(struct things *things, struct thing *thing, const struct reg *reg)
{
    struct buf final = buf_in(things->arena);
    size_t count = 0;
    facet_values(things, thing, reg->states, "state");
    for (size_t i = 0; i < reg->states->count; i++) {
        const struct choice_value *state = &reg->states->values[i];
        if (state->final)
            words_listed(&final, state->label, count++, reg->states->count + 1, "");
    }
    facet_plain(things, thing, "opens in", reg->states->values[0].label);
    facet_plain(things, thing, "ends in", buf_text(&final));
}

static void add_shape(struct things *things, const struct reg *reg)
{
    struct thing *thing = add(things, THING_REGISTER, reg, reg->name, reg->label, reg->place, &reg->cites);
    facet_plain(things, thing, "plural", reg->plural);
    facet_plain(things, thing, "numbered", reg->number.source);
    facet_plain(things, thing, "title", reg->title ? reg->title->label : TEXT(""));
    facet_plain(things, thing, "looks at records are logged", text_of(reg->log_reads ? "yes" : "no"));
    if (!reg->builtin)
        add_states(things, thing, reg);
    if (reg->read_count)
        add_guards(things, thing, "Seeing records", reg->reads, reg->read_count);
    add_guards(things, thing, "Commenting", reg->comments, reg->comment_count);
    add_calendar(things, thing, reg);
    facet_cites(things, thing, TEXT(""), &reg->cites);
}

void things_register(struct things *things, const struct reg *reg)
{
    add_shape(things, reg);
    for (size_t i = 0; i < reg->field_count; i++)
        if (!reg->fields[i]->engine)
            add_field(things, reg, reg->fields[i]);
    for (size_t i = 0; !reg->builtin && i < reg->action_count; i++)
        add_action(things, reg->actions[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        add_duty(things, reg, reg->duties[i]);
    add_nevers(things, reg);
    add_kept(things, reg);
}
