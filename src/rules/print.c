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

/* As rulebooks write it: bare where it can be, else in quotes. */
static void put_clause_id(struct buf *out, struct text id)
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
    put_clause_id(out, cite->clause ? cite->clause->id : cite->clause_name);
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

/* ---- declarations of the whole force ---- */

static const char *const DAYS[] = {"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday"};

static void print_open(struct print *print, const char *word, struct text name, struct text label)
{
    print_line(print);
    buf_puts(print->out, word);
    buf_put(print->out, name);
    if (label.n) {
        buf_char(print->out, ' ');
        print_string(print->out, label);
    }
}

static void print_close(struct print *print)
{
    print->level--;
    print_line(print);
    buf_char(print->out, '}');
}

static void print_body(struct print *print)
{
    buf_puts(print->out, " {");
    print->level++;
}

static void print_row(struct print *print, const char *word)
{
    print_line(print);
    buf_puts(print->out, word);
}

/* `monday to friday`; the language knows one unbroken run, which may pass Sunday. */
static void print_working_days(struct print *print, unsigned days)
{
    enum { WEEK = 7 };
    unsigned first = 0;
    while (first < WEEK - 1 && (!(days & (1U << first)) || (days & (1U << (first + WEEK - 1) % WEEK))))
        first++;
    if (days == (1U << WEEK) - 1)
        first = 0;
    unsigned last = first;
    while (last + 1 < first + WEEK && (days & (1U << (last + 1) % WEEK)))
        last++;
    buf_puts(print->out, DAYS[first]);
    if (last > first)
        buf_format(print->out, " to %s", DAYS[last % WEEK]);
}

static void print_head(struct print *print, const void *item)
{
    const struct rulebook *rulebook = item;
    print_row(print, "rulebook ");
    print_string(print->out, rulebook->name);
    print_body(print);
    print_row(print, "version ");
    print_string(print->out, rulebook->version);
    buf_puts(print->out, " from ");
    day_put(print->out, rulebook->from);
    print_row(print, "timezone ");
    print_string(print->out, rulebook->timezone);
    print_row(print, "holidays ");
    buf_puts(print->out, holidays_name(rulebook->holidays));
    print_row(print, "working ");
    print_working_days(print, rulebook->working_days);
    buf_char(print->out, ' ');
    clock_put(print->out, rulebook->working_from);
    buf_puts(print->out, " to ");
    clock_put(print->out, rulebook->working_to);
    print_close(print);
}

void print_workdays(struct print *print, const void *item)
{
    const struct calendar_name *calendar = item;
    print_open(print, "workdays ", calendar->name, TEXT(""));
    buf_format(print->out, " { holidays %s }", holidays_name(calendar->holidays));
}

static void print_clause(struct print *print, const struct clause *clause)
{
    print_row(print, "clause ");
    put_clause_id(print->out, clause->id);
    buf_char(print->out, ' ');
    print_string(print->out, clause->summary);
    if (clause->mark == CLAUSE_GUIDANCE)
        buf_puts(print->out, " guidance");
    if (clause->mark == CLAUSE_OUTSIDE) {
        buf_puts(print->out, " outside ");
        print_string(print->out, clause->outside);
    }
}

static void print_policy(struct print *print, const void *item)
{
    const struct policy *policy = item;
    print_row(print, "policy ");
    print_string(print->out, policy->reference);
    buf_char(print->out, ' ');
    print_string(print->out, policy->title);
    print_body(print);
    for (size_t i = 0; i < policy->count; i++)
        print_clause(print, policy->clauses[i]);
    print_close(print);
}

static void print_role(struct print *print, const void *item)
{
    const struct role *role = item;
    struct print_scope scope = print_scope_top();
    print_open(print, "role ", role->name, role->label);
    if (role->per) {
        buf_puts(print->out, " per ");
        buf_put(print->out, role->per->name);
    }
    if (role->single)
        buf_puts(print->out, " single");
    if (role->granted_by) {
        buf_puts(print->out, " granted by ");
        print_expr(print->out, role->granted_by, &scope);
    }
    print_cites(print, &role->cites);
}

static void print_choice(struct print *print, const void *item)
{
    const struct choice *choice = item;
    print_open(print, "choice ", choice->name, choice->label);
    print_body(print);
    for (size_t i = 0; i < choice->count; i++) {
        print_row(print, "");
        buf_put(print->out, choice->values[i].name);
        print_label(print->out, choice->values[i].name, choice->values[i].label);
    }
    print_close(print);
}

void print_matrix(struct print *print, const void *item)
{
    const struct matrix *matrix = item;
    print_open(print, "matrix ", matrix->name, TEXT(""));
    buf_puts(print->out, " from ");
    buf_put(print->out, matrix->row_label);
    buf_puts(print->out, " by ");
    buf_put(print->out, matrix->column_label);
    buf_puts(print->out, " gives ");
    buf_put(print->out, matrix->gives.kind == TYPE_CHOICE ? matrix->gives.choice->name : TEXT("number"));
    print_body(print);
    print_row(print, "columns");
    for (size_t c = 0; c < matrix->columns->count; c++) {
        buf_char(print->out, ' ');
        buf_put(print->out, matrix->columns->values[c].name);
    }
    for (size_t r = 0; r < matrix->rows->count; r++) {
        print_row(print, "row ");
        buf_put(print->out, matrix->rows->values[r].name);
        for (size_t c = 0; c < matrix->columns->count; c++) {
            buf_char(print->out, ' ');
            print_literal(print->out, matrix->cells[r * matrix->columns->count + c], matrix->gives);
        }
    }
    print_close(print);
}

static void print_meets(struct print *print, const struct board *board)
{
    static const char *const words[] = {[MEETS_WHEN_CALLED] = "when called",
                                        [MEETS_WEEKLY] = "weekly",
                                        [MEETS_FORTNIGHTLY] = "fortnightly",
                                        [MEETS_MONTHLY] = "monthly"};
    print_row(print, "meets ");
    buf_puts(print->out, words[board->meets]);
    if (board->meets != MEETS_WHEN_CALLED) {
        buf_format(print->out, " on %s at ", DAYS[board->weekday]);
        clock_put(print->out, board->at);
    }
    if (board->lasts.n) {
        buf_puts(print->out, " for ");
        print_span(print->out, board->lasts);
    }
}

static void print_seats(struct print *print, const struct board *board)
{
    if (board->chair) {
        print_row(print, "chair ");
        buf_put(print->out, board->chair->name);
    }
    if (board->secretary) {
        print_row(print, "secretary ");
        buf_put(print->out, board->secretary->name);
    }
    for (size_t i = 0; i < board->member_count; i++) {
        if (!i)
            print_row(print, "members ");
        else
            buf_puts(print->out, ", ");
        buf_put(print->out, board->members[i]->name);
    }
}

static void print_conduct(struct print *print, const struct board *board)
{
    static const char *const absences[] = {[ABSENT_DEPUTY] = "absent deputy",
                                           [ABSENT_NOTED] = "absent noted",
                                           [ABSENT_APPROVES] = "absent approves"};
    static const char *const decisions[] = {[DECIDES_MAJORITY] = "decides majority",
                                            [DECIDES_UNANIMOUS] = "decides unanimous",
                                            [DECIDES_CHAIR] = "decides chair"};
    print_row(print, absences[board->absent]);
    print_row(print, "quorum ");
    if (board->quorum == QUORUM_ALL || board->quorum == QUORUM_MAJORITY)
        buf_puts(print->out, board->quorum == QUORUM_ALL ? "all" : "majority");
    else
        buf_int(print->out, board->quorum);
    print_row(print, decisions[board->decides]);
}

static void print_board(struct print *print, const void *item)
{
    const struct board *board = item;
    print_open(print, "board ", board->name, board->label);
    print_body(print);
    print_meets(print, board);
    print_seats(print, board);
    print_conduct(print, board);
    for (size_t i = 0; i < board->agenda_count; i++) {
        const struct agenda_item *entry = &board->agenda[i];
        struct print_scope scope = print_scope_top();
        if (!i)
            print_row(print, "agenda ");
        else
            buf_puts(print->out, ", ");
        buf_put(print->out, entry->reg->name);
        if (entry->where) {
            buf_puts(print->out, " where ");
            print_expr(print->out, entry->where, &scope);
        }
    }
    print_cites_here(print, &board->cites);
    print_close(print);
}

static void print_manage(struct print *print, const void *item)
{
    const struct manage_rule *manage = item;
    struct print_scope scope = print_scope_top();
    print_row(print, manage->people ? "manage people" : "manage roles ");
    for (size_t i = 0; i < manage->role_count; i++) {
        buf_puts(print->out, i ? ", " : "");
        buf_put(print->out, manage->roles[i]->name);
    }
    buf_puts(print->out, " by ");
    print_expr(print->out, manage->by, &scope);
    print_cites(print, &manage->cites);
}

static void print_measure_part(struct print *print, const char *word, const struct expr *test)
{
    struct print_scope scope = print_scope_top();
    if (!test)
        return;
    buf_puts(print->out, word);
    print_expr(print->out, test, &scope);
}

static void print_measured(struct print *print, const struct measure *measure)
{
    if (measure->kind == MEASURE_MEDIAN)
        print_measure_part(print, "median of ", measure->value);
    else
        buf_puts(print->out, measure->kind == MEASURE_SHARE ? "share" : "count");
    buf_puts(print->out, " of ");
    buf_put(print->out, measure->reg->name);
    print_measure_part(print, " where ", measure->where);
    if (measure->kind == MEASURE_SHARE) {
        buf_puts(print->out, " among ");
        buf_put(print->out, measure->reg->name);
        print_measure_part(print, " where ", measure->among);
    }
}

void print_measure(struct print *print, const void *item)
{
    const struct measure *measure = item;
    print_open(print, "measure ", measure->name, measure->label);
    print_body(print);
    print_row(print, "");
    print_measured(print, measure);
    if (measure->over.n) {
        print_row(print, "over ");
        print_span(print->out, measure->over);
        buf_puts(print->out, " by ");
        buf_put(print->out, measure->by_action ? measure->by_action->name : measure->by_field->name);
    }
    if (measure->has_target) {
        print_row(print, measure->at_most ? "target at most " : "target at least ");
        buf_int(print->out, measure->target);
    }
    print_cites_here(print, &measure->cites);
    print_close(print);
}

static void print_register_item(struct print *print, const void *item)
{
    print_register(print, item);
}

static void print_extension_item(struct print *print, const void *item)
{
    print_extension(print, item);
}

/* ---- the whole rulebook, in the order of its sources ---- */

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
