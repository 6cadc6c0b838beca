/* A real rulebook, changed as a hasty hand would change it: words and whole declarations taken out, doubled,
 * moved, exchanged. The input is which rulebook, one byte, then the edits: what to do, where, and where else,
 * a byte and twice two. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "rulebook_holds.h"
#include "rules/lex.h"

enum { EDIT_BYTES = 5, EDITS = 12, PIECES = 20000, STRETCH_MAX = 4000 };

/* From the folder of the sources. */
static const char *const folders[] = {"tests/rulebooks/incidents", "tests/rulebooks/example",
                                      "tests/rules/whole",         "rulebooks/west-midlands",
                                      "rulebooks/dyfed-powys",     "rulebooks/metropolitan"};

/* One word or sign, with the white space and comments up to the next. */
struct piece {
    struct text text;
    char brace;
    bool first; /* on its line */
};

struct pieces {
    struct piece items[PIECES];
    size_t count;
};

static void cut(struct arena *arena, const struct source_file *source, struct pieces *out)
{
    struct problems problems = {.arena = arena};
    struct tokens tokens = lex(arena, source, PIECES, &problems);
    for (size_t i = 0; i + 1 < tokens.count; i++) {
        const struct token *token = &tokens.items[i];
        if (token->first && text_is(token->text, "include")) {
            i++; /* and its file's name: all files become one */
            continue;
        }
        assert(out->count < PIECES);
        out->items[out->count++] =
            (struct piece){.text = {source->text.s + token->at, tokens.items[i + 1].at - token->at},
                           .brace = token->kind == TOKEN_SYMBOL ? token->text.s[0] : '\0',
                           .first = token->first};
    }
}

static const struct pieces *whole(size_t which)
{
    static struct pieces *kept[sizeof folders / sizeof *folders];
    if (kept[which])
        return kept[which];
    static struct arena *arena; /* for good */
    if (!arena)
        arena = arena_new((size_t)512 << 20);
    struct problems problems = {.arena = arena};
    const char *dir = arena_format(arena, "%s/%s", REEVE_SOURCE, folders[which]).s;
    const struct rulebook *rulebook = rulebook_load_dir(arena, dir, &problems);
    assert(rulebook);
    kept[which] = ARENA_NEW(arena, struct pieces);
    for (size_t i = 0; i < rulebook->source_count; i++)
        cut(arena, &rulebook->sources[i], kept[which]);
    return kept[which];
}

/* ---- edits ---- */

struct stretch {
    size_t at, n;
};

/* The line, or the declaration with all between its braces, in which a piece stands. */
static struct stretch declaration(const struct pieces *pieces, size_t at)
{
    while (at && !pieces->items[at].first)
        at--;
    size_t end = at;
    int depth = 0;
    do {
        char brace = pieces->items[end++].brace;
        depth += (brace == '{') - (brace == '}');
    } while (end < pieces->count && end - at < STRETCH_MAX && (depth > 0 || !pieces->items[end].first));
    return (struct stretch){at, end - at};
}

static void take_out(struct pieces *pieces, struct stretch stretch)
{
    memmove(&pieces->items[stretch.at], &pieces->items[stretch.at + stretch.n],
            (pieces->count - stretch.at - stretch.n) * sizeof *pieces->items);
    pieces->count -= stretch.n;
}

static void copy_to(struct pieces *pieces, struct stretch stretch, size_t to)
{
    struct piece *copy = malloc(stretch.n * sizeof *copy);
    assert(copy);
    if (pieces->count + stretch.n <= PIECES) {
        memcpy(copy, &pieces->items[stretch.at], stretch.n * sizeof *copy);
        memmove(&pieces->items[to + stretch.n], &pieces->items[to], (pieces->count - to) * sizeof *copy);
        memcpy(&pieces->items[to], copy, stretch.n * sizeof *copy);
        pieces->count += stretch.n;
    }
    free(copy);
}

enum edit {
    DROP_WORD,
    COPY_WORD,
    EXCHANGE_WORDS,
    REPLACE_WORD,
    STRANGE_WORD,
    DROP_DECLARATION,
    COPY_DECLARATION,
    REPLACE_DECLARATION,
    DROP_THE_REST,
    EDIT_KINDS
};

static void edit(struct pieces *pieces, enum edit what, size_t at, size_t other)
{
    static const char *const strange[] = {
        "0 ", "9007199254740991 ", "missing ", "\"\" ", "this ", "not ", "{ ", "} "};
    struct piece *a = &pieces->items[at], *b = &pieces->items[other], kept = *a;
    switch (what) {
    case DROP_WORD:
        take_out(pieces, (struct stretch){at, 1});
        break;
    case COPY_WORD:
        copy_to(pieces, (struct stretch){at, 1}, other);
        break;
    case EXCHANGE_WORDS:
        *a = *b, *b = kept;
        break;
    case REPLACE_WORD:
        *a = *b;
        break;
    case STRANGE_WORD:
        a->text = text_of(strange[other % (sizeof strange / sizeof *strange)]);
        break;
    case DROP_DECLARATION:
        take_out(pieces, declaration(pieces, at));
        break;
    case COPY_DECLARATION:
        copy_to(pieces, declaration(pieces, at), declaration(pieces, other).at);
        break;
    case REPLACE_DECLARATION:
        copy_to(pieces, declaration(pieces, at), declaration(pieces, other).at);
        take_out(pieces, declaration(pieces, (other + declaration(pieces, at).n) % pieces->count));
        break;
    case DROP_THE_REST:
        pieces->count = at + 1;
        break;
    case EDIT_KINDS:
        break;
    }
}

static struct text join(struct arena *arena, const struct pieces *pieces)
{
    struct buf out = buf_in(arena);
    for (size_t i = 0; i < pieces->count; i++)
        buf_put(&out, pieces->items[i].text);
    return buf_text(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pieces pieces;
    if (size == 0)
        return 0;
    size_t which = data[0] % (sizeof folders / sizeof *folders), edits = (size - 1) / EDIT_BYTES;
    pieces = *whole(which);
    for (size_t i = 0; i < edits && i < EDITS && pieces.count; i++) {
        const uint8_t *at = data + 1 + i * EDIT_BYTES;
        edit(&pieces, at[0] % EDIT_KINDS, (size_t)(at[1] | at[2] << 8) % pieces.count,
             (size_t)(at[3] | at[4] << 8) % pieces.count);
    }
    ARENA_SCOPED arena = arena_new((size_t)64 << 20);
    bool holds = rulebook_holds(join(arena, &pieces));
    assert(holds || edits);
    return 0;
}
