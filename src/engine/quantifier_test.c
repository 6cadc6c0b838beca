/* Quantifiers over a register: right whatever SQL can say of them, and without its rows in memory. */
#include <stdio.h>

#include "engine/test_force.h"
#include "engine/write.h"

const char rules[] =
    "rulebook \"Test Force\" { version \"1\" from 2026-01-01 timezone \"Europe/London\" }\n"
    "policy \"P\" \"A policy\" { clause 1 \"One\" }\n"
    "role staff \"Staff\" role boss \"Boss\" role clerk \"Clerk\"\n"
    "choice level { low medium high }\n"
    "board cab \"CAB\" { meets when called chair boss members clerk absent deputy quorum all cite \"P\" 1 }\n"
    "register job \"Job\" {\n"
    "  number \"JOB-{year}-{n:3}\" title name\n"
    "  field name line required field limit number field owner person field levels many level\n"
    "  field due date field from time field to time calendar from to to\n"
    "  states draft, done, over final over\n"
    "  create by actor has staff read actor has staff or actor has boss\n"
    "  edit name, limit, owner, levels, due, from, to in draft by actor has staff\n"
    "  action finish \"Finish\" { from draft to done by actor has staff\n"
    "    need no ticket as t (t.job is this and t.size > this.limit) else \"A ticket is too big\" cite \"P\" "
    "1\n"
    "      waived by pardon (job is this and state = kept) }\n"
    "  action end \"End\" { from done to over by actor has boss }\n"
    "}\n"
    "register ticket \"Ticket\" {\n"
    "  number \"T-{n:3}\" title name\n"
    "  field name line field size number field grade level field job job field parent ticket field owner "
    "person\n"
    "  field levels many level field twice number is size + size\n"
    "  field from time field to time calendar from to to where state = open\n"
    "  states open, shut final shut create by actor has staff read actor is owner or state = open\n"
    "  edit name, size, grade, job, parent, owner, levels in open by actor has staff\n"
    "  action close \"Close\" { from open to shut by actor has staff } }\n"
    "register pardon \"Pardon\" { number \"P-{n:3}\" field job job states kept, gone final gone\n"
    "  create by actor has staff read actor has staff\n"
    "  action take_back \"Take back\" { from kept to gone by actor has staff } }\n";

static bool fill(struct world *world, void *context)
{
    struct text sql = arena_format(
        world->arena,
        "INSERT INTO "
        "ticket(_id,_number,_state,_created,_creator,_updated,_version,_rulebook,name,size,grade,job,"
        "parent,owner,\"from\",\"to\",close__seq,close__count) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<%d) SELECT i,'T-'||i,"
        "CASE WHEN i%%5=0 THEN 'shut' ELSE 'open' END,i,i%%3,i,1,'1','Ticket '||i,CASE WHEN i%%7 THEN i END,"
        "CASE i%%4 WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' END,CASE WHEN i%%2 THEN 1 END,"
        "CASE WHEN i>1 THEN i-1 END,CASE WHEN i%%3 THEN i%%3+%lld END,"
        "CASE WHEN i%%6 THEN i*1000000 END,(i+2)*1000000,CASE WHEN i%%5=0 THEN 2 END,i%%5=0 FROM n;"
        "INSERT INTO ticket__levels(record,value) SELECT _id,'low' FROM ticket WHERE _id%%3=0;"
        "INSERT INTO ticket__levels(record,value) SELECT _id,'high' FROM ticket WHERE _id%%2=0;",
        *(int *)context, (long long)b.ann);
    return conn_exec(world->conn, sql.s);
}

static struct text first_job(int tickets)
{
    struct text number = open_job(b.ann, "A job");
    assert_true(engine_write(b.engine, 0, fill, &tickets));
    assert_int_equal(edit(b.ann, number, "limit", "19990"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "from", "1970-01-01T00:01:00Z"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "to", "1970-01-01T00:02:00Z"), OUTCOME_DONE);
    return number;
}

static const struct reg *reg_of(const char *name)
{
    return rulebook_register(engine_rulebook(b.engine), text_of(name));
}

static const struct expr *parse(const char *test)
{
    struct problems problems = {.arena = b.arena};
    const struct expr *expr =
        rulebook_parse_where(b.arena, engine_rulebook(b.engine), reg_of("job"), text_of(test), &problems);
    if (!expr)
        fail_msg("%s: %s", test, problems_print(b.arena, &problems).s);
    return expr;
}

static bool holds(struct world *world, const char *test)
{
    struct scene scene = world_scene(world, world_record(world, reg_of("job"), 1));
    return evaluate_test(&scene, parse(test));
}

/* ---- memory ---- */

enum { MANY = 20000, ROWS_BYTES = 256 << 10 }; /* which MANY rows are far more than */

/* The last three cannot be said in SQL while a ticket is in hand: its rows are judged as they pass. */
static const char *const OVER_MANY[] = {
    "exists ticket as t (t.size > this.limit)",
    "count ticket = 20000",
    "count ticket as t (t.size > this.limit) = 8",
    "count ticket (twice > 39980) = 8",
    "no ticket as t (t.size > this.limit and t.grade = low and t.state = shut and t.name = this.name)",
    "exists ticket as t (t.job is this and not (t.size <= this.limit))",
    "count ticket as t (t.levels includes high) = 10000",
    "overlaps ticket as t (t.name given)",
    "count ticket as t (t.job is this) = 10000",
    "no ticket as t (t.parent.size > this.limit + 9)",
    "count ticket as t (t.parent.size > this.limit) = 7",
    "count ticket as t (t.size < 100 and exists ticket as u (u.size = t.size + t.size)) = 85",
};

static void rows_pass_by(void **state)
{
    (void)state;
    first_job(MANY);
    for (size_t i = 0; i < sizeof OVER_MANY / sizeof *OVER_MANY; i++) {
        VIEW_SCOPED view = {0};
        ARENA_SCOPED arena = arena_new(64 << 20);
        assert_true(view_open(&view, arena, b.engine, b.ann));
        if (i + 3 >= sizeof OVER_MANY / sizeof *OVER_MANY)
            world_take_up(view.world, world_record(view.world, reg_of("ticket"), 7));
        size_t before = arena_used(arena);
        if (!holds(view.world, OVER_MANY[i]))
            fail_msg("does not hold: %s", OVER_MANY[i]);
        if (arena_used(arena) - before > ROWS_BYTES)
            fail_msg("%s keeps %zu bytes", OVER_MANY[i], arena_used(arena) - before);
    }
}

/* ---- the same as judging every row ---- */

static const char *const BODIES[] = {
    "t.size > this.limit - 19900",
    "t.grade in (low, high) and not (t.size missing)",
    "t.owner has boss",
    "t.owner has staff personally",
    "t.owner sits on cab",
    "actor is t.owner",
    "t.owner is actor",
    "t.owner is this.owner",
    "actor has staff since 3 days and t.size < 9",
    "t.creator manages t.owner",
    "done close and t.size given",
    "t.close.actor is this.finish.actor",
    "this.finish.actor is t.owner",
    "same size, owner as t.parent",
    "t.levels includes high and t.levels includes low",
    "this.levels includes t.grade",
    "any this.levels as l (l = t.grade)",
    "all t.levels as l (l < high)",
    "t.job.owner is actor and t.job.state != over",
    "t.parent.owner.manager missing",
    "t.parent.size > this.limit - 19800",
    "exists ticket as u (u.parent is t and u.size > this.limit - 19800)",
    "t.job is this and exists job as j (j.owner is t.owner and t.job is j)",
    "t.from + 1 day > now or t.from < this.from",
    "t.state = shut or t.number = this.number",
    "t.twice = t.size + this.limit - 19950",
};

static size_t by_looking(struct scene *scene, const struct expr *expr, size_t rows)
{
    size_t count = 0;
    for (size_t id = 1; id <= rows; id++)
        count += evaluate_meets(scene, expr, (struct ref){expr->reg, (int64_t)id});
    return count;
}

static void compare(struct world *world, const char *how, bool narrowed, size_t rows)
{
    struct scene scene = world_scene(world, world_record(world, reg_of("job"), 1));
    scene.narrowed = narrowed;
    for (size_t i = 0; i < sizeof BODIES / sizeof *BODIES; i++) {
        const char *heads[] = {"exists", "overlaps"};
        for (size_t h = 0; h < 2; h++) {
            const struct expr *expr =
                parse(arena_format(b.arena, "%s ticket as t (%s)", heads[h], BODIES[i]).s);
            size_t looked = by_looking(&scene, expr, rows), listed;
            world_meeting(world, &scene, expr, &listed);
            if (world_count(world, &scene, expr, SIZE_MAX) != looked || listed != looked ||
                world_count(world, &scene, expr, 1) != (looked > 0))
                fail_msg("%s, %s: %zu meet %s, and %zu are found", how, heads[h], looked, BODIES[i], listed);
        }
    }
}

static void as_by_looking_at_each(void **state)
{
    enum { ROWS = 300 };
    (void)state;
    struct text number = first_job(ROWS);
    struct command appoint = {.kind = COMMAND_DEPUTY,
                              .actor = b.bob,
                              .person = TEXT("bob"),
                              .deputy = TEXT("cat"),
                              .from = INT64_MIN,
                              .to = INT64_MIN};
    assert_int_equal(run(appoint), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "owner", "bob"), OUTCOME_DONE);
    assert_int_equal(edit(b.ann, number, "levels", "low"), OUTCOME_DONE);
    assert_int_equal(act(b.ann, number, "finish", ""), OUTCOME_DONE);
    const int64_t actors[] = {0, b.ann, b.bob, b.cat, b.cat, b.cat};
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        VIEW_SCOPED view = {0};
        assert_true(view_open(&view, b.arena, b.engine, actors[i]));
        view.world->stand_in = i < 4 ? STAND_IN_ALL : i == 4 ? STAND_IN_NOBODY : STAND_IN_ONE;
        view.world->principal = b.bob;
        compare(view.world, "as it is in the data", false, ROWS);
        compare(view.world, "as they may read it", actors[i] > 0, ROWS);
        struct record *ticket = world_record(view.world, reg_of("ticket"), 7);
        world_take_up(view.world, ticket);
        ticket->values[reg_field(ticket->reg, TEXT("size"))->index] =
            (struct value){.kind = VALUE_NUMBER, .i = 250};
        ticket->values[reg_field(ticket->reg, TEXT("owner"))->index] = value_record(b.cat);
        compare(view.world, "one in hand", false, ROWS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(rows_pass_by),
        CASE(as_by_looking_at_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
