#include "rules/print.h"

static void print_by(struct print *print, const struct action *action, const struct print_scope *scope)
{
    static const char *const words[] = {[BY_EXPR] = "by ",
                                        [BY_BOARD] = "by board ",
                                        [BY_EACH] = "by each of ",
                                        [BY_SYSTEM] = "by system when "};
    if (!action->by_count && !action->board)
        return;
    print_row(print, words[action->by_kind]);
    if (action->by_kind == BY_BOARD)
        buf_put(print->out, action->board->name);
    for (size_t i = 0; i < action->by_count; i++)
        print_rule(print, i ? ", " : "", action->by[i], scope);
    print_cites(print, &action->by_cites);
}

static void print_needs(struct print *print, const char *word, const struct need *needs, size_t count,
                        const struct print_scope *scope)
{
    for (size_t i = 0; i < count; i++) {
        const struct need *need = &needs[i];
        print_line(print);
        print_rule(print, word, need->test, scope);
        print_else(print, need->message, &need->cites);
        if (!need->waiver)
            continue;
        struct print_scope inside = print_scope_inside(scope, need->waiver_var, TEXT(""));
        print->level++;
        print_line(print);
        print->level--;
        print_word(print, "waived by ");
        buf_put(print->out, need->waiver->name);
        print_rule(print, " (", need->waiver_test, &inside);
        print_word(print, ")");
    }
}

static void print_asks(struct print *print, const struct action *action)
{
    if (!action->ask_count)
        return;
    print_line(print);
    for (size_t i = 0; i < action->ask_count; i++) {
        print_word(print, i ? ", " : "ask ");
        buf_put(print->out, action->asks[i].field->name);
        print_word(print, action->asks[i].required ? " required" : "");
    }
}

static void print_assignment(struct print *print, const struct assignment *set,
                             const struct print_scope *scope)
{
    buf_put(print->out, set->field->name);
    print_rule(print, " = ", set->value, scope);
}

void print_effect(struct print *print, const struct effect *effect, const struct print_scope *scope)
{
    print_line(print);
    switch (effect->kind) {
    case EFFECT_SET:
        print_word(print, "set ");
        print_assignment(print, &effect->set, scope);
        break;
    case EFFECT_TELL:
        print_word(print, "tell ");
        print_who(print, &effect->who, scope);
        print_word(print, " ");
        print_string(print->out, effect->message.source);
        break;
    case EFFECT_OPEN:
        print_word(print, "open ");
        buf_put(print->out, effect->open->name);
        print_word(print, " { ");
        for (size_t i = 0; i < effect->value_count; i++) {
            print_word(print, i ? ", " : "");
            print_assignment(print, &effect->values[i], scope);
        }
        print_word(print, " }");
        break;
    }
    print_rule(print, " when ", effect->when, scope);
    print_cites(print, &effect->cites);
}

static void print_effects(struct print *print, const struct effect *effects, size_t count,
                          const struct print_scope *scope)
{
    for (size_t i = 0; i < count; i++)
        print_effect(print, &effects[i], scope);
}

/* Where it may be done. The action's own cites follow at once: further down they would be another rule's. */
static void print_move(struct print *print, const struct action *action)
{
    const struct reg *reg = action->reg;
    if (!action->is_create) {
        print_row(print, action->moves ? "from " : "in ");
        print_states(print, reg, action->in);
        if (action->moves) {
            print_word(print, " to ");
            buf_put(print->out, reg->states->values[action->to].name);
        }
    }
    if (action->is_create)
        print_cites_here(print, &action->cites);
    else
        print_cites(print, &action->cites);
}

static void print_seals(struct print *print, const struct action *action)
{
    if (!action->seal_count)
        return;
    print_row(print, "seals ");
    print_fields(print, action->seals, action->seal_count);
    if (action->void_to >= 0) {
        print_word(print, " else void to ");
        buf_put(print->out, action->reg->states->values[action->void_to].name);
    }
}

void print_action(struct print *print, const struct action *action)
{
    struct print_scope scope = print_scope_top();
    print_row(print, "action ");
    buf_put(print->out, action->name);
    print_label(print->out, action->name, action->label);
    print_body(print);
    print_move(print, action);
    print_by(print, action, &scope);
    print_asks(print, action);
    print_needs(print, "need ", action->needs, action->need_count, &scope);
    print_needs(print, "should ", action->shoulds, action->should_count, &scope);
    print_effects(print, action->sets, action->set_count, &scope);
    print_effects(print, action->tells, action->tell_count, &scope);
    print_effects(print, action->opens, action->open_count, &scope);
    print_seals(print, action);
    print_close(print);
}
