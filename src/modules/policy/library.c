#include "modules/policy/library.h"

#include "base/json.h"
#include "base/time.h"
#include "base/utf8.h"

/* ---- finding ---- */

/* One character of an id, brackets being ways to write a dot; '\0' at its end. */
static char library_sign(struct text id, size_t *at)
{
    while (*at < id.n && id.s[*at] == ')')
        ++*at;
    if (*at == id.n)
        return '\0';
    char c = id.s[(*at)++];
    return c == '(' ? '.' : c;
}

/* `2.3(e)` and `2.3.e` are the same. */
static bool library_same(struct text a, struct text b)
{
    size_t i = 0, j = 0;
    char c;
    while ((c = library_sign(a, &i)) == library_sign(b, &j))
        if (!c)
            return true;
    return false;
}

const struct document_clause *library_clause(const struct policy_document *document, struct text id)
{
    const struct document_clause *found = NULL;
    for (size_t i = 0; i < document->clause_count; i++) {
        const struct document_clause *clause = &document->clauses[i];
        if (text_eq(clause->id, id))
            return clause;
        if (!found && library_same(clause->id, id))
            found = clause;
    }
    return found;
}

/* `4.2.6b` and `2.9.1.a` without their last part: a run of digits or of anything else, and the sign before
 * it. */
static struct text library_above(struct text id)
{
    bool digits = id.n && id.s[id.n - 1] >= '0' && id.s[id.n - 1] <= '9';
    while (id.n && digits == (id.s[id.n - 1] >= '0' && id.s[id.n - 1] <= '9'))
        id.n--;
    while (id.n && (id.s[id.n - 1] == '.' || id.s[id.n - 1] == '(' || id.s[id.n - 1] == '-'))
        id.n--;
    return id;
}

const struct document_clause *library_within(const struct policy_document *document, struct text id)
{
    const struct document_clause *clause = library_clause(document, id);
    while (!clause && id.n) {
        id = library_above(id);
        clause = library_clause(document, id);
    }
    return clause;
}

const struct document_clause *library_previous(const struct policy_document *document,
                                               const struct document_clause *clause)
{
    return clause > document->clauses ? clause - 1 : NULL;
}

const struct document_clause *library_next(const struct policy_document *document,
                                           const struct document_clause *clause)
{
    return clause + 1 < document->clauses + document->clause_count ? clause + 1 : NULL;
}

static const char *const KINDS[] = {[CLAUSE_PARAGRAPH] = "paragraph",
                                    [CLAUSE_BULLET] = "bullet",
                                    [CLAUSE_ITEM] = "item",
                                    [CLAUSE_ROW] = "row"};

struct text library_label(struct arena *arena, const struct policy_document *document,
                          const struct document_clause *clause)
{
    bool numbered = clause->printed || clause->kind == CLAUSE_ITEM;
    bool counted = clause->kind == CLAUSE_PARAGRAPH && clause->parent < 0;
    if (numbered || counted)
        return clause->id;
    struct text above =
        clause->parent >= 0 ? document->clauses[clause->parent].id : document->sections[clause->section].id;
    if (!above.n)
        return clause->id;
    return arena_format(arena, "%.*s, %s %u", TEXT_ARGS(above), KINDS[clause->kind], clause->ordinal);
}

/* ---- report ---- */

void library_words(struct buf *out, struct text text, size_t characters)
{
    struct text cut = utf8_cut(text, characters);
    for (size_t i = 0; i < cut.n; i++)
        buf_char(out, cut.s[i] == '\n' || cut.s[i] == '\t' || cut.s[i] == '\r' ? ' ' : cut.s[i]);
    if (cut.n < text.n)
        buf_puts(out, "...");
}

static void library_report_anomalies(struct buf *out, const struct anomalies *anomalies)
{
    if (!anomalies->count)
        buf_puts(out, "\nNothing odd was found.\n");
    else
        buf_format(out, "\n%zu oddities (the text is kept word for word):\n", anomalies->count);
    for (size_t i = 0; i < anomalies->count; i++) {
        const struct anomaly *anomaly = &anomalies->items[i];
        buf_format(out, "  %s", anomaly_title(anomaly->kind));
        if (anomaly->line)
            buf_format(out, ", line %zu", anomaly->line);
        if (anomaly->clause.n)
            buf_format(out, ", %.*s", TEXT_ARGS(anomaly->clause));
        buf_format(out, ": %.*s\n", TEXT_ARGS(anomaly->message));
    }
}

struct text library_report(struct arena *arena, const struct policy_document *document,
                           const struct anomalies *anomalies)
{
    struct buf out = buf_in(arena);
    size_t headings = 0;
    for (size_t i = 0; i < document->section_count; i++)
        headings += document->sections[i].id.n > 0;
    buf_put(&out, document->reference.n ? document->reference : TEXT("(no reference)"));
    buf_char(&out, ' ');
    buf_put(&out, document->title.n ? document->title : TEXT("(no title)"));
    buf_char(&out, '\n');
    for (size_t i = 0; i < document->control_count; i++) {
        const struct control_row *row = &document->controls[i];
        buf_format(&out, "  %.*s: ", TEXT_ARGS(row->key));
        library_words(&out, row->value, 100);
        if (row->second.n)
            buf_format(&out, ", %.*s", TEXT_ARGS(row->second));
        buf_char(&out, '\n');
    }
    buf_format(&out, "%zu lines, %zu sections, %zu clauses, %zu rows of version history\n",
               document->line_count, headings, document->clause_count, document->version_count);
    library_report_anomalies(&out, anomalies);
    return buf_text(&out);
}

/* ---- JSON ---- */

static void library_json_date(struct json *json, const char *key, struct document_date date)
{
    json_key_text(json, key, date.printed);
    if (!date.known)
        return;
    struct text day = day_print(json->out->arena, date.day);
    json_key_text(json, "day", date.month_only ? (struct text){day.s, 7} : day);
}

static void library_json_control(struct json *json, const struct policy_document *document)
{
    json_key_array(json, "control");
    for (size_t i = 0; i < document->control_count; i++) {
        const struct control_row *row = &document->controls[i];
        json_put_object(json);
        json_key_text(json, "kind", text_of(control_name(row->kind)));
        json_key_text(json, "key", row->key);
        json_key_text(json, "value", row->value);
        json_key_given(json, "second", row->second);
        json_key_text(json, "printed", row->printed);
        json_key_int(json, "line", (int64_t)row->line);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void library_json_clause(struct json *json, const struct policy_document *document,
                                const struct document_clause *clause)
{
    json_put_object(json);
    json_key_text(json, "id", clause->id);
    json_key_text(json, "label", library_label(json->out->arena, document, clause));
    json_key_text(json, "kind", text_of(KINDS[clause->kind]));
    json_key_text(json, "text", clause->text);
    json_key_int(json, "first_line", (int64_t)clause->first_line);
    json_key_int(json, "last_line", (int64_t)clause->last_line);
    json_put_object_end(json);
}

static void library_json_sections(struct json *json, const struct policy_document *document)
{
    json_key_array(json, "sections");
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->sections[i];
        json_put_object(json);
        json_key_text(json, "id", section->id);
        json_key_text(json, "heading", section->heading);
        json_key_int(json, "level", section->level);
        json_key_int(json, "line", (int64_t)section->line);
        json_key_array(json, "clauses");
        for (size_t j = 0; j < section->clause_count; j++)
            library_json_clause(json, document, &document->clauses[section->first_clause + j]);
        json_put_array_end(json);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void library_json_versions(struct json *json, const struct policy_document *document)
{
    json_key_array(json, "versions");
    for (size_t i = 0; i < document->version_count; i++) {
        const struct document_version *row = &document->versions[i];
        json_put_object(json);
        json_key_text(json, "version", row->version);
        library_json_date(json, "date", row->date);
        json_key_text(json, "reason", row->reason);
        json_key_text(json, "by", row->by);
        if (row->force_number.n) {
            json_key_text(json, "force_number", row->force_number);
            json_key_text(json, "person", row->person);
        }
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

static void library_json_anomalies(struct json *json, const struct anomalies *anomalies)
{
    json_key_array(json, "anomalies");
    for (size_t i = 0; i < anomalies->count; i++) {
        const struct anomaly *anomaly = &anomalies->items[i];
        json_put_object(json);
        json_key_text(json, "kind", text_of(anomaly_name(anomaly->kind)));
        json_key_given(json, "clause", anomaly->clause);
        if (anomaly->line)
            json_key_int(json, "line", (int64_t)anomaly->line);
        json_key_text(json, "message", anomaly->message);
        json_put_object_end(json);
    }
    json_put_array_end(json);
}

struct text library_json(struct arena *arena, const struct policy_document *document,
                         const struct anomalies *anomalies)
{
    struct buf out = buf_in(arena);
    struct json json = json_in(&out);
    json_put_object(&json);
    json_key_text(&json, "reference", document->reference);
    json_key_text(&json, "title", document->title);
    json_key_text(&json, "force", document->force);
    json_key_text(&json, "signatory", document->signatory);
    json_key_bool(&json, "numbered", document->numbered);
    library_json_control(&json, document);
    library_json_sections(&json, document);
    library_json_versions(&json, document);
    library_json_anomalies(&json, anomalies);
    json_put_object_end(&json);
    return buf_text(&out);
}
