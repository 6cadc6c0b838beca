#include <regex.h>

#include "rules/check.h"

/* ---- number formats ---- */

struct format {
    struct loader *loader;
    struct reg *reg;
    bool counts; /* {n} or {random} makes it different each time */
    bool wrong;
};

static void bad_format(struct format *format, const char *why)
{
    if (!format->wrong)
        problem_add(format->loader->problems, format->reg->number_place, "%s", why);
    format->wrong = true;
}

/* {year} {month} {n} {n:WIDTH} {random:LENGTH} */
static void check_placeholder(struct format *format, struct text inside)
{
    struct number_format *number = &format->reg->number;
    struct text name = text_cut(&inside, ':');
    int64_t size = 0;
    bool sized = inside.n > 0, good = !sized || text_to_int(inside, &size);
    if (text_is(name, "n") && good && (!sized || (size >= 1 && size <= 15)))
        format->counts = true;
    else if (text_is(name, "random") && sized && good && size >= 4 && size <= 32)
        format->counts = number->has_random = true;
    else if (text_is(name, "year") && !sized)
        number->has_year = true;
    else if (text_is(name, "month") && !sized)
        number->has_month = true;
    else
        bad_format(
            format,
            "a number format knows {year}, {month}, {n}, {n:WIDTH} (1 to 15) and {random:LENGTH} (4 to 32)");
}

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

static void check_format_text(struct format *format, struct text rest)
{
    while (rest.n && !format->wrong) {
        size_t close = text_find(rest, '}');
        if (rest.s[0] == '{' && close == rest.n) {
            bad_format(format, "the { in this number format has no }");
        } else if (rest.s[0] == '{') {
            check_placeholder(format, (struct text){rest.s + 1, close - 1});
            rest = (struct text){rest.s + close + 1, rest.n - close - 1};
        } else if (plain(rest.s[0])) {
            rest = (struct text){rest.s + 1, rest.n - 1};
        } else {
            bad_format(format,
                       "a number format holds only letters, digits, . _ and - around its placeholders");
        }
    }
}

static struct text default_format(struct arena *arena, struct text name)
{
    struct text upper = arena_format(arena, "%.*s-{n}", TEXT_ARGS(name));
    char *s = (char *)upper.s;
    for (size_t i = 0; i < name.n; i++)
        s[i] = s[i] >= 'a' && s[i] <= 'z' ? (char)(s[i] - 'a' + 'A') : s[i] == '_' ? '-' : s[i];
    return upper;
}

void check_number_format(struct loader *loader, struct reg *reg)
{
    struct format format = {.loader = loader, .reg = reg};
    if (!reg->number.source.n)
        reg->number.source = default_format(loader->arena, reg->name);
    check_format_text(&format, reg->number.source);
    if (!format.counts)
        bad_format(&format, "every record would have the same number: put {n} or {random:8} into the format");
}

/* ---- computed fields that come back to themselves ---- */

enum { CHAIN_MAX = 64 };

/* The way from one computed field to `wanted`, through what each is computed from. */
struct chain {
    const struct field *wanted, *items[CHAIN_MAX];
    size_t count;
};

static bool comes_back(struct chain *chain, const struct expr *expr);

static bool field_comes_back(struct chain *chain, const struct field *field)
{
    if (!field || !field->computed)
        return false;
    if (field == chain->wanted)
        return true;
    for (size_t i = 0; i < chain->count; i++)
        if (chain->items[i] == field)
            return false; /* a cycle without the wanted one: reported by itself */
    if (chain->count == CHAIN_MAX)
        return true;
    chain->items[chain->count++] = field;
    return comes_back(chain, field->computed);
}

static bool comes_back(struct chain *chain, const struct expr *expr)
{
    for (size_t i = 0; expr->kind == EXPR_PATH && i < expr->path.count; i++)
        if (field_comes_back(chain, expr->path.steps[i].field))
            return true;
    for (size_t i = 0; i < expr->count; i++)
        if (comes_back(chain, expr->args[i]))
            return true;
    return false;
}

static bool leads_to(const struct field *from, const struct field *to)
{
    struct chain chain = {.wanted = to};
    return comes_back(&chain, from->computed);
}

/* Says it once for the whole cycle: at its first field. */
static void check_cycle(struct loader *loader, const struct field *field)
{
    struct chain chain = {.wanted = field};
    const struct field *other = NULL;
    if (!comes_back(&chain, field->computed))
        return;
    for (size_t i = 0; i < chain.count; i++) {
        if (!leads_to(chain.items[i], field))
            continue;
        if (chain.items[i]->reg->index == field->reg->index && chain.items[i]->index < field->index)
            return;
        other = other ? other : chain.items[i];
    }
    struct text by = other ? other->name : TEXT("");
    problem_add(loader->problems, field->place, "`%.*s` is computed from itself%s%.*s%s",
                TEXT_ARGS(field->name), other ? ", by way of `" : "", TEXT_ARGS(by), other ? "`" : "");
}

/* ---- modifiers ---- */

static void check_pattern(struct loader *loader, const struct field *field)
{
    regex_t compiled;
    if (field->type.kind != TYPE_LINE && field->type.kind != TYPE_TEXT) {
        problem_add(loader->problems, field->place, "`matching` fits a line or a text only");
        return;
    }
    int wrong = regcomp(&compiled, arena_string(loader->arena, field->pattern), REG_EXTENDED | REG_NOSUB);
    if (wrong) {
        char why[120];
        regerror(wrong, &compiled, why, sizeof why);
        problem_add(loader->problems, field->place, "the pattern of `%.*s` cannot be read: %s",
                    TEXT_ARGS(field->name), why);
        return;
    }
    regfree(&compiled);
}

static void check_computed(struct loader *loader, const struct field *field)
{
    const char *also = field->required || field->required_when ? "required"
                       : field->initial                        ? "given a default"
                                                               : NULL;
    if (also)
        problem_add(loader->problems, field->place, "`%.*s` is computed, so it cannot be %s",
                    TEXT_ARGS(field->name), also);
    check_computed_uses(loader, field);
    check_cycle(loader, field);
}

void check_fields(struct loader *loader, const struct reg *reg)
{
    for (size_t i = 0; i < reg->field_count; i++) {
        const struct field *field = reg->fields[i];
        if (field->pattern.n)
            check_pattern(loader, field);
        if (field->computed)
            check_computed(loader, field);
        if (field->unique && (field->type.many || field->type.kind == TYPE_FLAG))
            problem_add(loader->problems, field->place, "`unique` does not fit %s",
                        field->type.many ? "a field that holds many" : "a flag");
    }
    if (reg->title && reg->title->type.many)
        problem_add(loader->problems, reg->place,
                    "the title of %.*s holds many: choose a field that holds one", TEXT_ARGS(reg->name));
    if (reg->title && reg->title->is_private)
        problem_add(loader->problems, reg->place,
                    "the title of %.*s is private, and titles are shown in lists", TEXT_ARGS(reg->name));
}
