#include "modules/policy/superseded.h"
#include "modules/policy/line.h"

struct superseded {
    const char *words; /* as policies write it; several spellings are several rows */
    const char *name;  /* one anomaly for each name */
    const char *now;
};

static const struct superseded SUPERSEDED[] = {
    {"ACPO", "ACPO", "the National Police Chiefs' Council (2015)"},
    {"Association of Chief Police Officers", "ACPO", "the National Police Chiefs' Council (2015)"},
    {"ACPOS", "ACPOS", "Police Scotland (2013)"},
    {"CESG", "CESG", "the National Cyber Security Centre (2016)"},
    {"HMIC", "HMIC", "HMICFRS (2017)"},
    {"IPCC", "IPCC", "the Independent Office for Police Conduct (2018)"},
    {"Metropolitan Police Authority", "The Metropolitan Police Authority",
     "the Mayor's Office for Policing and Crime (2012)"},
    {"CRB", "The Criminal Records Bureau", "the Disclosure and Barring Service (2012)"},
    {"CJX", "The Criminal Justice Extranet", "the Public Services Network"},
    {"Criminal Justice Extranet", "The Criminal Justice Extranet", "the Public Services Network"},
    {"Data Protection Act 1998", "The Data Protection Act 1998", "the Data Protection Act 2018 and UK GDPR"},
    {"Lawful Business Practice", "The Lawful Business Practice Regulations 2000",
     "the Investigatory Powers (Interception by Businesses etc.) Regulations 2018"},
    {"ISO27001:2013", "ISO/IEC 27001:2013", "ISO/IEC 27001:2022"},
    {"27001:2013", "ISO/IEC 27001:2013", "ISO/IEC 27001:2022"},
    {"Security Policy Framework", "The HMG Security Policy Framework",
     "Government Functional Standard GovS 007"},
    {"SPF", "The HMG Security Policy Framework", "Government Functional Standard GovS 007"},
    {"PR.IP-3", "PR.IP-3 of the NIST framework", "ID.RA-07 and PR.PS-01 in version 2.0 (2024)"},
    {"GPMS", "GPMS", "the Government Security Classifications (2014)"},
    {"Her Majesty's", "Her Majesty's", "His Majesty's (2022)"},
    {"Information Systems Community Security Policy", "The ACPO/ACPOS Community Security Policy",
     "the National Policing Community Security Policy"},
};

/* The line of the first use of the words, 0 when there is none. */
static size_t superseded_line(const struct policy_document *document, struct text words)
{
    size_t at = line_find_word(document->source, words);
    if (at == document->source.n)
        return 0;
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += document->source.s[i] == '\n';
    return line;
}

static struct text superseded_clause(const struct policy_document *document, size_t line)
{
    for (size_t i = 0; i < document->clause_count; i++)
        if (document->clauses[i].first_line <= line && line <= document->clauses[i].last_line)
            return document->clauses[i].id;
    return TEXT("");
}

static bool superseded_said(const struct anomalies *found, size_t from, struct text name)
{
    for (size_t i = from; i < found->count; i++)
        if (text_starts(found->items[i].message, name))
            return true;
    return false;
}

static bool superseded_is_legacy(struct text marking)
{
    static const char *const legacy[] = {"NOT PROTECTIVELY MARKED", "UNCLASSIFIED", "PROTECT", "RESTRICTED",
                                         "CONFIDENTIAL"};
    for (size_t i = 0; i < sizeof legacy / sizeof *legacy; i++)
        if (text_same(marking, text_of(legacy[i])))
            return true;
    return false;
}

static void superseded_marking(struct arena *arena, const struct policy_document *document,
                               struct anomalies *found)
{
    const struct control_row *row = document_control(document, CONTROL_MARKING);
    if (!row || !superseded_is_legacy(row->value))
        return;
    *ARENA_ADD(arena, *found) = (struct anomaly){
        .kind = ANOMALY_MARKING,
        .line = row->line,
        .message = arena_format(arena, "\"%.*s\" is a marking of the scheme that ended in April 2014.",
                                TEXT_ARGS(row->value))};
}

void superseded_find(struct arena *arena, const struct policy_document *document, struct anomalies *found)
{
    size_t from = found->count;
    for (size_t i = 0; i < sizeof SUPERSEDED / sizeof *SUPERSEDED; i++) {
        const struct superseded *row = &SUPERSEDED[i];
        struct text begin = arena_format(arena, "%s has been replaced by ", row->name);
        size_t line = superseded_line(document, text_of(row->words));
        if (!line || superseded_said(found, from, begin))
            continue;
        *ARENA_ADD(arena, *found) =
            (struct anomaly){.kind = ANOMALY_SUPERSEDED,
                             .clause = superseded_clause(document, line),
                             .line = line,
                             .message = arena_format(arena, "%.*s%s.", TEXT_ARGS(begin), row->now)};
    }
    superseded_marking(arena, document, found);
}
