/* A force to test on: an engine over a rulebook given as text, at 09:00 on 1 June 2026, with ann (staff), bob
 * (boss), cat (clerk) and dan (staff). One at a time; made and removed around each test. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include "engine/view.h"

struct bench {
    char dir[32], data[64];
    struct arena *arena;
    struct engine *engine;
    struct answer answer;
    int64_t ann, bob, cat, dan;
};
extern struct bench b;

/* The rulebook of every test of this program. */
extern const char rules[];

int set_up(void **state);
int tear_down(void **state);
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Closes it and opens it at that instant; NULL: when it was closed. */
void reopen(const char *now);
/* Closes it and runs SQL on its data, as nobody should. */
void meddle(const char *sql);

struct input text_input(const char *name, const char *value);
/* Runs it; the answer is in `b.answer`. */
enum outcome run(struct command command);
/* A new person with a role. */
int64_t person(const char *username, const char *role);
int64_t at(const char *text);
/* Commands on the register `job`. */
struct text open_job(int64_t actor, const char *name);
enum outcome edit(int64_t actor, struct text number, const char *field, const char *value);
enum outcome act(int64_t actor, struct text number, const char *action, const char *reason);
/* A job of this size that has been submitted; dan owns it. */
struct text ready_job(int64_t actor, const char *size);
struct text state_of(struct text number);
void assert_text(struct text text, const char *want);
