#include "rules/loader.h"

#include <string.h>

static struct choice *choice_make(struct rulebook *rulebook, const char *name, const char *label)
{
    struct choice *choice = ARENA_NEW(rulebook->arena, struct choice);
    *choice = (struct choice){.name = text_of(name), .label = text_of(label)};
    return choice;
}

static void choice_add(struct rulebook *rulebook, struct choice *choice, struct text name, struct text label)
{
    struct choice_value *value = ARENA_PUSH(rulebook->arena, choice->values, choice->count, choice->capacity);
    *value = (struct choice_value){.name = name, .label = label};
}

/* One kind of thing the engine keeps; `final` states begin with a `!`. */
static struct reg *register_make(struct rulebook *rulebook, const char *name, const char *label,
                                 const char *plural, const char *const *states)
{
    struct reg *reg = ARENA_NEW(rulebook->arena, struct reg);
    *reg = (struct reg){.name = text_of(name),
                        .label = text_of(label),
                        .plural = text_of(plural),
                        .index = rulebook->register_count,
                        .builtin = true};
    reg->states = choice_make(rulebook, "state", label);
    for (; *states; states++) {
        bool final = (*states)[0] == '!';
        struct text state = text_of(*states + final);
        choice_add(rulebook, reg->states, state, label_of(rulebook->arena, state));
        reg->states->values[reg->states->count - 1].final = final;
    }
    *LIST_PUSH(rulebook->arena, rulebook->registers, rulebook->register_count) = reg;
    return reg;
}

static struct field *field_make(struct rulebook *rulebook, struct reg *reg, const char *name,
                                struct type type)
{
    struct field *field = ARENA_NEW(rulebook->arena, struct field);
    *field = (struct field){
        .reg = reg, .name = text_of(name), .type = type, .engine = true, .index = reg->field_count};
    field->label = label_of(rulebook->arena, field->name);
    *ARENA_PUSH(rulebook->arena, reg->fields, reg->field_count, reg->field_capacity) = field;
    return field;
}

static const struct type line = {.kind = TYPE_LINE}, moment = {.kind = TYPE_TIME};

static struct type reference(const struct reg *reg)
{
    return (struct type){.kind = TYPE_RECORD, .target = reg};
}

static struct type one_of(const struct choice *choice)
{
    return (struct type){.kind = TYPE_CHOICE, .choice = choice};
}

static void person_make(struct rulebook *rulebook)
{
    static const char *const states[] = {"active", "inactive", NULL};
    static const char *const kinds[] = {"officer",   "staff",      "pcso",     "special",
                                        "volunteer", "contractor", "supplier", NULL};
    struct choice *kind = choice_make(rulebook, "person_kind", "Kind of person");
    for (size_t i = 0; kinds[i]; i++)
        choice_add(rulebook, kind, text_of(kinds[i]), label_of(rulebook->arena, text_of(kinds[i])));
    kind->values[2].label = TEXT("PCSO");
    *LIST_PUSH(rulebook->arena, rulebook->choices, rulebook->choice_count) = kind;
    struct reg *person = register_make(rulebook, "person", "Person", "People", states);
    rulebook->person = person;
    field_make(rulebook, person, "username", line)->unique = true;
    person->title = field_make(rulebook, person, "name", line);
    field_make(rulebook, person, "email", line);
    field_make(rulebook, person, "kind", one_of(kind));
    field_make(rulebook, person, "department", line);
    field_make(rulebook, person, "manager", reference(person));
    person->fields[0]->required = person->fields[1]->required = true;
}

static void period_make(struct rulebook *rulebook, struct reg *reg)
{
    field_make(rulebook, reg, "from", moment);
    field_make(rulebook, reg, "to", moment);
}

static void meetings_make(struct rulebook *rulebook, const struct choice *board, const struct choice *role)
{
    static const char *const states[] = {"called", "open", "!closed", NULL};
    static const char *const kept[] = {"kept", NULL};
    struct reg *meeting = register_make(rulebook, "meeting", "Meeting", "Meetings", states);
    field_make(rulebook, meeting, "board", one_of(board));
    field_make(rulebook, meeting, "starts", moment);
    rulebook->meeting = meeting;
    struct reg *attendance = register_make(rulebook, "attendance", "Attendance", "Attendances", kept);
    field_make(rulebook, attendance, "meeting", reference(meeting));
    field_make(rulebook, attendance, "seat", one_of(role));
    field_make(rulebook, attendance, "person", reference(rulebook->person));
    rulebook->attendance = attendance;
}

static void posts_make(struct rulebook *rulebook, const struct choice *role)
{
    static const char *const kept[] = {"kept", NULL};
    struct type person = reference(rulebook->person);
    struct reg *holding = register_make(rulebook, "holding", "Role held", "Roles held", kept);
    field_make(rulebook, holding, "person", person);
    field_make(rulebook, holding, "role", one_of(role));
    field_make(rulebook, holding, "per", line); /* the value it is held for: the name of one of role->per */
    period_make(rulebook, holding);
    rulebook->holding = holding;
    struct reg *absence = register_make(rulebook, "absence", "Absence", "Absences", kept);
    field_make(rulebook, absence, "person", person);
    period_make(rulebook, absence);
    rulebook->absence = absence;
    struct reg *deputy = register_make(rulebook, "deputy", "Deputy", "Deputies", kept);
    field_make(rulebook, deputy, "person", person); /* who is stood in for */
    field_make(rulebook, deputy, "deputy", person);
    field_make(rulebook, deputy, "role", one_of(role)); /* missing: everything */
    period_make(rulebook, deputy);
    rulebook->deputy = deputy;
}

void builtin_make(struct rulebook *rulebook)
{
    struct role *administrator = ARENA_NEW(rulebook->arena, struct role);
    *administrator = (struct role){.name = TEXT("administrator"), .label = TEXT("Administrator")};
    *LIST_PUSH(rulebook->arena, rulebook->roles, rulebook->role_count) = administrator;
    rulebook->administrator = administrator;
    struct choice *board = choice_make(rulebook, "board", "Board"),
                  *role = choice_make(rulebook, "role", "Role");
    person_make(rulebook);
    meetings_make(rulebook, board, role);
    posts_make(rulebook, role);
}

static struct choice *type_choice(const struct reg *reg, const char *field)
{
    return (struct choice *)reg_field(reg, text_of(field))->type.choice;
}

/* A rulebook's own person_kind takes the place of the built-in one, which is the first choice. */
static void settle_person_kind(struct rulebook *rulebook)
{
    for (size_t i = 1; i < rulebook->choice_count; i++) {
        struct choice *own = rulebook->choices[i];
        if (!text_is(own->name, "person_kind"))
            continue;
        *rulebook->choices[0] = *own;
        memmove(&rulebook->choices[i], &rulebook->choices[i + 1],
                (rulebook->choice_count - i - 1) * sizeof(struct choice *));
        rulebook->choice_count--;
        return;
    }
}

void builtin_settle(struct rulebook *rulebook)
{
    struct choice *board = type_choice(rulebook->meeting, "board"),
                  *role = type_choice(rulebook->holding, "role");
    for (size_t i = 0; i < rulebook->board_count; i++)
        choice_add(rulebook, board, rulebook->boards[i]->name, rulebook->boards[i]->label);
    for (size_t i = 0; i < rulebook->role_count; i++)
        choice_add(rulebook, role, rulebook->roles[i]->name, rulebook->roles[i]->label);
    settle_person_kind(rulebook);
}
