/* What the parts of the second reading say to each other; only query*.c include this.
 *
 * Emitters append to query->out. A test is emitted fit for WHERE: true, or else false or NULL; `IS TRUE`
 * around it makes it two-valued where that matters (under `not`, in `all`). A missing value is NULL.
 *
 * LET: `(SELECT f(v.x) FROM (SELECT expression AS x LIMIT 1 OFFSET 0) v)` says an expression once and uses it
 * often. The OFFSET keeps SQLite from copying the expression into every use. An inner LET may use the name v
 * again. */
#pragma once

#include "rules/clocks.h"
#include "rules/query.h"
#include "rules/schema.h"

enum { QUERY_SUBQUERIES_MAX = 30, QUERY_PARAMS_MAX = 30000, QUERY_TEXT_MAX = 1 << 20 };

#define QUERY_LET_END " LIMIT 1 OFFSET 0) v)"

/* Whole days before 1970, so that division, which rounds towards nothing, rounds down. */
#define QUERY_DAYS_SHIFT   "800000"
#define QUERY_MICROS_SHIFT "69120000000000000"
#define QUERY_MICROS_A_DAY "86400000000"

/* A row in scope: `alias` of `reg`'s table; NULL: the record is known, and the scene has it. */
struct query_row {
    const char *alias;
    const struct reg *reg;
};

/* A quantifier's variable: a row, or the column that holds the element; neither: the scene has it. */
struct query_var {
    struct query_row row;
    const char *column;
};

struct query {
    struct scene *scene;
    struct sql *out;
    struct query_row self; /* `this` */
    struct query_var vars[EXPR_NESTING_MAX];
    unsigned aliases, subqueries;
    query_tables *tables; /* NULL: every row is as the tables have it */
    size_t start;         /* where what was emitted begins in out->text */
    struct text why;      /* set when it cannot be said */
};

enum known { KNOWN_FALSE, KNOWN_TRUE, UNKNOWN };

/* ---- query.c ---- */
void query_put(struct query *query, const char *s);
void query_bind(struct query *query, struct value value);
void query_bind_int(struct query *query, int64_t n);
void query_bind_text(struct query *query, struct text text);
/* The same of a value of this type: choices are kept by name. */
void query_bind_as(struct query *query, struct type type, struct value value);
/* `(SELECT the values AS column) alias `, one row each. */
void query_bind_rows(struct query *query, const char *column, struct type type, const struct value *values,
                     size_t count);
/* Appends what was emitted apart, where something that follows must stand before it. */
void query_splice(struct query *query, struct sql *part);
/* It cannot be said, and this is why. */
void query_fail(struct query *query, struct text why);
/* Fails where the tables do not have what evaluation would see: of a register, or of a step in its rows. */
void query_look(struct query *query, const struct reg *reg, const struct step *step);
/* Appends `table alias`. */
void query_put_table(struct query *query, struct query_row row);
const char *query_alias(struct query *query, const char *prefix);
/* Around a subquery; false when there are too many within each other: then NULL was emitted instead. */
bool query_enter(struct query *query);
void query_leave(struct query *query);
/* Does it depend on no row. `bound` are variables that are no rows either. */
bool query_constant(const struct query *query, const struct expr *expr, unsigned bound);
void query_emit_test(struct query *query, const struct expr *expr);
/* The same inside another record: computed fields, `read by`, calendar periods, who may read. */
struct query_saved {
    struct query_row self;
    struct scene *scene;
};
struct query_saved query_step_into(struct query *query, struct query_row row);
void query_step_back(struct query *query, struct query_saved saved);
/* Of a rule about reading, whichever of the register's records it is asked of. */
enum known query_rule_known(struct query *query, const struct reg *reg, const struct expr *rule);
enum known query_reads_known(struct query *query, const struct reg *reg);
void query_emit_readable(struct query *query, struct query_row row);

/* ---- query_depth.c ---- */
/* Is this nested no deeper than the stores can parse? */
bool query_parses(struct text sql);

/* ---- query_path.c ---- */
enum leaf { LEAF_VALUE, LEAF_OWNER }; /* the value of the last step, or the id of the record that takes it */
void query_emit_path(struct query *query, const struct path *path, enum leaf leaf);
void query_emit_field(struct query *query, struct query_row row, const struct field *field, enum leaf leaf);
void query_emit_id(struct query *query, struct query_row row);
bool query_is_act(const struct expr *expr);
/* The row in which a path that is not the actor's begins. */
struct query_row query_root(const struct query *query, const struct path *path);
/* `FROM elements m [, rows t] WHERE ...` of a many path: every element the actor may see. The row of the
 * element is joined when `rows` asks for it and elements are records. */
struct query_var query_emit_elements(struct query *query, const struct expr *path, bool rows);

/* ---- query_value.c ---- */
enum value_kind query_kind(const struct expr *expr);
void query_emit_value(struct query *query, const struct expr *expr);
/* The same, as a field of this type holds it (evaluate_as). */
void query_emit_as(struct query *query, const struct expr *expr, struct type type);
/* Order of a choice given as its name. */
void query_rank_open(struct query *query);
void query_rank_close(struct query *query, const struct choice *choice);

/* ---- query_compare.c ---- */
void query_emit_compare(struct query *query, const struct expr *expr);
void query_emit_in(struct query *query, const struct expr *expr);

/* ---- query_time.c ---- */
/* The local day of a date, month or time, `shift` microseconds later when it is a time. */
void query_emit_day(struct query *query, const struct expr *expr, int shift);
/* The first instant of the day, `days` later when it is no time; the instant itself of a time. */
void query_emit_instant(struct query *query, const struct expr *expr, int days);
void query_bind_calendar(struct query *query, const struct calendar_name *calendar);
void query_emit_between(struct query *query, const struct expr *expr);
void query_emit_weekday(struct query *query, const struct expr *expr);
void query_emit_holiday(struct query *query, const struct expr *expr);
void query_emit_clock(struct query *query, const struct expr *expr);

/* ---- query_span.c ---- */
extern const char QUERY_MONTH_END[]; /* the last day of the month v.x of a LET */
void query_emit_span(struct query *query, const struct expr *value, struct span span, int sign);
enum value_kind query_span_kind(enum value_kind kind, struct span span);

/* ---- query_people.c ---- */
void query_emit_is(struct query *query, const struct expr *expr);
void query_emit_has(struct query *query, const struct expr *expr);
void query_emit_manages(struct query *query, const struct expr *expr);
void query_emit_sits_on(struct query *query, const struct expr *expr);

/* ---- query_records.c ---- */
/* `TABLE t WHERE` and whether the actor may see the row; a condition may follow after AND. */
struct query_var query_emit_rows(struct query *query, const struct reg *reg);
void query_emit_each(struct query *query, const struct expr *expr);
void query_emit_records(struct query *query, const struct expr *expr);
void query_emit_overlaps(struct query *query, const struct expr *expr);
/* That the variable's row is another than the known record `this`, and its period shares time with its. */
void query_emit_shares_time(struct query *query, const struct expr *expr);
void query_emit_same(struct query *query, const struct expr *expr);
