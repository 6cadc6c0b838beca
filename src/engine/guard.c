#include "engine/guard.h"

#include "engine/world_people.h"
#include "rules/words.h"

bool guard_holds(struct world *world, const struct record *record, const struct expr *by)
{
    if (!by)
        return false;
    struct scene scene = world_scene(world, record);
    return evaluate_test(&scene, by);
}

bool guard_any(struct world *world, const struct record *record, const struct guard *guards, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (guard_holds(world, record, guards[i].test))
            return true;
    return false;
}

bool guard_by(struct world *world, const struct record *record, const struct action *action)
{
    if (action->by_kind == BY_BOARD || action->by_kind == BY_SYSTEM)
        return false;
    for (size_t i = 0; i < action->by_count; i++)
        if (guard_holds(world, record, action->by[i]))
            return true;
    return false;
}

/* Whoever the actor may stand in for now. */
static const int64_t *principals(struct world *world, size_t *count)
{
    const struct field *deputy = reg_field(world->rulebook->deputy, TEXT("deputy"));
    const int64_t *ids = world_having(world, deputy, value_record(world->actor), count);
    int64_t *people = ARENA_ARRAY(world->arena, int64_t, *count + 1);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        struct record *appointment = world_record(world, world->rulebook->deputy, ids[i]);
        int64_t person =
            world_value(world, appointment, reg_field(world->rulebook->deputy, TEXT("person"))).i;
        bool known = false;
        for (size_t j = 0; j < kept; j++)
            known |= people[j] == person;
        if (!known)
            people[kept++] = person;
    }
    *count = kept;
    return people;
}

int64_t *guard_stood_for(struct world *world, const struct record *record, const struct expr *by,
                         size_t *count)
{
    *count = 0;
    if (!world->actor || !by)
        return NULL;
    enum stand_in was = world->stand_in;
    int64_t was_principal = world->principal;
    world->stand_in = STAND_IN_NOBODY;
    bool alone = guard_holds(world, record, by);
    size_t all = 0;
    const int64_t *people = alone ? NULL : principals(world, &all);
    int64_t *stood = ARENA_ARRAY(world->arena, int64_t, all + 1);
    for (size_t i = 0; i < all; i++) {
        world->stand_in = STAND_IN_ONE;
        world->principal = people[i];
        if (guard_holds(world, record, by))
            stood[(*count)++] = people[i];
    }
    world->stand_in = was;
    world->principal = was_principal;
    return stood;
}

struct unmet *verdict_add(struct world *world, struct verdict *verdict, struct text message,
                          const struct cites *cites)
{
    struct unmet *unmet =
        ARENA_PUSH(world->arena, verdict->unmet, verdict->unmet_count, verdict->unmet_capacity);
    *unmet = (struct unmet){.message = message, .cites = cites && cites->count ? cites : NULL};
    return unmet;
}

/* The lowest number among the records that waive this need; empty: none does. */
static struct text waiver(struct world *world, const struct record *record, const struct need *need)
{
    if (!need->waiver)
        return (struct text){0};
    struct scene scene = world_scene(world, record);
    struct expr *body = need->waiver_test;
    struct expr exists = {.kind = EXPR_RECORDS,
                          .quantifier = QUANTIFIER_EXISTS,
                          .reg = need->waiver,
                          .var = need->waiver_var,
                          .args = &body,
                          .count = 1,
                          .place = need->place};
    size_t count;
    const int64_t *ids = world_meeting(world, &scene, &exists, &count);
    struct text lowest = {0};
    for (size_t i = 0; i < count; i++) {
        struct text number = world_name(world, need->waiver, ids[i]);
        if (!lowest.n || text_compare(number, lowest) < 0)
            lowest = number;
    }
    return lowest;
}

static void judge(struct world *world, struct record *record, const struct need *need,
                  struct verdict *verdict, bool soft)
{
    struct scene scene = world_scene(world, record);
    if (evaluate_test(&scene, need->test))
        return;
    struct text stood_in = waiver(world, record, need);
    if (stood_in.n) {
        verdict->waived = true;
        *ARENA_PUSH(world->arena, verdict->waivers, verdict->waiver_count, verdict->waiver_capacity) =
            stood_in;
        return;
    }
    if (!soft) {
        verdict_add(world, verdict, need->message, &need->cites);
        return;
    }
    struct unmet *should =
        ARENA_PUSH(world->arena, verdict->should, verdict->should_count, verdict->should_capacity);
    *should = (struct unmet){.message = need->message, .cites = need->cites.count ? &need->cites : NULL};
}

static bool is_meant(const struct need *need, enum needs needs)
{
    return needs == NEEDS_ALL || need->names_actor == (needs == NEEDS_OF_ACTOR);
}

void guard_needs(struct world *world, struct record *record, const struct action *action, enum needs needs,
                 struct verdict *verdict)
{
    for (size_t i = 0; i < action->need_count; i++)
        if (is_meant(&action->needs[i], needs))
            judge(world, record, &action->needs[i], verdict, false);
    for (size_t i = 0; i < action->should_count; i++)
        if (is_meant(&action->shoulds[i], needs))
            judge(world, record, &action->shoulds[i], verdict, true);
}

static bool missing(struct world *world, struct record *record, const struct field *field)
{
    return world_value(world, record, field).kind == VALUE_MISSING;
}

static void add_missing(struct world *world, const struct field *field, struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->unmet_count; i++)
        if (verdict->unmet[i].field == field)
            return;
    struct text message = arena_format(world->arena, "Give: %.*s", TEXT_ARGS(field->label));
    verdict_add(world, verdict, message, &field->cites)->field = field;
}

static void add_asks(struct world *world, struct record *record, const struct action *action,
                     struct verdict *verdict)
{
    for (size_t i = 0; i < action->ask_count; i++)
        if (action->asks[i].required && missing(world, record, action->asks[i].field))
            add_missing(world, action->asks[i].field, verdict);
}

bool guard_needs_field(struct world *world, struct record *record, const struct field *field)
{
    if (field->required_when)
        return guard_holds(world, record, field->required_when);
    return field->required;
}

bool guard_lacks(struct world *world, struct record *record, const struct ask *ask)
{
    bool required = ask->required || (!reg_edits_first(record->reg, ask->field) &&
                                      guard_needs_field(world, record, ask->field));
    return required && missing(world, record, ask->field);
}

static bool sets(const struct action *action, const struct field *field)
{
    for (size_t i = 0; action && i < action->set_count; i++)
        if (action->sets[i].set.field == field)
            return true;
    return false;
}

void guard_required(struct world *world, struct record *record, int state, const struct action *but_set,
                    struct verdict *verdict)
{
    if (state <= 0)
        return;
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        if (!field->computed && !sets(but_set, field) && guard_needs_field(world, record, field) &&
            missing(world, record, field))
            add_missing(world, field, verdict);
    }
}

/* Adds what the state that the action leads to will ask for, where no `set` of it may change that. Told
 * ahead: it is judged when the record is there. */
static void required_there(struct world *world, struct record *record, const struct action *action,
                           struct verdict *verdict)
{
    int state = record->state;
    if (!action->moves || action->set_count)
        return;
    record->state = action->to;
    guard_required(world, record, action->to, NULL, verdict);
    record->state = state;
}

static bool is_taken(struct world *world, const struct record *record, const struct field *field)
{
    size_t count;
    const int64_t *ids = world_having(world, field, record->values[field->index], &count);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != record->id)
            return true;
    return false;
}

void guard_unique(struct world *world, struct record *record, struct verdict *verdict)
{
    for (size_t i = 0; i < record->reg->field_count; i++) {
        const struct field *field = record->reg->fields[i];
        bool judged = field->unique && !field->computed && record->values[i].kind != VALUE_MISSING;
        if (judged && is_taken(world, record, field))
            verdict_add(world, verdict,
                        arena_format(world->arena, "Another %.*s has this %.*s already",
                                     TEXT_ARGS(record->reg->label), TEXT_ARGS(field->label)),
                        &field->cites)
                ->field = field;
    }
}

void guard_state(struct world *world, const struct record *record, const struct action *action,
                 struct verdict *verdict)
{
    if (action->is_create || record->state < 0 || action->in[record->state])
        return;
    struct buf out = buf_in(world->arena);
    const struct choice *states = record->reg->states;
    buf_format(&out, "%.*s is done from ", TEXT_ARGS(action->label));
    size_t named = 0;
    for (size_t i = 0; i < states->count; i++)
        if (action->in[i])
            buf_format(&out, "%s%.*s", named++ ? ", " : "", TEXT_ARGS(states->values[i].label));
    buf_format(&out, "; this one is %.*s", TEXT_ARGS(states->values[record->state].label));
    verdict_add(world, verdict, buf_text(&out), action->cites.count ? &action->cites : &action->by_cites);
}

struct verdict guard_action(struct world *world, struct record *record, const struct action *action,
                            enum needs needs)
{
    struct verdict verdict = {0};
    guard_state(world, record, action, &verdict);
    add_asks(world, record, action, &verdict);
    guard_needs(world, record, action, needs, &verdict);
    guard_required(world, record, action->moves ? action->to : record->state, action, &verdict);
    if (verdict.unmet_count)
        required_there(world, record, action, &verdict);
    return verdict;
}

struct verdict guard_ahead(struct world *world, struct record *record, const struct action *action,
                           enum needs needs)
{
    struct verdict verdict = {0};
    size_t kept = 0;
    guard_needs(world, record, action, needs, &verdict);
    guard_required(world, record, action->moves ? action->to : record->state, action, &verdict);
    required_there(world, record, action, &verdict);
    for (size_t i = 0; i < verdict.unmet_count; i++)
        if (!action_asks(action, verdict.unmet[i].field))
            verdict.unmet[kept++] = verdict.unmet[i];
    verdict.unmet_count = kept;
    return verdict;
}

/* ---- who may, in words ---- */

enum { NAMES_SHOWN = 3 };

/* Of a role for `per`, or any value when -1. A page may say it for many actions. */
static struct text holders(struct world *world, const struct role *role, int64_t per)
{
    struct text key =
        per < 0 ? role->name
                : arena_format(world->arena, "%.*s for %lld", TEXT_ARGS(role->name), (long long)per);
    struct text *said = world->snapshot ? map_get(&world->holders, key) : NULL;
    if (said)
        return *said;
    struct buf out = buf_in(world->arena);
    int64_t people[NAMES_SHOWN + 1];
    size_t count = world_holders(world, role, per, people, NAMES_SHOWN + 1);
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++) {
        buf_puts(&out, i ? ", " : " (");
        buf_put(&out, world_person_name(world, people[i]));
    }
    if (count)
        buf_puts(&out, count > NAMES_SHOWN ? " ...)" : ")");
    else
        buf_puts(&out, " (nobody holds this role now)");
    said = ARENA_NEW(world->arena, struct text);
    *said = buf_text(&out);
    map_put(&world->holders, key, said);
    return *said;
}

/* Names are given away only where the way to them is one step that the actor may read. */
static bool may_name(struct world *world, const struct record *record, const struct path *path)
{
    if (path->root != ROOT_THIS || path->count != 1)
        return false;
    const struct field *field = path->steps[0].field;
    struct record *kept = world_record(world, record->reg, record->id);
    return !field || (kept && world_may_read_field(world, kept, field));
}

static void put_named(struct world *world, struct buf *out, const struct record *record,
                      const struct expr *who)
{
    const struct path *path = &who->path;
    struct value value = {0};
    if (record && may_name(world, record, path)) {
        struct scene scene = world_scene(world, record);
        value = evaluate_value(&scene, who);
    }
    const struct step *last = path->count ? &path->steps[path->count - 1] : NULL;
    if (last && last->field)
        buf_format(out, "the %.*s", TEXT_ARGS(last->field->label));
    else if (last && last->builtin == BUILTIN_CREATOR)
        buf_puts(out, "whoever opened it");
    else if (last && last->action)
        buf_format(out, "whoever did: %.*s", TEXT_ARGS(last->action->label));
    else
        buf_put(out, words_value(world->arena, who));
    if (value.kind == VALUE_RECORD) {
        struct text name = world_person_name(world, value.i);
        buf_format(out, " (%.*s)", TEXT_ARGS(name));
    }
}

/* A role, for its value where there is one. Where that cannot be said, its holders would give it away. */
static void put_role(struct world *world, struct buf *out, const struct record *record,
                     const struct expr *has)
{
    const struct expr *asked = has->count > 1 ? has->args[1] : NULL;
    bool known = record && (!asked || asked->kind != EXPR_PATH || may_name(world, record, &asked->path));
    struct value per = {.i = -1};
    buf_put(out, has->role->label);
    if (known && asked) {
        struct scene scene = world_scene(world, record);
        per = evaluate_value(&scene, asked);
        known = per.kind == VALUE_CHOICE;
    }
    if (asked) {
        buf_puts(out, " for ");
        buf_put(out, known ? has->role->per->values[per.i].label : words_value(world->arena, asked));
    }
    if (known)
        buf_put(out, holders(world, has->role, per.i));
}

static bool leaves_out(const struct expr *by)
{
    return by->kind == EXPR_IS && by->negated && expr_is_actor(by->args[0]);
}

static void put_who(struct world *world, struct buf *out, const struct record *record, const struct expr *by)
{
    if (by->kind == EXPR_OR || by->kind == EXPR_AND) {
        for (size_t i = 0; i < by->count; i++) {
            if (i)
                buf_puts(out, by->kind == EXPR_OR ? ", or " : leaves_out(by->args[i]) ? ", but " : ", and ");
            put_who(world, out, record, by->args[i]);
        }
    } else if (by->kind == EXPR_HAS && !by->has_span && expr_is_actor(by->args[0])) {
        put_role(world, out, record, by);
    } else if (by->kind == EXPR_GIVEN && expr_is_actor(by->args[0])) {
        buf_puts(out, "anybody who is signed in");
    } else if (by->kind == EXPR_IS && expr_is_actor(by->args[0])) {
        buf_puts(out, by->negated ? "not " : "");
        put_named(world, out, record, by->args[1]);
    } else if (by->kind == EXPR_MANAGES && expr_is_actor(by->args[0])) {
        buf_puts(out, "whoever manages ");
        put_named(world, out, record, by->args[1]);
    } else {
        buf_put(out, words_test(world->arena, by));
    }
}

struct text guard_who_expr(struct world *world, const struct record *record, const struct expr *by)
{
    if (!by)
        return TEXT("nobody");
    struct buf out = buf_in(world->arena);
    put_who(world, &out, record, by);
    return buf_text(&out);
}

struct text guard_who(struct world *world, const struct record *record, const struct action *action)
{
    if (action->by_kind == BY_BOARD)
        return arena_format(world->arena, "the %.*s, in an open meeting", TEXT_ARGS(action->board->label));
    if (action->by_kind == BY_SYSTEM)
        return TEXT("nobody: it happens by itself");
    struct buf out = buf_in(world->arena);
    for (size_t i = 0; i < action->by_count; i++) {
        if (i)
            buf_puts(&out, ", together with ");
        put_who(world, &out, record, action->by[i]);
    }
    return buf_text(&out);
}

const struct edit_rule *guard_edit(struct world *world, const struct record *record,
                                   const struct field *field)
{
    const struct reg *reg = record->reg;
    if (field->computed || field->engine)
        return NULL;
    for (size_t i = 0; i < reg->edit_count; i++) {
        const struct edit_rule *rule = reg->edits[i];
        bool here = record->state < 0 ||
                    (rule->in ? rule->in[record->state] : !reg->states->values[record->state].final);
        for (size_t f = 0; here && f < rule->field_count; f++)
            if (rule->fields[f] == field && guard_holds(world, record, rule->by))
                return rule;
    }
    return NULL;
}

/* ---- opening ---- */

/* An opening that nobody wrote asks for fields that edits name; whether the edit admits the opener is judged
 * here. */
bool guard_gives(struct world *world, const struct record *record, const struct field *field)
{
    const struct action *create = record->reg->create;
    bool asked = action_asks(create, field) && !(create->implied && reg_edits_first(record->reg, field));
    return !field->computed && !field->engine && (asked || guard_edit(world, record, field));
}
