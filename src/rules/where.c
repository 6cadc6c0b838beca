#include "rules/link.h"

enum { WHERE_MAX = 4096 };

static bool start(struct arena *arena, struct text text, const char *file, struct problems *problems,
                  struct source_file *source, struct tokens *tokens)
{
    if (!problems->arena)
        problems->arena = arena;
    *source = (struct source_file){.name = text_of(file), .text = arena_text(arena, text)};
    if (text.n > WHERE_MAX) {
        problem_add(problems, (struct place){.file = source->name, .line = 1, .column = WHERE_MAX + 1},
                    "this is too long: at most %d characters", WHERE_MAX);
        return false;
    }
    size_t before = problems->count;
    *tokens = lex(arena, source, WHERE_MAX, problems);
    return problems->count == before;
}

static void name_add(struct arena *arena, struct names *names, struct text name)
{
    *LIST_PUSH(arena, names->items, names->count) = (struct name){.text = name};
}

static void noun_add(struct arena *arena, struct declared *declared, struct text name)
{
    if (word_is_article(name))
        name_add(arena, &declared->nouns, name);
}

static struct parser parser_of(struct arena *arena, const struct rulebook *rulebook,
                               const struct tokens *tokens, struct problems *problems)
{
    struct parser parser = {.arena = arena, .problems = problems, .tokens = tokens->items, .one_test = true};
    declared_add(arena, tokens, &parser.declared);
    for (size_t i = 0; i < rulebook->role_count; i++)
        noun_add(arena, &parser.declared, rulebook->roles[i]->name);
    for (size_t i = 0; i < rulebook->board_count; i++)
        name_add(arena, &parser.declared.boards, rulebook->boards[i]->name);
    for (size_t i = 0; i < rulebook->register_count; i++) {
        const struct reg *reg = rulebook->registers[i];
        const struct choice *states = reg->states;
        for (size_t f = 0; f < reg->field_count; f++)
            noun_add(arena, &parser.declared, reg->fields[f]->name);
        for (size_t s = 0; states && s < states->count; s++)
            name_add(arena, &parser.declared.states, states->values[s].name);
    }
    return parser;
}

static void finish(struct parser *parser)
{
    if (!parse_is_kind(parser, TOKEN_END))
        parse_fail(parser, "the end, `and` or `or`");
}

static struct scope where_scope(struct arena *arena, const struct rulebook *rulebook, const struct reg *reg,
                                struct problems *problems)
{
    struct loader loader = {.arena = arena, .problems = problems, .rulebook = (struct rulebook *)rulebook};
    struct scope scope = scope_of(&loader, reg);
    scope.where = true;
    return scope;
}

struct expr *rulebook_parse_where(struct arena *arena, const struct rulebook *rulebook, const struct reg *reg,
                                  struct text text, struct problems *problems)
{
    struct source_file source;
    struct tokens tokens;
    size_t before = problems->count;
    if (!start(arena, text, "where", problems, &source, &tokens))
        return NULL;
    struct parser parser = parser_of(arena, rulebook, &tokens, problems);
    struct expr *expr = parse_expr(&parser);
    finish(&parser);
    if (problems->count == before) {
        struct scope scope = where_scope(arena, rulebook, reg, problems);
        link_test(&scope, expr);
    }
    problems_finish(problems, &source, 1);
    return problems->count == before ? expr : NULL;
}

static void check_sort_key(const struct sort_key *key, struct problems *problems)
{
    struct type type = key->value->type;
    if (type.many)
        problem_add(problems, key->value->place, "a field that holds many cannot be sorted by");
}

bool rulebook_parse_sort(struct arena *arena, const struct rulebook *rulebook, const struct reg *reg,
                         struct text text, struct sort_key **keys, size_t *count, struct problems *problems)
{
    struct source_file source;
    struct tokens tokens;
    size_t before = problems->count;
    if (!start(arena, text, "sort", problems, &source, &tokens))
        return false;
    struct parser parser = parser_of(arena, rulebook, &tokens, problems);
    *keys = parse_sort_keys(&parser, count);
    finish(&parser);
    if (problems->count == before) {
        struct scope scope = where_scope(arena, rulebook, reg, problems);
        for (size_t i = 0; i < *count; i++) {
            link_value(&scope, (*keys)[i].value);
            check_sort_key(&(*keys)[i], problems);
        }
    }
    problems_finish(problems, &source, 1);
    return problems->count == before;
}
