/* A draft of the rulebook as it was sent: read, checked, compared, rehearsed, put in force. One at a time:
 * each may take a while, and everybody else goes on meanwhile. */
#include <stdatomic.h>
#include <time.h>

#include "base/utf8.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/rulebook.h"

enum { DRAFT_ARENA = 1024 << 20, REHEARSE_SECONDS = 40, SHOWN = 200, DAYS_MAX = 36500 };

static atomic_flag busy = ATOMIC_FLAG_INIT;

/* ---- its files ---- */

static const struct text ending = {".rules", 6};

/* Later ones take the place of earlier ones: files chosen now, of those in the page's boxes. */
static void add_file(struct draft *draft, struct text name, struct text text)
{
    for (size_t i = 0; i < draft->count; i++)
        if (text_eq(draft->files[i].name, name)) {
            draft->files[i].text = text;
            return;
        }
    if (draft->count < RULEBOOK_FILES_MAX && text_trim(text).n)
        draft->files[draft->count++] = (struct source_file){name, text};
}

static const char *read_text(struct arena *arena, struct draft *draft, struct text name, struct text bytes)
{
    struct text clean;
    if (!text_ends(name, ending))
        return NULL; /* chosen along with the folder: no part of a rulebook */
    const char *fault = utf8_clean(arena, bytes, &clean);
    if (fault)
        return arena_format(arena, "The file %.*s %s", TEXT_ARGS(name), fault).s;
    add_file(draft, name, clean);
    return NULL;
}

/* NULL, or what is wrong with what was sent. */
static const char *read_files(struct arena *arena, const struct http_form *form, struct draft *draft)
{
    static const struct text prefix = {"source:", 7};
    const char *fault = NULL;
    size_t bytes = 0;
    draft->files = ARENA_ARRAY(arena, struct source_file, RULEBOOK_FILES_MAX);
    for (size_t i = 0; i < form->fields.count && !fault; i++) {
        struct text name = form->fields.items[i].name;
        if (text_starts(name, prefix))
            fault = read_text(arena, draft, (struct text){name.s + prefix.n, name.n - prefix.n},
                              form->fields.items[i].value);
    }
    for (size_t i = 0; i < form->file_count && !fault; i++)
        fault = read_text(arena, draft, form->files[i].filename, form->files[i].bytes);
    for (size_t i = 0; i < draft->count; i++)
        bytes += draft->files[i].text.n;
    if (!fault && !draft->count)
        fault = "Choose the files of the rulebook: their names end in .rules";
    return fault                     ? fault
           : bytes > DRAFT_BYTES_MAX ? "The files hold more than 2 MB: use `reeve rulebook load`"
                                     : NULL;
}

/* ---- what comes of it ---- */

static struct rulebook *load(struct arena *arena, const struct source_file *files, size_t count)
{
    struct problems problems = {.arena = arena};
    return rulebook_load_sources(arena, files, count, &problems);
}

static void compare(struct asked *asked, struct arena *arena, struct draft *draft)
{
    const struct rulebook *in_force = engine_rulebook(asked->face->engine);
    struct rulebook *before = load(arena, in_force->sources, in_force->source_count);
    struct rulebook *after = load(arena, draft->files, draft->count);
    if (before && after)
        draft->diff = rulebook_diff(arena, before, after);
}

static int64_t seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static bool in_time(void *context, int64_t done, int64_t of)
{
    (void)done;
    (void)of;
    return seconds() < *(const int64_t *)context;
}

static void play(struct asked *asked, struct arena *arena, struct draft *draft)
{
    struct engine *engine = asked->face->engine;
    int64_t until = seconds() + REHEARSE_SECONDS;
    struct rehearse how = {.since = engine_now(engine) - draft->days * TIME_DAY,
                           .keep = SHOWN,
                           .on = in_time,
                           .context = &until};
    struct rulebook *rulebook = load(arena, draft->files, draft->count);
    draft->rehearsed = rulebook && rehearse(engine, arena, rulebook, &how, &draft->found);
    if (!draft->rehearsed)
        draft->not_rehearsed = draft->found.why;
}

static bool keep(struct asked *asked, struct arena *arena, struct draft *draft)
{
    return version_load(asked->face->engine, arena, draft->files, draft->count, asked->caller.person,
                        &draft->load);
}

static void check(struct asked *asked, struct arena *arena, struct draft *draft, struct text wish)
{
    const struct rulebook *rulebook =
        version_try(asked->face->engine, arena, draft->files, draft->count, &draft->load);
    draft->read = rulebook || draft->load.objections.count || draft->load.broken;
    if (!draft->read)
        return;
    compare(asked, arena, draft);
    if (text_is(wish, "rehearse"))
        play(asked, arena, draft);
    draft->confirm = rulebook && text_is(wish, "load");
    if (rulebook) {
        draft->version = rulebook->version;
        draft->from = rulebook->from;
    }
}

/* ---- answering ---- */

static void refuse(struct asked *asked, unsigned status, const char *title, const char *text)
{
    error_answer(asked, status, (struct error_page){.title = text_of(title), .text = text_of(text)});
}

/* Works on the draft. True: it was put in force. */
static bool work(struct asked *asked, struct arena *arena, struct draft *draft, struct text wish)
{
    bool kept = text_is(wish, "sure") && keep(asked, arena, draft);
    if (!kept)
        check(asked, arena, draft, wish);
    return kept;
}

static void answer(struct asked *asked, const struct http_form *form)
{
    ARENA_SCOPED arena = arena_new(DRAFT_ARENA);
    struct draft draft = {.days = DRAFT_DAYS};
    const char *fault = read_files(arena, form, &draft);
    text_to_int(text_trim(http_pairs_get(&form->fields, "days")), &draft.days);
    draft.days = draft.days < 1 ? 1 : draft.days > DAYS_MAX ? DAYS_MAX : draft.days;
    if (fault) {
        refuse(asked, 422, "This is no rulebook", fault);
        return;
    }
    if (atomic_flag_test_and_set(&busy)) {
        refuse(asked, 503, "Another draft is being looked at",
               "Drafts are looked at one at a time. Go back and send yours again in a moment.");
        return;
    }
    bool kept = work(asked, arena, &draft, http_pairs_get(&form->fields, "do"));
    atomic_flag_clear(&busy);
    if (kept)
        frame_redirect(asked, TEXT("/ledger/rulebook?loaded=1"));
    else
        rulebook_show(asked, &draft);
}

static void withdraw(struct asked *asked, const struct http_form *form)
{
    struct text why, name = http_pairs_get(&form->fields, "version");
    if (version_withdraw(asked->face->engine, asked->exchange->request.arena, name, asked->caller.person,
                         &why))
        frame_redirect(asked, TEXT("/ledger/rulebook?withdrawn=1"));
    else
        error_answer(asked, 409, (struct error_page){.title = TEXT("Nothing was withdrawn"), .text = why});
}

void rulebook_post(struct asked *asked)
{
    struct http_form form = {0};
    if (!frame_form(asked, &form) || !rulebook_allowed(asked))
        return;
    if (text_is(http_pairs_get(&form.fields, "do"), "withdraw"))
        withdraw(asked, &form);
    else
        answer(asked, &form);
}
