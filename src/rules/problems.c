#include "rules/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

__attribute__((format(printf, 2, 0))) static struct text print_into(struct arena *arena, const char *format,
                                                                    va_list args)
{
    char small[1024];
    int n = vsnprintf(small, sizeof small, format, args);
    size_t kept = n < 0 ? 0 : (size_t)n < sizeof small ? (size_t)n : sizeof small - 1;
    return arena_text(arena, (struct text){small, kept});
}

__attribute__((format(printf, 3, 0))) static struct problem *
problem_new(struct problems *problems, struct place place, const char *format, va_list args)
{
    if (problems->count >= PROBLEMS_MAX)
        return NULL;
    struct problem *problem = ARENA_ADD(problems->arena, *problems);
    *problem = (struct problem){.place = place, .message = print_into(problems->arena, format, args)};
    return problem;
}

void problem_add(struct problems *problems, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    problem_new(problems, place, format, args);
    va_end(args);
}

void problem_unknown(struct problems *problems, struct place place, struct text name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct problem *problem = problem_new(problems, place, format, args);
    if (problem)
        problem->unknown = name;
    va_end(args);
}

/* NULL: it was dropped. */
static struct problem *problem_last(struct problems *problems)
{
    return problems->count && problems->count < PROBLEMS_MAX ? &problems->items[problems->count - 1] : NULL;
}

void problem_weak(struct problems *problems)
{
    struct problem *last = problem_last(problems);
    if (last)
        last->weak = true;
}

void problem_rest_lost(struct problems *problems)
{
    struct problem *last = problem_last(problems);
    if (last)
        last->rest_lost = true;
}

void problem_lost(struct problems *problems, struct text name)
{
    *ARENA_PUSH(problems->arena, problems->lost, problems->lost_count, problems->lost_capacity) = name;
}

void problem_hint(struct problems *problems, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct problem *last = problem_last(problems);
    if (last)
        last->suggestion = print_into(problems->arena, format, args);
    va_end(args);
}

bool problem_at(const struct problems *problems, struct place place)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct place *at = &problems->items[i].place;
        if (at->line == place.line && at->column == place.column && text_eq(at->file, place.file))
            return true;
    }
    return false;
}

bool problem_lost_at(const struct problems *problems, struct place place)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct place *at = &problems->items[i].place;
        bool before = at->column < place.column && problems->items[i].rest_lost;
        bool here = at->column == place.column && !problems->items[i].weak;
        if ((before || here) && at->line == place.line && text_eq(at->file, place.file))
            return true;
    }
    return false;
}

struct nearest nearest_to(struct text wrong)
{
    return (struct nearest){.wrong = wrong, .distance = wrong.n < 5 ? 1 : wrong.n < 9 ? 2 : 3};
}

void nearest_offer(struct nearest *nearest, struct text candidate)
{
    if (nearest->wrong.n > 40 || candidate.n > 40)
        return;
    unsigned distance = text_distance(nearest->wrong, candidate);
    if (distance > nearest->distance || (distance == nearest->distance && nearest->best.n))
        return;
    if (distance >= candidate.n)
        return;
    nearest->distance = distance;
    nearest->best = candidate;
}

void nearest_hint(struct problems *problems, const struct nearest *nearest)
{
    if (nearest->best.n)
        problem_hint(problems, "did you mean `%.*s`?", TEXT_ARGS(nearest->best));
}

/* ---- finishing and printing ---- */

static size_t source_rank(const struct source_file *sources, size_t count, struct text file)
{
    for (size_t i = 0; i < count; i++)
        if (text_eq(sources[i].name, file))
            return i;
    return count;
}

struct ranking {
    const struct source_file *sources;
    size_t count;
};

static int problem_order(const void *a, const void *b, void *context)
{
    const struct ranking *ranking = context;
    const struct problem *x = a, *y = b;
    size_t rx = source_rank(ranking->sources, ranking->count, x->place.file);
    size_t ry = source_rank(ranking->sources, ranking->count, y->place.file);
    if (rx != ry)
        return rx < ry ? -1 : 1;
    if (x->place.line != y->place.line)
        return x->place.line < y->place.line ? -1 : 1;
    if (x->place.column != y->place.column)
        return x->place.column < y->place.column ? -1 : 1;
    if (x->weak != y->weak)
        return x->weak ? -1 : 1;
    return text_compare(x->message, y->message);
}

static bool same_line(const struct problem *a, const struct problem *b)
{
    return a->line.s && text_eq(a->place.file, b->place.file) && a->place.line == b->place.line;
}

static bool same_problem(const struct problem *a, const struct problem *b)
{
    return text_eq(a->place.file, b->place.file) && a->place.line == b->place.line &&
           a->place.column == b->place.column && text_eq(a->message, b->message);
}

static bool is_lost(const struct problems *problems, struct text name)
{
    for (size_t i = 0; i < problems->lost_count; i++)
        if (name.n && text_eq(problems->lost[i], name))
            return true;
    return false;
}

/* The problem that says the same of the same unknown name, among the first `kept`. */
static struct problem *said_before(const struct problems *problems, size_t kept,
                                   const struct problem *problem)
{
    for (size_t i = 0; problem->unknown.n && i < kept; i++)
        if (problems->items[i].unknown.n && text_eq(problems->items[i].message, problem->message))
            return &problems->items[i];
    return NULL;
}

static void say_also(struct arena *arena, struct problem *first, const struct problem *other)
{
    bool elsewhere = !text_eq(first->place.file, other->place.file);
    struct text file = elsewhere ? other->place.file : TEXT("");
    first->also = arena_format(arena, "%.*s%s%.*s%s%u", TEXT_ARGS(first->also), first->also.n ? ", " : "",
                               TEXT_ARGS(file), elsewhere ? ":" : "", other->place.line);
}

/* Is there another that says more: at the same place, or for a stray sign before it on its line? They stand
 * in order, the first `kept` are told. */
static bool gives_way(const struct problems *problems, size_t kept, size_t at)
{
    const struct problem *problem = &problems->items[at], *told = kept ? &problems->items[kept - 1] : NULL;
    if (problem->weak && problem->rest_lost && told && told->place.line == problem->place.line &&
        text_eq(told->place.file, problem->place.file))
        return true;
    for (size_t i = at + 1; problem->weak && i < problems->count; i++) {
        const struct problem *other = &problems->items[i];
        if (other->place.line != problem->place.line || other->place.column != problem->place.column)
            break;
        if (!other->weak && text_eq(other->place.file, problem->place.file))
            return true;
    }
    return false;
}

/* Where a walk through one file's lines has come to. */
struct line_walk {
    struct text file, rest, line;
    unsigned number;
};

static struct text line_at(struct line_walk *walk, const struct source_file *sources, size_t count,
                           struct place place)
{
    if (!text_eq(walk->file, place.file) || walk->number > place.line) {
        size_t rank = source_rank(sources, count, place.file);
        *walk = (struct line_walk){.file = place.file,
                                   .rest = rank < count ? sources[rank].text : (struct text){0}};
    }
    while (walk->number < place.line) {
        walk->line = text_cut(&walk->rest, '\n');
        walk->number++;
    }
    return walk->line;
}

void problems_finish(struct problems *problems, const struct source_file *sources, size_t count)
{
    struct ranking ranking = {sources, count};
    if (problems->count > 1)
        qsort_r(problems->items, problems->count, sizeof *problems->items, problem_order, &ranking);
    size_t kept = 0;
    struct line_walk walk = {0};
    for (size_t i = 0; i < problems->count; i++) {
        struct problem *problem = &problems->items[i];
        struct problem *before = said_before(problems, kept, problem);
        if ((kept && same_problem(&problems->items[kept - 1], problem)) || gives_way(problems, kept, i) ||
            (!problem->weak && is_lost(problems, problem->unknown)))
            continue;
        if (before) {
            say_also(problems->arena, before, problem);
            continue;
        }
        if (kept && same_line(&problems->items[kept - 1], problem))
            problem->line = problems->items[kept - 1].line; /* a file of one long line is copied once */
        else if (problem->place.line && !problem->line.s)
            problem->line = arena_text(problems->arena, line_at(&walk, sources, count, problem->place));
        problems->items[kept++] = *problem;
    }
    problems->count = kept;
}

enum { SHOWN_BEFORE = 120, SHOWN = 160 }; /* characters of an over-long line */

/* The line with its caret; of a very long line only what stands around the mistake. */
static void put_line(struct buf *out, struct text line, unsigned column)
{
    while (line.n && (line.s[line.n - 1] == '\r' || line.s[line.n - 1] == '\n'))
        line.n--;
    if (!column || !line.n)
        return;
    size_t before = column - 1;
    if (before > SHOWN_BEFORE) {
        struct text head = utf8_cut(line, before - SHOWN_BEFORE);
        line = (struct text){line.s + head.n, line.n - head.n};
        before = SHOWN_BEFORE;
    }
    line = utf8_cut(line, SHOWN);
    buf_puts(out, "    ");
    buf_put(out, line);
    buf_puts(out, "\n    ");
    struct text lead = utf8_cut(line, before);
    for (size_t i = 0; i < lead.n; i++)
        if (((unsigned char)lead.s[i] & 0xC0) != 0x80)
            buf_char(out, lead.s[i] == '\t' ? '\t' : ' ');
    buf_puts(out, "^\n");
}

struct text problems_print(struct arena *arena, const struct problems *problems)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        buf_put(&out, problem->place.file);
        if (problem->place.line)
            buf_format(&out, ":%u:%u", problem->place.line, problem->place.column);
        buf_format(&out, ": %.*s\n", TEXT_ARGS(problem->message));
        put_line(&out, problem->line, problem->place.column);
        if (problem->suggestion.n)
            buf_format(&out, "    %.*s\n", TEXT_ARGS(problem->suggestion));
        if (problem->also.n)
            buf_format(&out, "    also in line %.*s\n", TEXT_ARGS(problem->also));
    }
    return buf_text(&out);
}
