#include "engine/tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A new question takes the place of the one that stood in its slot; the longest are not remembered. */
enum { SLOTS = 256, QUESTION_BYTES = 16 * 1024 };

struct answered {
    struct text question; /* owned, from malloc */
    int64_t events;       /* in the ledger when it was asked */
    int64_t answer;
};

struct tally {
    pthread_mutex_t lock;
    struct answered slots[SLOTS];
};

struct tally *tally_new(void)
{
    struct tally *tally = calloc(1, sizeof *tally);
    if (tally)
        pthread_mutex_init(&tally->lock, NULL);
    return tally;
}

static void forget(struct answered *slot)
{
    free((char *)(uintptr_t)slot->question.s);
    slot->question = (struct text){0};
}

void tally_free(struct tally *tally)
{
    if (!tally)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        forget(&tally->slots[i]);
    pthread_mutex_destroy(&tally->lock);
    free(tally);
}

/* The statement and, after it, each parameter with its length: no two questions look the same. */
static struct text question_of(struct arena *arena, struct sql *sql)
{
    struct buf out = buf_in(arena);
    buf_put(&out, buf_text(&sql->text));
    for (size_t i = 0; i < sql->count; i++) {
        const struct value *value = &sql->params[i];
        struct text text = value->kind == VALUE_TEXT ? value->text : (struct text){0};
        buf_format(&out, "|%d %lld %zu ", value->kind == VALUE_TEXT, (long long)value->i, text.n);
        buf_put(&out, text);
    }
    return buf_text(&out);
}

static bool find(struct tally *tally, struct text question, int64_t events, int64_t *answer)
{
    pthread_mutex_lock(&tally->lock);
    const struct answered *slot = &tally->slots[text_hash(question) % SLOTS];
    bool found = slot->events == events && text_eq(slot->question, question);
    *answer = slot->answer;
    pthread_mutex_unlock(&tally->lock);
    return found;
}

static void remember(struct tally *tally, struct text question, int64_t events, int64_t answer)
{
    char *copy = question.n <= QUESTION_BYTES ? malloc(question.n) : NULL;
    if (!copy)
        return;
    memcpy(copy, question.s, question.n);
    pthread_mutex_lock(&tally->lock);
    struct answered *slot = &tally->slots[text_hash(question) % SLOTS];
    forget(slot);
    *slot = (struct answered){.question = {copy, question.n}, .events = events, .answer = answer};
    pthread_mutex_unlock(&tally->lock);
}

/* How many the view sees. There is at least one, which says that the force was made. */
static int64_t events_of(struct world *world)
{
    if (!world->events || !world->snapshot)
        world->events = ledger_size(world->conn);
    return world->events;
}

int64_t tally_ask(struct tally *tally, struct world *world, struct sql *sql)
{
    struct text question = question_of(world->arena, sql);
    int64_t events = events_of(world), answer = 0;
    if (events < 0)
        tally = NULL;
    if (tally && find(tally, question, events, &answer))
        return answer;
    STMT_SCOPED stmt = conn_prepare(world->conn, buf_text(&sql->text));
    world_bind(stmt, sql);
    answer = stmt_row(stmt) ? stmt_int(stmt, 0) : 0;
    if (tally && conn_status(world->conn) == STORE_OK)
        remember(tally, question, events, answer);
    return answer;
}
