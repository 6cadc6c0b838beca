#include "faces/html/rulebook.h"

#include "base/zone.h"
#include "engine/people.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/show.h"
#include "faces/html/templates.h"

static bool administers(struct asked *asked)
{
    VIEW_SCOPED view = {0};
    return view_open(&view, asked->exchange->request.arena, asked->face->engine, asked->caller.person) &&
           people_administers(view.world);
}

bool rulebook_allowed(struct asked *asked)
{
    if (administers(asked))
        return true;
    error_answer(
        asked, 403,
        (struct error_page){.title = TEXT("The rulebook is not yours to change"),
                            .text = TEXT("What it says of each register stands on the register's lifecycle "
                                         "page."),
                            .who = TEXT("Administrator")});
    return false;
}

/* ---- the versions ---- */

static struct ui_tag standing(const struct versions *versions, const struct version *version)
{
    if (version == versions->in_force)
        return (struct ui_tag){TEXT("In force"), UI_TONE_OK};
    if (version->withdrawn)
        return (struct ui_tag){TEXT("Withdrawn"), UI_TONE_OFF};
    return version > versions->in_force ? (struct ui_tag){TEXT("Waits"), UI_TONE_WAIT}
                                        : (struct ui_tag){TEXT("Earlier"), UI_TONE_OFF};
}

static void add_version(struct frame *frame, const struct version *version, struct ui_versions *shown)
{
    struct world *world = frame->world;
    struct text when = show_time(world, version->loaded);
    struct text who = version->by ? world_person_name(world, version->by) : (struct text){0};
    *ARENA_ADD(frame->arena, *shown) = (struct ui_version){
        .name = version->rulebook->version,
        .from = show_day(world, version->rulebook->from),
        .loaded = who.n ? arena_format(frame->arena, "%.*s, by %.*s", TEXT_ARGS(when), TEXT_ARGS(who)) : when,
        .tag = standing(world->versions, version),
        .waits = version > world->versions->in_force && !version->withdrawn};
}

static struct text lead_of(struct frame *frame)
{
    const struct versions *versions = frame->world->versions;
    const struct version *in_force = versions->in_force, *waiting = versions_waiting(versions);
    struct buf out = buf_in(frame->arena);
    buf_format(&out, "Version %.*s is in force.", TEXT_ARGS(in_force->rulebook->version));
    if (waiting) {
        struct text when = show_time(frame->world, waiting->starts);
        buf_format(&out, " Version %.*s comes into force on %.*s.", TEXT_ARGS(waiting->rulebook->version),
                   TEXT_ARGS(when));
    }
    return buf_text(&out);
}

void rulebook_show(struct asked *asked, const struct draft *draft)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, TEXT("/ledger/rulebook")))
        return;
    const struct versions *versions = frame.world->versions;
    struct rulebook_page page = {.lead = lead_of(&frame),
                                 .csrf = asked->caller.csrf,
                                 .days = arena_format(frame.arena, "%d", DRAFT_DAYS)};
    for (size_t i = versions->count; i-- > 0;)
        add_version(&frame, &versions->items[i], &page.versions);
    if (draft) {
        rulebook_put_draft(&frame, draft, &page);
        frame.layout.failed = !draft->read;
    } else if (http_pairs_find(&asked->exchange->request.query, "loaded")) {
        frame.layout.notice =
            (struct ui_notice){.message = TEXT("The new version was put here."), .tone = UI_TONE_OK};
    }
    if (http_pairs_find(&asked->exchange->request.query, "withdrawn"))
        frame.layout.notice =
            (struct ui_notice){.message = TEXT("The version was withdrawn."), .tone = UI_TONE_OK};
    frame_crumb(&frame, TEXT("Rulebook"), (struct text){0});
    frame.layout.title = TEXT("Rulebook");
    page.layout = frame.layout;
    page_rulebook(frame_begin(&frame, draft && !draft->read ? 422 : 200), &page);
    frame_send(&frame);
}

void rulebook_get(struct asked *asked)
{
    if (rulebook_allowed(asked))
        rulebook_show(asked, NULL);
}
