#include "cases.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

static struct text read_file(struct arena *arena, const char *path)
{
    struct buf out = buf_in(arena);
    char piece[4096];
    FILE *file = fopen(path, "r");
    size_t n;
    while (file && (n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_put(&out, (struct text){piece, n});
    if (file)
        fclose(file);
    return buf_text(&out);
}

/* `# feature: verdict: why` */
static bool read_head(struct text line, struct prove_case *c)
{
    static const char *const verdicts[] = {
        [PROVED] = "proved", [VIOLATED] = "violated", [ASSUMED] = "assumed", [BEYOND] = "beyond"};
    line.s += 2;
    line.n -= 2;
    c->feature = text_cut(&line, ':');
    struct text verdict = text_trim(text_cut(&line, ':'));
    c->why = text_trim(line);
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++)
        if (text_is(verdict, verdicts[i])) {
            c->expected = (enum expected)i;
            return true;
        }
    return false;
}

struct prove_case *cases_read(struct arena *arena, const char *path, size_t *count)
{
    struct text rest = read_file(arena, path);
    struct prove_case *cases = NULL;
    size_t capacity = 0;
    bool begun = false; /* the file's own words are over */
    *count = 0;
    while (rest.n) {
        struct text line = text_cut(&rest, '\n');
        begun = begun || !line.n;
        if (!begun)
            continue;
        if (text_starts(line, TEXT("# "))) {
            struct prove_case *c = ARENA_PUSH(arena, cases, *count, capacity);
            if (!read_head(line, c)) {
                printf("%s: `%.*s` is not `# feature: verdict: why`\n", path, TEXT_ARGS(line));
                return NULL;
            }
            c->page.s = rest.s;
        } else if (*count) {
            struct prove_case *c = &cases[*count - 1];
            c->page.n = (size_t)(line.s + line.n - c->page.s);
        }
    }
    if (!*count)
        printf("%s: there are no cases\n", path);
    return *count ? cases : NULL;
}
