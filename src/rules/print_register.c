#include "rules/print.h"

/* ---- fields ---- */

bool print_declared(const struct print *print, const struct choice *choice)
{
    for (size_t i = 0; i < print->rulebook->choice_count; i++)
        if (print->rulebook->choices[i] == choice)
            return true;
    return false;
}

void print_type(struct print *print, const struct type *type)
{
    static const char *const names[] = {
        [TYPE_NONE] = "",     [TYPE_LINE] = "line", [TYPE_TEXT] = "text",   [TYPE_NUMBER] = "number",
        [TYPE_FLAG] = "flag", [TYPE_DATE] = "date", [TYPE_MONTH] = "month", [TYPE_TIME] = "time",
        [TYPE_FILE] = "file", [TYPE_LINK] = "link", [TYPE_CHOICE] = "",     [TYPE_RECORD] = "",
        [TYPE_DURATION] = "",
    };
    print_word(print, type->many ? "many " : "");
    if (type->kind == TYPE_RECORD) {
        buf_put(print->out, type->target->name);
    } else if (type->kind != TYPE_CHOICE) {
        print_word(print, names[type->kind]);
    } else if (print_declared(print, type->choice)) {
        buf_put(print->out, type->choice->name);
    } else {
        print_word(print, "one of ");
        print_choice_values(print, type->choice);
    }
}

static void print_field(struct print *print, const struct field *field)
{
    struct print_scope scope = print_scope_top();
    print_row(print, "field ");
    buf_put(print->out, field->name);
    print_word(print, " ");
    print_type(print, &field->type);
    print_word(print, field->required ? " required" : "");
    print_rule(print, " required when ", field->required_when, &scope);
    print_word(print, field->unique ? " unique" : "");
    if (field->pattern.n) {
        print_word(print, " matching ");
        print_string(print->out, field->pattern);
    }
    print_rule(print, " shown when ", field->shown_when, &scope);
    print_word(print, field->is_private ? " private" : "");
    print_rule(print, " read by ", field->read_by, &scope);
    print_rule(print, " default ", field->initial, &scope);
    print_rule(print, " is ", field->computed, &scope);
    if (field->own_label) {
        bool one_of = field->type.kind == TYPE_CHOICE && !print_declared(print, field->type.choice);
        print_word(print, one_of ? " label " : " ");
        print_string(print->out, field->label);
    }
    if (field->help.n) {
        print_word(print, " help ");
        print_string(print->out, field->help);
    }
    print_cites(print, &field->cites);
}

/* ---- duties and the other rules ---- */

static void print_duty_clock(struct print *print, const struct duty *duty, const struct print_scope *scope)
{
    print_line(print);
    if (duty->kind == DUTY_BY) {
        print_rule(print, "by ", duty->by_field, scope);
        return;
    }
    print_word(print, duty->kind == DUTY_WITHIN ? "within " : "every ");
    print_span(print->out, duty->span);
    if (duty->kind == DUTY_EVERY_UPDATED) {
        print_word(print, " until updated");
    } else {
        print_word(print, " of ");
        buf_put(print->out, duty->action->name);
    }
}

static void print_duty_chase(struct print *print, const struct duty *duty, const struct print_scope *scope)
{
    if (duty->remind.n) {
        print_row(print, "remind ");
        print_span(print->out, duty->remind);
        print_word(print, " before");
    }
    if (!duty->tell_count)
        return;
    print_line(print);
    for (size_t i = 0; i < duty->tell_count; i++) {
        print_word(print, i ? " then " : "else tell ");
        print_who(print, &duty->tell[i], scope);
        if (duty->tell_after[i].n) {
            print_word(print, " after ");
            print_span(print->out, duty->tell_after[i]);
        }
    }
}

/* Who owes it. The element of `on each` stays known to the rest of the duty, by name. */
static void print_duty_head(struct print *print, const struct duty *duty, struct print_scope *scope)
{
    print_row(print, "duty ");
    buf_put(print->out, duty->name);
    print_word(print, " on ");
    if (duty->each) {
        struct print_scope inside = print_scope_inside(scope, duty->each_var, duty->each_name);
        print_word(print, "each ");
        buf_put(print->out, duty->each->name);
        if (duty->each_name.n) {
            print_word(print, " as ");
            buf_put(print->out, duty->each_name);
        }
        print_rule(print, " (", duty->each_test, &inside);
        print_word(print, duty->each_test ? ")" : "");
        *scope = inside;
        scope->inner = -1;
    } else {
        print_who(print, &duty->on, scope);
    }
    print_word(print, " {");
}

static void print_duty(struct print *print, const struct duty *duty)
{
    struct print_scope scope = print_scope_top();
    print_duty_head(print, duty, &scope);
    print->level++;
    if (duty->when) {
        print_line(print);
        print_rule(print, "when ", duty->when, &scope);
    }
    print_duty_clock(print, duty, &scope);
    if (duty->until) {
        print_line(print);
        print_rule(print, "until ", duty->until, &scope);
    }
    print_duty_chase(print, duty, &scope);
    print->level--;
    print_cites_below(print, &duty->cites);
    print_row(print, "}");
}

static void print_never(struct print *print, const struct never *never, const struct print_scope *scope)
{
    print_row(print, "never ");
    buf_put(print->out, never->name);
    print_body(print);
    print_line(print);
    print_rule(print, "", never->test, scope);
    print->level--;
    print_cites_below(print, &never->cites);
    print_row(print, "}");
}

static void print_calendar(struct print *print, const struct reg *reg, const struct print_scope *scope)
{
    if (!reg->begins)
        return;
    print_line(print);
    print_rule(print, "calendar ", reg->begins, scope);
    print_rule(print, " to ", reg->ends, scope);
    print_rule(print, " where ", reg->calendar_where, scope);
    if (reg->clash) {
        print_word(print, " clash ");
        buf_put(print->out, reg->clash->name);
    }
    print_cites(print, &reg->calendar_cites);
}

void print_retain(struct print *print, const struct retain *retain, const struct print_scope *scope)
{
    print_row(print, "retain ");
    if (retain->after) {
        print_span(print->out, retain->span);
        print_rule(print, " after ", retain->after, scope);
    }
    print_rule(print, retain->after ? " when " : "while ", retain->when, scope);
    print_cites(print, &retain->cites);
}

void print_list(struct print *print, const struct saved_list *list, const struct print_scope *scope)
{
    print_row(print, "list ");
    print_string(print->out, list->name);
    print_rule(print, " where ", list->where, scope);
    for (size_t i = 0; i < list->sort_count; i++) {
        print_word(print, i ? ", " : " sort ");
        print_rule(print, list->sort[i].descending ? "-" : "", list->sort[i].value, scope);
    }
    print_cites(print, &list->cites);
}

/* ---- the register ---- */

static void print_guards(struct print *print, const char *word, const struct guard *guards, size_t count,
                         const struct print_scope *scope)
{
    for (size_t i = 0; i < count; i++) {
        print_line(print);
        print_rule(print, word, guards[i].test, scope);
        print_cites(print, &guards[i].cites);
    }
}

static void print_edit(struct print *print, const struct reg *reg, const struct edit_rule *edit,
                       const struct print_scope *scope)
{
    print_row(print, "edit ");
    print_fields(print, edit->fields, edit->field_count);
    if (edit->in) {
        print_word(print, " in ");
        print_states(print, reg, edit->in);
    }
    print_rule(print, " by ", edit->by, scope);
    print_cites(print, &edit->cites);
}

static void print_final(struct print *print, const struct reg *reg)
{
    bool first = true;
    for (size_t i = 0; i < reg->states->count; i++) {
        if (!reg->states->values[i].final)
            continue;
        if (first)
            print_row(print, "final ");
        else
            print_word(print, ", ");
        buf_put(print->out, reg->states->values[i].name);
        first = false;
    }
}

/* What it is: number, title, fields and states. The register's own cites stand first, where nothing else
 * ends. */
static void print_shape(struct print *print, const struct reg *reg)
{
    print_cites_here(print, &reg->cites);
    if (reg->number.source.n) {
        print_row(print, "number ");
        print_string(print->out, reg->number.source);
    }
    if (reg->title) {
        print_row(print, "title ");
        buf_put(print->out, reg->title->name);
    }
    for (size_t i = 0; i < reg->field_count; i++)
        print_field(print, reg->fields[i]);
    print_row(print, "states ");
    print_choice_values(print, reg->states);
    print_final(print, reg);
}

static void print_access(struct print *print, const struct reg *reg, const struct print_scope *scope)
{
    print_guards(print, "create by ", reg->creates, reg->create_count, scope);
    print_guards(print, "read by ", reg->reads, reg->read_count, scope);
    print_guards(print, "comment by ", reg->comments, reg->comment_count, scope);
    for (size_t i = 0; i < reg->edit_count; i++)
        print_edit(print, reg, reg->edits[i], scope);
    if (reg->log_reads) {
        print_row(print, "log reads");
    }
}

static void print_rules(struct print *print, const struct reg *reg, const struct print_scope *scope)
{
    for (size_t i = 0; i < reg->action_count; i++)
        if (!reg->actions[i]->implied)
            print_action(print, reg->actions[i]);
    for (size_t i = 0; i < reg->duty_count; i++)
        print_duty(print, reg->duties[i]);
    for (size_t i = 0; i < reg->never_count; i++)
        print_never(print, reg->nevers[i], scope);
    for (size_t i = 0; i < reg->warning_count; i++) {
        print_line(print);
        print_rule(print, "warn ", reg->warnings[i]->test, scope);
        print_else(print, reg->warnings[i]->message, &reg->warnings[i]->cites);
    }
    print_calendar(print, reg, scope);
    for (size_t i = 0; i < reg->retain_count; i++)
        print_retain(print, reg->retains[i], scope);
    for (size_t i = 0; i < reg->list_count; i++)
        print_list(print, reg->lists[i], scope);
}

void print_register(struct print *print, const struct reg *reg)
{
    struct print_scope scope = print_scope_top();
    print_row(print, "register ");
    buf_put(print->out, reg->name);
    print_word(print, " ");
    print_string(print->out, reg->label);
    print_word(print, " ");
    print_string(print->out, reg->plural);
    print_body(print);
    print_shape(print, reg);
    print_access(print, reg, &scope);
    print_rules(print, reg, &scope);
    print_close(print);
}

void print_extension(struct print *print, const struct reg *person)
{
    struct print_scope scope = print_scope_top();
    print_row(print, "extend person {");
    print->level++;
    for (size_t i = 0; i < person->field_count; i++)
        if (person->fields[i]->place.line)
            print_field(print, person->fields[i]);
    print_access(print, person, &scope);
    print_rules(print, person, &scope);
    for (size_t i = 0; i < print->rulebook->admit_count; i++) {
        const struct guard *admit = &print->rulebook->admits[i];
        print_line(print);
        print_rule(print, "admit ", admit->test, &scope);
        print_else(print, admit->message, &admit->cites);
    }
    print_close(print);
}
