/* The drawing of a lifecycle: where states stand, which lane a line takes, and that lines never run into each
 * other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "faces/html/lifecycle_layout.h"

struct edge {
    int from, to;
};

enum { NODES_MAX = 12, EDGES_MAX = 16 };

static const struct drawing {
    const char *what;
    size_t nodes;
    const char *final; /* one letter for each node: `f` */
    struct edge edges[EDGES_MAX];
    size_t edge_count;
    size_t rows[NODES_MAX];
    const char *ways; /* of the edges as given: `s`tays, `b`ack, `o`n */
} drawings[] = {
    {"one state", 1, "f", {{0, 0}}, 0, {0}, ""},
    {"a straight way", 3, "--f", {{0, 1}, {1, 2}}, 2, {0, 1, 2}, "oo"},
    {"declared in another order", 4, "-f--", {{0, 3}, {3, 2}, {2, 1}}, 3, {0, 3, 2, 1}, "ooo"},
    {"a final state first", 2, "f-", {{0, 1}}, 1, {0, 1}, "o"},
    {"back and staying", 3, "--f", {{0, 1}, {1, 0}, {1, 1}, {1, 2}, {0, 2}}, 5, {0, 1, 2}, "obsoo"},
    {"a circle without a beginning", 3, "---", {{1, 2}, {2, 1}}, 2, {0, 1, 2}, "ob"},
    {"a change",
     9,
     "------fff",
     {{0, 1},
      {0, 3},
      {1, 1},
      {1, 2},
      {2, 1},
      {1, 3},
      {2, 3},
      {1, 7},
      {2, 7},
      {0, 8},
      {3, 8},
      {3, 1},
      {3, 4},
      {4, 5},
      {5, 6}},
     15,
     {0, 1, 2, 3, 4, 5, 6, 7, 8},
     "oosobooooooboooo"},
};

static void build(struct arena *arena, const struct drawing *drawing, struct lifecycle_layout *layout)
{
    *layout =
        (struct lifecycle_layout){.nodes = ARENA_ARRAY(arena, struct lifecycle_node, drawing->nodes),
                                  .steps = ARENA_ARRAY(arena, struct lifecycle_step, drawing->edge_count),
                                  .node_count = drawing->nodes,
                                  .step_count = drawing->edge_count};
    for (size_t i = 0; i < drawing->nodes; i++)
        layout->nodes[i] = (struct lifecycle_node){.final = drawing->final[i] == 'f', .lines = 1 + i % 2};
    for (size_t i = 0; i < drawing->edge_count; i++)
        layout->steps[i] = (struct lifecycle_step){.from = (size_t)drawing->edges[i].from,
                                                   .to = (size_t)drawing->edges[i].to,
                                                   .index = i,
                                                   .lines = 1 + i % 3};
    lifecycle_lay_out(arena, layout);
}

static void check_rows(const struct drawing *drawing, const struct lifecycle_layout *layout)
{
    for (size_t i = 0; i < drawing->nodes; i++)
        if (layout->nodes[i].row != drawing->rows[i])
            fail_msg("%s: node %zu stands in row %zu, not %zu", drawing->what, i, layout->nodes[i].row,
                     drawing->rows[i]);
    for (size_t i = 0; i < layout->step_count; i++) {
        const struct lifecycle_step *step = &layout->steps[i];
        if ("sbo"[step->way] != drawing->ways[step->index])
            fail_msg("%s: step %zu goes another way", drawing->what, step->index);
    }
}

/* What a line covers of its lane. */
static void reach(const struct lifecycle_layout *layout, const struct lifecycle_step *step, int64_t *top,
                  int64_t *bottom)
{
    int64_t to = layout->nodes[step->to].y + layout->nodes[step->to].height / 2;
    *top = step->y < to ? step->y : to;
    *bottom = step->y < to ? to : step->y;
}

/* Lines to different states share no stretch of a lane, and every line leads down on the right or up on the
 * left. */
static void check_lines(const struct drawing *drawing, const struct lifecycle_layout *layout)
{
    for (size_t i = 0; i < layout->step_count; i++) {
        const struct lifecycle_step *a = &layout->steps[i];
        int64_t a_top, a_bottom, b_top, b_bottom;
        if (a->way == LIFECYCLE_STAYS)
            continue;
        assert_int_equal(a->way == LIFECYCLE_ON, layout->nodes[a->to].y > a->y);
        reach(layout, a, &a_top, &a_bottom);
        for (size_t k = 0; k < i; k++) {
            const struct lifecycle_step *b = &layout->steps[k];
            reach(layout, b, &b_top, &b_bottom);
            if (b->way == a->way && b->to != a->to && b->lane == a->lane && a_top <= b_bottom &&
                b_top <= a_bottom)
                fail_msg("%s: steps %zu and %zu run into each other", drawing->what, a->index, b->index);
        }
    }
}

/* Everything stands below what is above it, and inside the drawing. */
static void check_places(const struct lifecycle_layout *layout)
{
    for (size_t i = 0; i < layout->step_count; i++) {
        const struct lifecycle_step *step = &layout->steps[i];
        const struct lifecycle_node *from = &layout->nodes[step->from];
        assert_true(step->y > from->y + from->height);
        assert_true(!i || layout->steps[i - 1].from != step->from || layout->steps[i - 1].y < step->y);
    }
    for (size_t i = 0; i < layout->node_count; i++) {
        assert_true(layout->nodes[i].y >= layout->top);
        assert_true(layout->nodes[i].y + layout->nodes[i].height <= layout->height);
    }
}

static void draws(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        ARENA_SCOPED arena = arena_new(1 << 20);
        struct lifecycle_layout layout;
        build(arena, &drawings[i], &layout);
        check_rows(&drawings[i], &layout);
        check_lines(&drawings[i], &layout);
        check_places(&layout);
    }
}

/* The drawing of west-midlands' changes fits a phone of 320 without being made smaller. */
static void fits_a_phone(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    struct lifecycle_layout layout;
    build(arena, &drawings[sizeof drawings / sizeof *drawings - 1], &layout);
    assert_true(layout.width <= 288);
}

static void same(struct arena *arena, struct text text, const char *expected)
{
    assert_string_equal(arena_string(arena, text), expected);
}

static void lines_in_svg(void **state)
{
    (void)state;
    ARENA_SCOPED arena = arena_new(1 << 20);
    struct lifecycle_node nodes[] = {{.lines = 1}, {.lines = 1}};
    struct lifecycle_step steps[] = {{.from = 0, .to = 1, .lines = 1}, {.from = 1, .to = 0, .lines = 1}};
    struct lifecycle_layout layout = {.nodes = nodes, .steps = steps, .node_count = 2, .step_count = 2};
    lifecycle_lay_out(arena, &layout);
    same(arena, lifecycle_line(arena, &layout, &steps[0]),
         "M217 79H224Q229 79 229 84V120Q229 125 224 125H224");
    same(arena, lifecycle_head(arena, &layout, &steps[0]), "M218 125l7 -4v8z");
    same(arena, lifecycle_line(arena, &layout, &steps[1]), "M27 155H20Q15 155 15 150V54Q15 49 20 49H20");
    same(arena, lifecycle_head(arena, &layout, &steps[1]), "M26 49l-7 -4v8z");
}

static void words_in_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *lines[5];
    } rows[] = {
        {"", {NULL}},
        {"Submit", {"Submit"}},
        {"Take it back", {"Take it", "back"}},
        {"exactly8", {"exactly8"}},
        {"exactly8 more", {"exactly8", "more"}},
        {"incomprehensible", {"incompre", "hensible"}},
        {"d\xc3\xa9"
         "cid\xc3\xa9"
         "es vite",
         {"d\xc3\xa9"
          "cid\xc3\xa9"
          "es",
          "vite"}},
    };
    ARENA_SCOPED arena = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text *lines;
        size_t count = lifecycle_wrap(arena, text_of(rows[i].text), 8, &lines);
        for (size_t k = 0; k < count; k++)
            same(arena, lines[k], rows[i].lines[k] ? rows[i].lines[k] : "nothing more");
        assert_null(rows[i].lines[count]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws),
        cmocka_unit_test(fits_a_phone),
        cmocka_unit_test(lines_in_svg),
        cmocka_unit_test(words_in_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
