/* Things of the engine in the words and forms a page shows. Texts lie in the world's arena. */
#pragma once

#include "engine/view.h"
#include "faces/html/view.h"

/* "Thu 26 Nov 2026, 22:00" in the force's zone; the year only when it is not this one. */
struct text show_time(struct world *world, int64_t time);
/* "Thu 26 Nov" */
struct text show_day(struct world *world, int64_t day);
struct ui_moment show_moment(struct world *world, int64_t time);
/* A period as "Thu 26 Nov, 22:00 to Fri 27 Nov, 02:00"; on one day the second day is left out. */
struct text show_period(struct world *world, int64_t from, int64_t to);
/* A value in plain words; empty when missing. References to what the reader may not read are left out. */
struct text show_value(struct world *world, struct type type, struct value value);
/* A value as a form holds it: 2026-11-26T22:00 in the force's zone, usernames, numbers, names of choices. One
 * value. */
struct text show_form_value(struct world *world, struct type type, struct value value);

/* Is it an end that gives the record up: rejected, withdrawn? Guessed from its name. */
bool show_gives_up(const struct choice_value *state);
/* A state's word and colour. An end is grey whatever its name; what lies between is guessed from the name. */
struct ui_tag show_state(const struct reg *reg, int state);
/* "Inf/20 2.3(e)" and its address "/policy/Inf-20/2.3.e", for each. NULL gives none. */
struct ui_cites show_cites(struct arena *arena, const struct cites *cites);
/* "Inf-20" */
struct text show_policy_slug(struct arena *arena, struct text reference);
struct text show_clause_label(struct arena *arena, const struct clause *clause);

/* "/change/RFC-2026-00012", "/person/mina.shah" */
struct text show_href(struct arena *arena, const struct reg *reg, struct text number);
struct ui_link show_record(struct world *world, struct record *record);
/* Name and address of a person; the system and the operator have no address. */
struct ui_link show_person(struct world *world, int64_t person);
/* "PN" */
struct text show_initials(struct arena *arena, struct text name);
/* "3 changes", "1 change": `one` and `many` are nouns. */
struct text show_count(struct arena *arena, size_t n, const char *one, const char *many);
/* Adds what is known by that name. */
void show_fact(struct arena *arena, struct ui_facts *facts, const char *label, struct text value);
void show_number(struct arena *arena, struct ui_facts *facts, const char *label, int64_t n);
/* With a capital first. */
struct text show_upper(struct arena *arena, struct text text);
/* With a small letter first, unless it is an abbreviation. */
struct text show_lower(struct arena *arena, struct text text);
