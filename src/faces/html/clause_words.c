#include "faces/html/clause_words.h"

#include "base/percent.h"
#include "faces/html/show.h"

enum { RULE_LINES_MAX = 16 };

static bool is_slug(struct arena *arena, struct text reference, struct text slug)
{
    return text_same(show_policy_slug(arena, reference), slug);
}

bool clause_policy(struct world *world, struct text slug, struct policy_found *found)
{
    const struct rulebook *rulebook = world->rulebook;
    *found = (struct policy_found){0};
    for (size_t i = 0; i < rulebook->policy_count && !found->policy; i++)
        if (is_slug(world->arena, rulebook->policies[i]->reference, slug))
            found->policy = rulebook->policies[i];
    found->entry = policy_shelf_find(world, slug);
    if (found->entry)
        found->document = found->entry->document;
    if (found->policy) {
        found->reference = found->policy->reference;
        found->title = found->policy->title;
    } else if (found->entry) {
        found->reference = found->entry->reference;
        found->title = found->document->title.n ? found->document->title : found->reference;
    }
    return found->policy || found->entry;
}

struct text clause_href(struct arena *arena, struct text reference, struct text id)
{
    struct buf href = buf_in(arena);
    buf_puts(&href, "/policy/");
    percent_encode(&href, show_policy_slug(arena, reference));
    if (id.n) {
        buf_char(&href, '/');
        percent_encode(&href, id);
    }
    return buf_text(&href);
}

struct text clause_number(struct arena *arena, struct text id)
{
    bool letter = id.n > 2 && id.s[id.n - 2] == '.' && id.s[id.n - 1] >= 'a' && id.s[id.n - 1] <= 'z';
    if (!letter)
        return id;
    return arena_format(arena, "%.*s(%c)", (int)id.n - 2, id.s, id.s[id.n - 1]);
}

struct ui_tag clause_kept(enum coverage_kind kind)
{
    static const struct ui_tag tags[] = {
        [COVERED_NOTHING] = {TEXT("Nothing keeps it"), UI_TONE_WAIT},
        [COVERED_ENFORCED] = {TEXT("Enforced"), UI_TONE_OK},
        [COVERED_OWED] = {TEXT("Owed"), UI_TONE_INFO},
        [COVERED_RECORDED] = {TEXT("Recorded"), UI_TONE_INFO},
        [COVERED_GUIDANCE] = {TEXT("Guidance"), UI_TONE_OFF},
        [COVERED_OUTSIDE] = {TEXT("Outside"), UI_TONE_OFF},
    };
    return tags[kind];
}

struct text clause_version(struct arena *arena, const struct policy_document *document)
{
    const struct control_row *row = document ? document_control(document, CONTROL_VERSION) : NULL;
    if (!row || !row->value.n)
        return (struct text){0};
    struct text first = row->value, word = text_cut(&first, ' ');
    return text_same(word, TEXT("version")) ? row->value
                                            : arena_format(arena, "Version %.*s", TEXT_ARGS(row->value));
}

/* ---- the rule as written ---- */

static const struct source_file *find_source(const struct rulebook *rulebook, struct text name)
{
    for (size_t i = 0; i < rulebook->source_count; i++)
        if (text_eq(rulebook->sources[i].name, name))
            return &rulebook->sources[i];
    return NULL;
}

static size_t indent_of(struct text line)
{
    size_t n = 0;
    while (n < line.n && line.s[n] == ' ')
        n++;
    return n;
}

/* Rulebooks are written in columns; a page has no room for those. */
static void put_squeezed(struct buf *out, struct text line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.s[i] != ' ' || (i && line.s[i - 1] != ' '))
            buf_char(out, line.s[i]);
}

/* What belongs to a rule stands further in than its first line; so a lesser or equal indentation ends it, a
 * closing brace with it. */
struct text clause_rule(struct arena *arena, const struct rulebook *rulebook, struct place place)
{
    const struct source_file *source = find_source(rulebook, place.file);
    struct text rest = source ? source->text : (struct text){0};
    struct buf rule = buf_in(arena);
    for (unsigned line = 1; line < place.line && rest.n; line++)
        text_cut(&rest, '\n');
    struct text line = text_cut(&rest, '\n');
    size_t margin = indent_of(line);
    put_squeezed(&rule, text_trim(line));
    for (unsigned lines = 1; rest.n && lines < RULE_LINES_MAX; lines++) {
        line = text_cut(&rest, '\n');
        size_t indent = indent_of(line);
        bool brace = text_is(text_trim(line), "}") && indent == margin;
        if (!text_trim(line).n || (indent <= margin && !brace))
            break;
        buf_char(&rule, '\n');
        for (size_t i = margin; i < indent; i++)
            buf_char(&rule, ' ');
        put_squeezed(&rule, text_trim(line));
        if (brace)
            break;
    }
    return buf_text(&rule);
}
