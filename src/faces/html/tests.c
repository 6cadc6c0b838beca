#include "faces/html/tests.h"

static struct expr *node(struct arena *arena, enum expr_kind kind, struct type type, size_t room)
{
    struct expr *expr = ARENA_NEW(arena, struct expr);
    *expr = (struct expr){.kind = kind, .type = type, .args = ARENA_ARRAY(arena, struct expr *, room)};
    return expr;
}

struct expr *test_node(struct arena *arena, enum expr_kind kind, size_t room)
{
    return node(arena, kind, (struct type){.kind = TYPE_FLAG}, room);
}

struct expr *test_path(struct arena *arena, const struct reg *reg, struct step step, struct type type)
{
    struct expr *path = node(arena, EXPR_PATH, type, 0);
    path->path =
        (struct path){.root = ROOT_THIS, .reg = reg, .steps = ARENA_NEW(arena, struct step), .count = 1};
    path->path.steps[0] = step;
    return path;
}

struct expr *test_given(struct arena *arena, const struct field *field)
{
    struct expr *given = test_node(arena, EXPR_GIVEN, 1);
    struct step step = {.reg = field->reg, .field = field};
    given->args[given->count++] = test_path(arena, field->reg, step, field->type);
    return given;
}

struct expr *test_value(struct arena *arena, enum expr_kind kind, struct expr *path, struct value value)
{
    struct expr *test = test_node(arena, kind, 2);
    struct type type = path->type;
    type.many = false;
    test->op = COMPARE_EQ;
    test->args[0] = path;
    test->args[1] = node(arena, EXPR_LITERAL, type, 0);
    test->args[1]->literal = value;
    test->count = 2;
    return test;
}
