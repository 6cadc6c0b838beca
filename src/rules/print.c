#include "rules/print.h"
#include "rules/load.h"

#include <stdlib.h>

/* ---- small pieces ---- */

void print_line(struct print *print)
{
    if (print->out->n)
        buf_char(print->out, '\n');
    for (unsigned i = 0; i < print->level * 4; i++)
        buf_char(print->out, ' ');
}

void print_row(struct print *print, const char *word)
{
    print_line(print);
    buf_puts(print->out, word);
}

void print_word(struct print *print, const char *word)
{
    buf_puts(print->out, word);
}

void print_body(struct print *print)
{
    buf_puts(print->out, " {");
    print->level++;
}

void print_close(struct print *print)
{
    print->level--;
    print_line(print);
    buf_char(print->out, '}');
}

/* A clause number that may stand without quotes: runs of digits and letters joined by dots, a digit first. */
static bool print_plain_clause(struct text id)
{
    if (!id.n || id.s[0] < '0' || id.s[0] > '9' || id.s[id.n - 1] == '.')
        return false;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.s[i];
        bool run = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!run && (c != '.' || id.s[i - 1] == '.'))
            return false;
    }
    return true;
}

void print_clause_id(struct buf *out, struct text id)
{
    if (print_plain_clause(id))
        buf_put(out, id);
    else
        print_string(out, id);
}

static void print_cite(struct buf *out, const struct cite *cite, struct text *policy)
{
    if (cite->own.n) {
        buf_puts(out, "cite none ");
        print_string(out, cite->own);
        *policy = TEXT("");
        return;
    }
    struct text reference = cite->clause ? cite->clause->policy->reference : cite->policy_name;
    buf_puts(out, policy->n ? ", " : "cite ");
    if (!text_eq(*policy, reference)) {
        print_string(out, reference);
        buf_char(out, ' ');
    }
    print_clause_id(out, cite->clause ? cite->clause->id : cite->clause_name);
    *policy = reference;
}

static void print_cite_list(struct buf *out, const struct cites *cites)
{
    struct text policy = TEXT("");
    for (size_t i = 0; i < cites->count; i++) {
        if (i && (cites->items[i].own.n || !policy.n))
            buf_char(out, ' ');
        print_cite(out, &cites->items[i], &policy);
    }
}

void print_cites(struct print *print, const struct cites *cites)
{
    if (cites->count)
        buf_char(print->out, ' ');
    print_cite_list(print->out, cites);
}

void print_cites_here(struct print *print, const struct cites *cites)
{
    if (!cites->count)
        return;
    print_line(print);
    print_cite_list(print->out, cites);
}

void print_cites_below(struct print *print, const struct cites *cites)
{
    print->level++;
    print_cites_here(print, cites);
    print->level--;
}

void print_else(struct print *print, struct text message, const struct cites *cites)
{
    print->level++;
    print_line(print);
    print->level--;
    buf_puts(print->out, "else ");
    print_string(print->out, message);
    print_cites_below(print, cites);
}

static struct text print_name_shown(struct arena *arena, struct text name)
{
    char *shown = arena_string(arena, name);
    for (size_t i = 0; i < name.n; i++)
        if (shown[i] == '_')
            shown[i] = ' ';
    if (name.n && shown[0] >= 'a' && shown[0] <= 'z')
        shown[0] = (char)(shown[0] - 'a' + 'A');
    return (struct text){shown, name.n};
}

void print_label(struct buf *out, struct text name, struct text label)
{
    if (!label.n || text_eq(label, print_name_shown(out->arena, name)))
        return;
    buf_char(out, ' ');
    print_string(out, label);
}

void print_choice_values(struct print *print, const struct choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        buf_puts(print->out, i ? ", " : "");
        buf_put(print->out, choice->values[i].name);
        print_label(print->out, choice->values[i].name, choice->values[i].label);
    }
}

void print_rule(struct print *print, const char *word, const struct expr *expr,
                const struct print_scope *scope)
{
    if (!expr)
        return;
    print_word(print, word);
    print_expr(print->out, expr, scope);
}

void print_fields(struct print *print, const struct field *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(print->out, i ? ", " : "");
        buf_put(print->out, fields[i]->name);
    }
}

/* The states marked in `in`, one per state of the register. */
void print_states(struct print *print, const struct reg *reg, const bool *in)
{
    bool first = true;
    for (size_t i = 0; i < reg->states->count; i++) {
        if (!in[i])
            continue;
        buf_puts(print->out, first ? "" : ", ");
        buf_put(print->out, reg->states->values[i].name);
        first = false;
    }
}

void print_who(struct print *print, const struct who *who, const struct print_scope *scope)
{
    if (who->kind == WHO_PATH) {
        print_expr(print->out, who->path, scope);
        return;
    }
    print_word(print, who->kind == WHO_ROLE ? "role " : "board ");
    buf_put(print->out, who->kind == WHO_ROLE ? who->role->name : who->board->name);
    if (who->kind == WHO_ROLE)
        print_rule(print, " for ", who->role_for, scope);
}

/* ---- the whole rulebook, in the order of its sources ---- */

static void print_register_item(struct print *print, const void *item)
{
    print_register(print, item);
}

static void print_extension_item(struct print *print, const void *item)
{
    print_extension(print, item);
}

struct print_item {
    void (*print)(struct print *print, const void *item);
    const void *item;
    struct place place;
    size_t file; /* index among the sources */
};

struct print_items {
    struct arena *arena;
    const struct rulebook *rulebook;
    struct print_item *items;
    size_t count, capacity;
};

/* What is built in has no place, and is not printed. */
static void print_add(struct print_items *list, void (*print)(struct print *, const void *), const void *item,
                      struct place place)
{
    if (!place.line)
        return;
    size_t file = 0;
    while (file < list->rulebook->source_count && !text_eq(list->rulebook->sources[file].name, place.file))
        file++;
    *ARENA_ADD(list->arena, *list) = (struct print_item){print, item, place, file};
}

static int print_item_order(const void *left, const void *right)
{
    const struct print_item *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return a->place.column < b->place.column ? -1 : a->place.column > b->place.column;
}

/* Declarations begin with their place. */
static void print_add_parts(struct print_items *parts, const void *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        print_add(parts, print_extension_item, parts->rulebook->person, *(const struct place *)items[i]);
}

static void print_add_guards(struct print_items *parts, const struct guard *guards, size_t count)
{
    for (size_t i = 0; i < count; i++)
        print_add(parts, print_extension_item, parts->rulebook->person, guards[i].place);
}

/* All that extends `person` is one declaration, where the first of it stood. */
static void print_add_extension(struct print_items *list)
{
    const struct rulebook *rulebook = list->rulebook;
    const struct reg *person = rulebook->person;
    struct print_items parts = {.arena = list->arena, .rulebook = rulebook};
    print_add_parts(&parts, (const void *const *)person->fields, person->field_count);
    print_add_guards(&parts, person->reads, person->read_count);
    print_add_guards(&parts, person->comments, person->comment_count);
    print_add_parts(&parts, (const void *const *)person->edits, person->edit_count);
    print_add_parts(&parts, (const void *const *)person->actions, person->action_count);
    print_add_parts(&parts, (const void *const *)person->duties, person->duty_count);
    print_add_parts(&parts, (const void *const *)person->nevers, person->never_count);
    print_add_parts(&parts, (const void *const *)person->warnings, person->warning_count);
    print_add_parts(&parts, (const void *const *)person->retains, person->retain_count);
    print_add_parts(&parts, (const void *const *)person->lists, person->list_count);
    print_add_guards(&parts, rulebook->admits, rulebook->admit_count);
    if (!parts.count)
        return;
    qsort(parts.items, parts.count, sizeof *parts.items, print_item_order);
    *ARENA_ADD(list->arena, *list) = parts.items[0];
}

static void print_collect(struct print_items *list)
{
    const struct rulebook *rulebook = list->rulebook;
    for (size_t i = 0; i < rulebook->calendar_count; i++)
        print_add(list, print_workdays, rulebook->calendars[i], rulebook->calendars[i]->place);
    for (size_t i = 0; i < rulebook->policy_count; i++)
        print_add(list, print_policy, rulebook->policies[i], rulebook->policies[i]->place);
    for (size_t i = 0; i < rulebook->role_count; i++)
        print_add(list, print_role, rulebook->roles[i], rulebook->roles[i]->place);
    for (size_t i = 0; i < rulebook->choice_count; i++)
        print_add(list, print_choice, rulebook->choices[i], rulebook->choices[i]->place);
    for (size_t i = 0; i < rulebook->matrix_count; i++)
        print_add(list, print_matrix, rulebook->matrices[i], rulebook->matrices[i]->place);
    for (size_t i = 0; i < rulebook->board_count; i++)
        print_add(list, print_board, rulebook->boards[i], rulebook->boards[i]->place);
    for (size_t i = 0; i < rulebook->register_count; i++)
        if (!rulebook->registers[i]->builtin)
            print_add(list, print_register_item, rulebook->registers[i], rulebook->registers[i]->place);
    for (size_t i = 0; i < rulebook->manage_count; i++)
        print_add(list, print_manage, rulebook->manages[i], rulebook->manages[i]->place);
    for (size_t i = 0; i < rulebook->measure_count; i++)
        print_add(list, print_measure, rulebook->measures[i], rulebook->measures[i]->place);
    print_add_extension(list);
}

struct text rulebook_print(struct arena *arena, const struct rulebook *rulebook)
{
    struct print_items list = {.arena = arena, .rulebook = rulebook};
    print_collect(&list);
    if (list.count)
        qsort(list.items, list.count, sizeof *list.items, print_item_order);
    struct buf out = buf_in(arena);
    struct print print = {.out = &out, .rulebook = rulebook};
    print_head(&print, rulebook);
    for (size_t i = 0; i < list.count; i++) {
        bool together = i && list.items[i].print == list.items[i - 1].print &&
                        (list.items[i].print == print_role || list.items[i].print == print_workdays ||
                         list.items[i].print == print_manage);
        if (!together)
            buf_char(&out, '\n');
        list.items[i].print(&print, list.items[i].item);
    }
    buf_char(&out, '\n');
    return buf_text(&out);
}
