#include "rules/evaluate_parts.h"

/* Rule 6, in a narrowed scene: a reference to a record that the actor may not read is no reference. */
static struct value narrow(struct scene *scene, struct value value, const struct reg *target)
{
    if (value.kind == VALUE_RECORD)
        return scene->facts->may_read(scene->world, (struct ref){target, value.i}) ? value
                                                                                   : (struct value){0};
    if (value.kind != VALUE_SET)
        return value;
    struct value *kept = ARENA_ARRAY(scene->arena, struct value, value.count);
    size_t count = 0;
    for (size_t i = 0; i < value.count; i++)
        if (scene->facts->may_read(scene->world, (struct ref){target, value.items[i].i}))
            kept[count++] = value.items[i];
    if (!count)
        return (struct value){0};
    return (struct value){.kind = VALUE_SET, .items = kept, .count = count};
}

/* `read by` is the rulebook's own rule, so it sees everything. */
static bool field_readable(struct scene *scene, struct ref ref, const struct field *field)
{
    if (!scene->narrowed || !field->read_by)
        return true;
    struct scene inner = *scene;
    inner.self = ref;
    inner.narrowed = false;
    inner.reading = true;
    return evaluate_test(&inner, field->read_by);
}

struct value evaluate_field(struct scene *scene, struct ref ref, const struct field *field)
{
    if (!field_readable(scene, ref, field))
        return (struct value){0};
    if (!field->computed && (!scene->narrowed || field->type.kind != TYPE_RECORD))
        return scene->facts->field(scene->world, ref, field);
    if (!field->computed)
        return narrow(scene, scene->facts->field(scene->world, ref, field), field->type.target);
    struct scene inner = *scene;
    inner.self = ref;
    return evaluate_as(&inner, field->computed, field->type);
}

static struct value person_value(struct scene *scene, int64_t id)
{
    struct value value = value_record(id);
    return scene->narrowed ? narrow(scene, value, scene->rulebook->person) : value;
}

static struct value act_value(struct scene *scene, struct ref ref, const struct step *step)
{
    struct act act = scene->facts->act(scene->world, ref, step->action);
    if (step->part == ACT_COUNT)
        return (struct value){.kind = VALUE_NUMBER, .i = act.count};
    if (!act.seq)
        return (struct value){0};
    if (step->part == ACT_TIME)
        return (struct value){.kind = VALUE_TIME, .i = act.time};
    if (step->part == ACT_WAIVED)
        return (struct value){.kind = VALUE_FLAG, .i = act.waived};
    return person_value(scene, act.actor);
}

static struct value step_value(struct scene *scene, struct ref ref, const struct step *step)
{
    if (step->field)
        return evaluate_field(scene, ref, step->field);
    if (step->action)
        return act_value(scene, ref, step);
    if (step->builtin == BUILTIN_CREATOR)
        return person_value(scene, scene->facts->builtin(scene->world, ref, step->builtin).i);
    return scene->facts->builtin(scene->world, ref, step->builtin);
}

static const struct reg *step_target(const struct scene *scene, const struct step *step)
{
    return step->field ? step->field->type.target : scene->rulebook->person;
}

bool evaluate_root(const struct scene *scene, const struct path *path, struct ref *at)
{
    if (path->root == ROOT_THIS)
        *at = scene->self;
    else if (path->root == ROOT_ACTOR)
        *at = (struct ref){scene->rulebook->person, scene->actor};
    else
        *at = (struct ref){scene->var_regs[path->var], scene->vars[path->var]};
    return path->root == ROOT_THIS || (at->reg && at->id);
}

/* The record in which the path takes its last step. */
static bool walk(struct scene *scene, const struct path *path, struct ref *at)
{
    if (!evaluate_root(scene, path, at))
        return false;
    for (size_t i = 0; i + 1 < path->count; i++) {
        struct value value = step_value(scene, *at, &path->steps[i]);
        if (value.kind != VALUE_RECORD)
            return false;
        *at = (struct ref){step_target(scene, &path->steps[i]), value.i};
    }
    return true;
}

struct value evaluate_path(struct scene *scene, const struct path *path)
{
    struct ref at;
    if (path->root == ROOT_THIS && path->count == 1)
        return step_value(scene, scene->self, path->steps);
    if (!path->count && path->root == ROOT_VAR && !scene->var_regs[path->var])
        return scene->var_values[path->var];
    if (!walk(scene, path, &at))
        return (struct value){0};
    return path->count ? step_value(scene, at, &path->steps[path->count - 1]) : value_record(at.id);
}

void evaluate_people(struct scene *scene, const struct expr *expr, struct people_meant *people)
{
    *people = (struct people_meant){.ids = &people->one};
    const struct path *path = &expr->path;
    if (expr->kind == EXPR_PATH && path->count && path->steps[path->count - 1].part == ACT_ACTOR) {
        struct ref at;
        if (!walk(scene, path, &at))
            return;
        struct act act = scene->facts->act(scene->world, at, path->steps[path->count - 1].action);
        people->ids = act.people;
        people->count = act.seq ? act.people_count : 0;
        return;
    }
    struct value value = evaluate_value(scene, expr);
    people->one = value.i;
    people->count = value.kind == VALUE_RECORD;
}
