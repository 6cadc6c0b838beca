/* The steps of loading, in order: lex and parse each file, builtin, link, check. Private to the loader. */
#pragma once

#include "rules/parser.h"

struct loader {
    struct arena *arena;
    struct problems *problems;
    struct rulebook *rulebook;
    struct declared declared; /* so far */
};

/* ---- parse_rulebook.c ---- */
/* Adds what a file declares, as its tokens look. */
void declared_add(struct arena *arena, const struct tokens *tokens, struct declared *declared);

void parse_file(struct loader *loader, const struct tokens *tokens);

/* ---- builtin.c ---- */
/* Before parsing: person and the registers to ask about, the role administrator, the choice person_kind. */
void builtin_make(struct rulebook *rulebook);
/* After parsing: the choices `board` and `role`, and person_kind where the rulebook declares it again. */
void builtin_settle(struct rulebook *rulebook);

/* ---- link.c ---- */
/* Puts what is meant in the place of every stand-in and name, and types every expression. */
void link_rulebook(struct loader *loader);

/* ---- check.c ---- */
/* Everything that linked well and still may not be. */
void check_rulebook(struct loader *loader);
