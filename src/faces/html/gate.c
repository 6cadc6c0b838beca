#include "faces/html/gate.h"

#include "faces/html/standing.h"

struct gate {
    struct world *world;
    const struct record_view *view;
    bool others;   /* the reader cannot take the record on, so what others may do concerns them too */
    bool ready;    /* something that concerns them takes it on, and nothing stands in its way */
    size_t fewest; /* reasons against one that takes it on and is not ready; SIZE_MAX: there is none */
};

static bool takes_on(const struct gate *gate, const struct action_view *action)
{
    return standing_takes_on(action->action, gate->view->record->state);
}

static bool concerns(const struct gate *gate, const struct action_view *action)
{
    return action->may || (gate->others && takes_on(gate, action));
}

static struct gate look(struct world *world, const struct record_view *view)
{
    struct gate gate = {.world = world, .view = view, .others = true, .fewest = SIZE_MAX};
    for (size_t i = 0; i < view->action_count; i++)
        gate.others &= !view->actions[i].may || !takes_on(&gate, &view->actions[i]);
    for (size_t i = 0; i < view->action_count; i++) {
        size_t count = view->actions[i].unmet_count;
        if (!concerns(&gate, &view->actions[i]) || !takes_on(&gate, &view->actions[i]))
            continue;
        gate.ready |= !count;
        if (count && count < gate.fewest)
            gate.fewest = count;
    }
    return gate;
}

/* Does it take the record on, and lack least? Where nothing takes it on, all are alike. */
static bool is_first(const struct gate *gate, const struct action_view *action)
{
    if (gate->ready || gate->fewest == SIZE_MAX)
        return !gate->ready;
    return takes_on(gate, action) && action->unmet_count == gate->fewest;
}

/* ---- the reasons ---- */

static void add_cites(struct arena *arena, struct ui_cites *cites, const struct ui_cites *more)
{
    for (size_t i = 0; i < more->count; i++) {
        bool there = false;
        for (size_t k = 0; k < cites->count; k++)
            there |= text_eq(cites->items[k].label, more->items[i].label);
        if (!there)
            *ARENA_ADD(arena, *cites) = more->items[i];
    }
}

static struct ui_unmet *find_reason(const struct ui_unmets *reasons, struct text message)
{
    for (size_t i = 0; i < reasons->count; i++)
        if (text_eq(reasons->items[i].message, message))
            return &reasons->items[i];
    return NULL;
}

/* A reason that is told already gains the action there; the others are told in `reasons`. */
static void add_reasons(struct arena *arena, struct ui_unmets *told, struct ui_unmets *reasons,
                        const struct ui_unmets *more, struct text action)
{
    for (size_t i = 0; i < more->count; i++) {
        struct ui_unmet *reason = find_reason(told, more->items[i].message);
        if (!reason)
            reason = find_reason(reasons, more->items[i].message);
        if (reason)
            add_cites(arena, &reason->cites, &more->items[i].cites);
        else
            *(reason = ARENA_ADD(arena, *reasons)) = more->items[i];
        reason->of = arena_format(arena, "%.*s%s“%.*s”", TEXT_ARGS(reason->of), reason->of.n ? " and " : "",
                                  TEXT_ARGS(action));
    }
}

static void gather(const struct gate *gate, struct ui_gate *card)
{
    struct world *world = gate->world;
    for (int first = 1; first >= 0; first--)
        for (size_t i = 0; i < gate->view->action_count; i++) {
            const struct action_view *view = &gate->view->actions[i];
            const struct action *action = view->action;
            if (!view->unmet_count || !concerns(gate, view) || is_first(gate, view) != (first == 1))
                continue;
            struct ui_unmets unmet =
                standing_unmet(world, gate->view, action, view->unmet, view->unmet_count);
            add_reasons(world->arena, &card->unmet, first ? &card->unmet : &card->more, &unmet,
                        action->label);
        }
}

/* ---- in words ---- */

static const char *number_word(size_t n)
{
    static const char *const words[] = {"No",   "One", "Two",   "Three", "Four",
                                        "Five", "Six", "Seven", "Eight", "Nine"};
    return n < sizeof words / sizeof *words ? words[n] : "Several";
}

/* Says what all the reasons stand in the way of, and leaves it to those that do more to say so. */
static struct text title_of(struct arena *arena, struct ui_unmets *reasons, const char *more)
{
    size_t count = reasons->count;
    struct text all = count ? reasons->items[0].of : (struct text){0};
    for (size_t i = 0; i < count; i++)
        if (reasons->items[i].of.n < all.n)
            all = reasons->items[i].of;
    for (size_t i = 0; i < count; i++)
        if (!text_starts(reasons->items[i].of, all))
            all = (struct text){0};
    for (size_t i = 0; i < count; i++)
        if (text_eq(reasons->items[i].of, all))
            reasons->items[i].of = (struct text){0};
    return arena_format(arena, "%s %s%s in the way%s%.*s", number_word(count), more,
                        count == 1 ? "thing stands" : "things stand", all.n ? " of " : "", TEXT_ARGS(all));
}

struct ui_gate gate_card(struct world *world, const struct record_view *view)
{
    struct ui_gate card = {0};
    struct gate gate = look(world, view);
    gather(&gate, &card);
    card.title = title_of(world->arena, &card.unmet, "");
    card.more_title = title_of(world->arena, &card.more, card.unmet.count ? "more " : "");
    return card;
}
