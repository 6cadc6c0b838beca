#include "rules/print.h"

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

void print_head(struct print *print, const void *item)
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
    print_clause_id(print->out, clause->id);
    buf_char(print->out, ' ');
    print_string(print->out, clause->summary);
    if (clause->mark == CLAUSE_GUIDANCE)
        buf_puts(print->out, " guidance");
    if (clause->mark == CLAUSE_OUTSIDE) {
        buf_puts(print->out, " outside ");
        print_string(print->out, clause->outside);
    }
}

void print_policy(struct print *print, const void *item)
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

void print_role(struct print *print, const void *item)
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

void print_choice(struct print *print, const void *item)
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

void print_board(struct print *print, const void *item)
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

void print_manage(struct print *print, const void *item)
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
