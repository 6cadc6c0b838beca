#include "faces/html/lifecycle_layout.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
    MARGIN = 10,
    TOP = 34,      /* room for the opening */
    PITCH = 12,    /* from lane to lane */
    NODE_PAD = 13, /* above and below the words of a state, together */
    STEP_GAP = 7,
    NODE_GAP = 22,
    CORNER = 5,
    HEAD = 7, /* of an arrow: its length */
};

/* ---- rows ---- */

enum visit { UNSEEN, ON_THE_WAY, SEEN };

struct graph {
    const struct lifecycle_layout *layout;
    enum visit *visits; /* of each node */
    bool *returns;      /* of each step: it closes a circle */
};

static void walk(struct graph *graph, size_t node)
{
    graph->visits[node] = ON_THE_WAY;
    for (size_t i = 0; i < graph->layout->step_count; i++) {
        const struct lifecycle_step *step = &graph->layout->steps[i];
        if (step->from != node)
            continue;
        graph->returns[i] = graph->visits[step->to] == ON_THE_WAY;
        if (graph->visits[step->to] == UNSEEN)
            walk(graph, step->to);
    }
    graph->visits[node] = SEEN;
}

/* How many steps the longest way to each node has, circles left out. */
static size_t *layers_of(struct arena *arena, const struct lifecycle_layout *layout)
{
    struct graph graph = {layout, ARENA_ARRAY(arena, enum visit, layout->node_count),
                          ARENA_ARRAY(arena, bool, layout->step_count)};
    size_t *layers = ARENA_ARRAY(arena, size_t, layout->node_count);
    for (size_t i = 0; i < layout->node_count; i++)
        if (graph.visits[i] == UNSEEN)
            walk(&graph, i);
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < layout->step_count; i++) {
            const struct lifecycle_step *step = &layout->steps[i];
            if (graph.returns[i] || layers[step->to] > layers[step->from])
                continue;
            layers[step->to] = layers[step->from] + 1;
            moved = true;
        }
    }
    return layers;
}

/* Final states keep the order of the rulebook: how far away they are says little about an end. */
static bool stands_above(const struct lifecycle_layout *layout, const size_t *layers, size_t a, size_t b)
{
    if (!a || !b)
        return !a;
    bool a_final = layout->nodes[a].final, b_final = layout->nodes[b].final;
    if (a_final != b_final)
        return b_final;
    if (!a_final && layers[a] != layers[b])
        return layers[a] < layers[b];
    return a < b;
}

static void put_in_rows(struct arena *arena, struct lifecycle_layout *layout)
{
    const size_t *layers = layers_of(arena, layout);
    for (size_t i = 0; i < layout->node_count; i++)
        for (size_t other = 0; other < layout->node_count; other++)
            layout->nodes[i].row += other != i && stands_above(layout, layers, other, i);
}

/* ---- steps below their states ---- */

struct sorted {
    struct lifecycle_step step;
    size_t row, distance;
};

/* Near ones first on the way back, far ones first on the way on: so the lines of one state do not cross. */
static int sorted_order(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->step.way != b->step.way)
        return a->step.way < b->step.way ? -1 : 1;
    if (a->distance != b->distance)
        return (a->distance < b->distance) == (a->step.way == LIFECYCLE_BACK) ? -1 : 1;
    return a->step.index < b->step.index ? -1 : a->step.index > b->step.index;
}

static void sort_steps(struct arena *arena, struct lifecycle_layout *layout)
{
    struct sorted *sorted = ARENA_ARRAY(arena, struct sorted, layout->step_count);
    for (size_t i = 0; i < layout->step_count; i++) {
        struct lifecycle_step *step = &layout->steps[i];
        size_t from = layout->nodes[step->from].row, to = layout->nodes[step->to].row;
        step->way = to == from ? LIFECYCLE_STAYS : to < from ? LIFECYCLE_BACK : LIFECYCLE_ON;
        sorted[i] = (struct sorted){*step, from, to < from ? from - to : to - from};
    }
    if (layout->step_count)
        qsort(sorted, layout->step_count, sizeof *sorted, sorted_order);
    for (size_t i = 0; i < layout->step_count; i++)
        layout->steps[i] = sorted[i].step;
}

static void place_node(struct lifecycle_layout *layout, size_t at, int64_t *y)
{
    struct lifecycle_node *node = &layout->nodes[at];
    node->y = *y;
    node->height = NODE_PAD + LIFECYCLE_LINE * (int64_t)node->lines;
    *y += node->height;
    for (size_t i = 0; i < layout->step_count; i++) {
        struct lifecycle_step *step = &layout->steps[i];
        if (step->from != at)
            continue;
        step->y = *y + STEP_GAP + LIFECYCLE_LINE / 2;
        *y += STEP_GAP + LIFECYCLE_LINE * (int64_t)step->lines;
    }
    *y += NODE_GAP;
}

static void place(struct lifecycle_layout *layout)
{
    int64_t y = layout->top = TOP;
    for (size_t row = 0; row < layout->node_count; row++)
        for (size_t i = 0; i < layout->node_count; i++)
            if (layout->nodes[i].row == row)
                place_node(layout, i, &y);
    layout->height = y - NODE_GAP + MARGIN;
}

/* ---- lanes ---- */

/* All lines to one state in one direction: they run together. */
struct bus {
    int64_t top, bottom;
    unsigned lane;
    bool used, placed;
};

static int64_t entry(const struct lifecycle_layout *layout, size_t node)
{
    return layout->nodes[node].y + layout->nodes[node].height / 2;
}

static void stretch(struct bus *bus, int64_t y)
{
    bus->top = !bus->used || y < bus->top ? y : bus->top;
    bus->bottom = !bus->used || y > bus->bottom ? y : bus->bottom;
    bus->used = true;
}

static bool is_free(const struct bus *buses, size_t count, const struct bus *bus, unsigned lane)
{
    for (size_t i = 0; i < count; i++)
        if (buses[i].placed && buses[i].lane == lane && buses[i].top <= bus->bottom &&
            bus->top <= buses[i].bottom)
            return false;
    return true;
}

static struct bus *shortest_waiting(struct bus *buses, size_t count)
{
    struct bus *found = NULL;
    for (size_t i = 0; i < count; i++) {
        struct bus *bus = &buses[i];
        if (bus->used && !bus->placed && (!found || bus->bottom - bus->top < found->bottom - found->top))
            found = bus;
    }
    return found;
}

/* The short ones inside. Gives how many lanes there are. */
static unsigned place_lanes(struct arena *arena, struct lifecycle_layout *layout, enum lifecycle_way way)
{
    struct bus *buses = ARENA_ARRAY(arena, struct bus, layout->node_count), *bus;
    unsigned lanes = 0;
    for (size_t i = 0; i < layout->step_count; i++) {
        const struct lifecycle_step *step = &layout->steps[i];
        if (step->way != way)
            continue;
        stretch(&buses[step->to], step->y);
        stretch(&buses[step->to], entry(layout, step->to));
    }
    while ((bus = shortest_waiting(buses, layout->node_count))) {
        while (!is_free(buses, layout->node_count, bus, bus->lane))
            bus->lane++;
        bus->placed = true;
        lanes = bus->lane + 1 > lanes ? bus->lane + 1 : lanes;
    }
    for (size_t i = 0; i < layout->step_count; i++)
        if (layout->steps[i].way == way)
            layout->steps[i].lane = buses[layout->steps[i].to].lane;
    return lanes;
}

static int64_t gutter(unsigned lanes)
{
    return MARGIN + (lanes ? PITCH * (int64_t)lanes + CORNER : 0);
}

void lifecycle_lay_out(struct arena *arena, struct lifecycle_layout *layout)
{
    put_in_rows(arena, layout);
    sort_steps(arena, layout);
    place(layout);
    layout->left = gutter(place_lanes(arena, layout, LIFECYCLE_BACK));
    layout->right = layout->left + LIFECYCLE_COLUMN;
    layout->width = layout->right + gutter(place_lanes(arena, layout, LIFECYCLE_ON));
}

/* ---- lines ---- */

struct text lifecycle_line(struct arena *arena, const struct lifecycle_layout *layout,
                           const struct lifecycle_step *step)
{
    int on = step->way == LIFECYCLE_ON ? 1 : -1; /* on: to the right, and down */
    int64_t side = on > 0 ? layout->right : layout->left;
    int64_t lane = side + on * PITCH * ((int64_t)step->lane + 1), to = entry(layout, step->to);
    return arena_format(arena, "M%lld %lldH%lldQ%lld %lld %lld %lldV%lldQ%lld %lld %lld %lldH%lld",
                        (long long)side, (long long)step->y, (long long)(lane - on * CORNER), (long long)lane,
                        (long long)step->y, (long long)lane, (long long)(step->y + on * CORNER),
                        (long long)(to - on * CORNER), (long long)lane, (long long)to,
                        (long long)(lane - on * CORNER), (long long)to, (long long)(side + on * HEAD));
}

struct text lifecycle_head(struct arena *arena, const struct lifecycle_layout *layout,
                           const struct lifecycle_step *step)
{
    bool on = step->way == LIFECYCLE_ON;
    return arena_format(arena, "M%lld %lldl%d -4v8z", (long long)(on ? layout->right + 1 : layout->left - 1),
                        (long long)entry(layout, step->to), on ? HEAD : -HEAD);
}

/* ---- words ---- */

size_t lifecycle_wrap(struct arena *arena, struct text text, size_t characters, struct text **lines)
{
    size_t count = 0, capacity = 0;
    struct text rest = text_trim(text);
    *lines = NULL;
    while (rest.n) {
        struct text line = utf8_cut(rest, characters);
        if (line.n < rest.n)
            for (size_t end = line.n + 1; end-- > 0;)
                if (rest.s[end] == ' ') {
                    line.n = end;
                    break;
                }
        *ARENA_PUSH(arena, *lines, count, capacity) = text_trim(line);
        rest = text_trim((struct text){rest.s + line.n, rest.n - line.n});
    }
    return count;
}
