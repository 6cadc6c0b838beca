#include "rules/query_parts.h"

/* SQLite parses with a stack of 100 symbols. What opens a frame costs about so many of them; measured on
 * expressions at random, nothing below 98 was refused, and the statement around one needs its part. */
enum { COST_SELECT = 7, COST_WITH = 4, COST_CASE = 4, COST_OTHER = 2, COST_MAX = 84, FRAMES_MAX = COST_MAX };

static bool is_word_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static int cost_of_opening(struct text after)
{
    if (text_starts(after, TEXT("SELECT ")))
        return COST_SELECT;
    return text_starts(after, TEXT("WITH ")) ? COST_WITH : COST_OTHER;
}

/* The keyword or bracket that begins here and opens (cost > 0) or closes (-1) a frame; 0: neither. */
static int frame_at(struct text rest)
{
    switch (rest.s[0]) {
    case '(':
        return cost_of_opening((struct text){rest.s + 1, rest.n - 1});
    case ')':
        return -1;
    case 'C':
        return text_starts(rest, TEXT("CASE ")) ? COST_CASE : 0;
    case 'E':
        return text_starts(rest, TEXT("END")) && (rest.n == 3 || !is_word_byte(rest.s[3])) ? -1 : 0;
    default:
        return 0;
    }
}

bool query_parses(struct text sql)
{
    int costs[FRAMES_MAX], depth = 0;
    size_t frames = 0;
    for (size_t i = 0; i < sql.n; i++) {
        struct text rest = {sql.s + i, sql.n - i};
        if (sql.s[i] == '"') {
            i += 1 + text_find((struct text){rest.s + 1, rest.n - 1}, '"');
            continue;
        }
        int cost = frame_at(rest);
        if (cost > 0) {
            depth += cost;
            if (depth > COST_MAX || frames == FRAMES_MAX)
                return false;
            costs[frames++] = cost;
        } else if (cost < 0 && frames) {
            depth -= costs[--frames];
        }
        while (i + 1 < sql.n && is_word_byte(sql.s[i]) && is_word_byte(sql.s[i + 1]))
            i++;
    }
    return true;
}
