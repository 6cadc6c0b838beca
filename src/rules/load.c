#include "rules/load.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/loader.h"

/* Where the text of an included file comes from: a folder, or sources kept elsewhere. */
struct origin {
    const char *dir; /* NULL: `given` */
    const struct source_file *given;
    size_t given_count;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static bool read_all(struct arena *arena, int fd, size_t size, struct text *text)
{
    char *bytes = arena_alloc(arena, size + 1);
    size_t n = 0;
    while (n < size) {
        ssize_t got = read(fd, bytes + n, size - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *text = (struct text){bytes, n};
    return true;
}

/* Reads one file of the folder; at most a byte more than the limit, so the lexer sees it is too large. */
static bool read_file(struct arena *arena, const char *dir, struct text name, struct text *text,
                      const char **why)
{
    struct text path = arena_format(arena, "%s/%.*s", dir, TEXT_ARGS(name));
    __attribute__((cleanup(close_fd))) int fd = open(path.s, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0) {
        *why = strerror(errno);
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        *why = "It is not a file";
        return false;
    }
    size_t size = about.st_size > RULEBOOK_FILE_MAX ? RULEBOOK_FILE_MAX + 1 : (size_t)about.st_size;
    if (read_all(arena, fd, size, text))
        return true;
    *why = strerror(errno);
    return false;
}

static bool origin_read(struct arena *arena, const struct origin *origin, struct text name, struct text *text,
                        const char **why)
{
    if (origin->dir)
        return read_file(arena, origin->dir, name, text, why);
    for (size_t i = 0; i < origin->given_count; i++)
        if (text_eq(origin->given[i].name, name)) {
            *text = arena_text(arena, origin->given[i].text);
            return true;
        }
    *why = "there is no such file here";
    return false;
}

static bool have_source(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->source_count; i++)
        if (text_eq(rulebook->sources[i].name, name))
            return true;
    return false;
}

/* A plain name of a file in the same folder. */
static const char *bad_name(struct text name)
{
    if (!name.n || name.n > 200)
        return "give the name of a file in the rulebook's folder";
    if (memchr(name.s, '/', name.n) || memchr(name.s, '\\', name.n) || text_is(name, "..") ||
        text_is(name, "."))
        return "a rulebook reads files of its own folder only: no /, no .. and no absolute path";
    return NULL;
}

static void add_source(struct loader *loader, const struct origin *origin, struct name file)
{
    struct rulebook *rulebook = loader->rulebook;
    const char *why = bad_name(file.text);
    struct text text = {0};
    if (why) {
        problem_add(loader->problems, file.place, "%s", why);
        return;
    }
    if (have_source(rulebook, file.text))
        return;
    if (rulebook->source_count >= RULEBOOK_FILES_MAX) {
        problem_add(loader->problems, file.place, "too many files: a rulebook has at most %d",
                    RULEBOOK_FILES_MAX);
        return;
    }
    if (!origin_read(loader->arena, origin, file.text, &text, &why)) {
        if (file.place.line)
            problem_add(loader->problems, file.place, "cannot read \"%.*s\": %s", TEXT_ARGS(file.text), why);
        else
            problem_add(loader->problems, file.place,
                        "cannot read it%s%s: %s. A rulebook is a folder that holds force.rules and what that "
                        "includes",
                        origin->dir ? " in " : "", origin->dir ? origin->dir : "", why);
        return;
    }
    size_t bytes = text.n;
    for (size_t i = 0; i < rulebook->source_count; i++)
        bytes += rulebook->sources[i].text.n;
    if (bytes > RULEBOOK_BYTES_MAX) {
        problem_add(loader->problems, file.place,
                    "the rulebook is too large: its files hold more than %d MB together",
                    RULEBOOK_BYTES_MAX / 1024 / 1024);
        return;
    }
    *LIST_PUSH(loader->arena, rulebook->sources, rulebook->source_count) =
        (struct source_file){arena_text(loader->arena, file.text), text};
}

/* Every `include "file"` of a file, so that all are lexed before the first is parsed. */
static void add_includes(struct loader *loader, const struct origin *origin, const struct tokens *tokens)
{
    unsigned braces = 0;
    for (size_t i = 0; i + 1 < tokens->count; i++) {
        const struct token *token = &tokens->items[i], *next = token + 1;
        if (token->kind == TOKEN_SYMBOL)
            braces += (unsigned)(token->text.s[0] == '{') - (unsigned)(token->text.s[0] == '}' && braces);
        if (!braces && token->kind == TOKEN_NAME && text_is(token->text, "include") &&
            next->kind == TOKEN_STRING)
            add_source(loader, origin, (struct name){next->text, next->place});
    }
}

static void declare_builtin(struct loader *loader)
{
    struct names *states = &loader->declared.states;
    for (size_t r = 0; r < loader->rulebook->register_count; r++) {
        const struct choice *own = loader->rulebook->registers[r]->states;
        for (size_t s = 0; s < own->count; s++)
            *LIST_PUSH(loader->arena, states->items, states->count) =
                (struct name){.text = own->values[s].name};
    }
}

static void read_sources(struct loader *loader, const struct origin *origin)
{
    struct tokens files[RULEBOOK_FILES_MAX];
    size_t left = RULEBOOK_TOKENS_MAX;
    struct rulebook *rulebook = loader->rulebook;
    add_source(loader, origin, (struct name){TEXT("force.rules"), {.file = TEXT("force.rules")}});
    declare_builtin(loader);
    for (size_t i = 0; i < rulebook->source_count; i++) {
        files[i] = lex(loader->arena, &rulebook->sources[i], left, loader->problems);
        left -= files[i].count - 1;
        declared_add(loader->arena, &files[i], &loader->declared);
        add_includes(loader, origin, &files[i]);
    }
    for (size_t i = 0; i < rulebook->source_count; i++)
        parse_file(loader, &files[i]);
}

static struct rulebook *load(struct arena *arena, const struct origin *origin, struct problems *problems)
{
    struct rulebook *rulebook = ARENA_NEW(arena, struct rulebook);
    struct loader loader = {.arena = arena, .problems = problems, .rulebook = rulebook};
    size_t before = problems->count;
    if (!problems->arena)
        problems->arena = arena;
    *rulebook = (struct rulebook){.arena = arena,
                                  .timezone = TEXT("Europe/London"),
                                  .holidays = HOLIDAYS_ENGLAND_AND_WALES,
                                  .working_days = 0x1F,
                                  .working_from = 8 * 60,
                                  .working_to = 18 * 60};
    builtin_make(rulebook);
    read_sources(&loader, origin);
    if (problems->count == before && !rulebook->place.line)
        problem_add(problems, (struct place){.file = TEXT("force.rules")},
                    "there is no `rulebook \"Name\" { version ... }` here: it names the force and says from "
                    "when it is in force");
    builtin_settle(rulebook);
    for (size_t i = 0; i < rulebook->register_count; i++)
        rulebook->registers[i]->rulebook = rulebook;
    link_rulebook(&loader);
    check_rulebook(&loader);
    problems_finish(problems, rulebook->sources, rulebook->source_count);
    return problems->count == before ? rulebook : NULL;
}

struct rulebook *rulebook_load_dir(struct arena *arena, const char *dir, struct problems *problems)
{
    struct origin origin = {.dir = dir};
    return load(arena, &origin, problems);
}

struct rulebook *rulebook_load_sources(struct arena *arena, const struct source_file *sources, size_t count,
                                       struct problems *problems)
{
    struct origin origin = {.given = sources, .given_count = count};
    return load(arena, &origin, problems);
}
