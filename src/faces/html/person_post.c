/* What is sent from a person's page: roles, deputies, absences, one-time passwords, the account. */
#include "engine/people.h"
#include "faces/html/errors.h"
#include "faces/html/handlers.h"
#include "faces/html/person.h"

/* What a refused form needs to be shown again. */
struct sent {
    struct text form;
    struct http_form given;
};

static void show_again(struct asked *asked, const struct sent *sent, const struct answer *answer)
{
    struct returned returned = {sent->form, &sent->given.fields, answer};
    struct person_shown shown = person_named(asked, &sent->given.fields);
    shown.returned = &returned;
    person_show(asked, &shown);
}

static void done(struct face_command *command)
{
    const struct sent *sent = command->data;
    struct asked *asked = command->asked;
    if (command->answer.outcome != OUTCOME_DONE) {
        show_again(asked, sent, &command->answer);
        return;
    }
    struct person_shown shown = person_named(asked, &sent->given.fields);
    frame_redirect(asked, person_href(asked->exchange->request.arena, &shown));
}

/* NULL: answered, because the form is not ours. */
static struct face_command *begin(struct asked *asked, enum command_kind kind, const char *form)
{
    struct arena *arena = asked->exchange->request.arena;
    struct sent *sent = ARENA_NEW(arena, struct sent);
    sent->form = text_of(form);
    if (!frame_form(asked, &sent->given))
        return NULL;
    struct face_command *command = ARENA_NEW(arena, struct face_command);
    *command = (struct face_command){.asked = asked, .then = done, .data = sent};
    command->command = (struct command){
        .kind = kind, .person = ask_parameter(asked, "person"), .from = INT64_MIN, .to = INT64_MIN};
    return command;
}

static struct text given(const struct face_command *command, const char *name)
{
    const struct sent *sent = command->data;
    return text_trim(http_pairs_get(&sent->given.fields, name));
}

/* A period: both ends are read before either is complained about. */
static void send_period(struct face_command *command)
{
    const struct sent *sent = command->data;
    struct asked *asked = command->asked;
    bool from = ask_time(asked, &sent->given, "from", &command->command.from, &command->answer);
    bool to = ask_time(asked, &sent->given, "to", &command->command.to, &command->answer);
    if (from && to)
        face_command(command);
    else
        show_again(asked, sent, &command->answer);
}

void person_grant(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_GRANT, "roles");
    if (!command)
        return;
    command->command.per = given(command, "role");
    command->command.role = text_cut(&command->command.per, ':');
    send_period(command);
}

void person_deputy(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_DEPUTY, "deputies");
    if (!command)
        return;
    command->command.deputy = ask_person(asked, given(command, "deputy"));
    command->command.role = given(command, "role");
    send_period(command);
}

void person_absence(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_ABSENCE, "absences");
    if (command)
        send_period(command);
}

static void end_entry(struct asked *asked, enum command_kind kind)
{
    struct face_command *command = begin(asked, kind, "");
    if (!command)
        return;
    text_to_int(ask_parameter(asked, "id"), &command->command.id);
    face_command(command);
}

void person_grant_end(struct asked *asked)
{
    end_entry(asked, COMMAND_GRANT_END);
}

void person_deputy_end(struct asked *asked)
{
    end_entry(asked, COMMAND_DEPUTY_END);
}

void person_absence_end(struct asked *asked)
{
    end_entry(asked, COMMAND_ABSENCE_END);
}

/* ---- the account ---- */

void person_deactivate(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_DEACTIVATE, "deactivate");
    if (command)
        face_command(command);
}

void person_activate(struct asked *asked)
{
    struct face_command *command = begin(asked, COMMAND_ACTIVATE, "activate");
    if (command)
        face_command(command);
}

/* Whose password the reader may reset; 0: nobody's, and that has been answered. */
static int64_t may_reset(struct asked *asked)
{
    FRAME_SCOPED frame = {0};
    if (!frame_open(&frame, asked, TEXT("/person")))
        return 0;
    struct record *person = world_person(frame.world, ask_parameter(asked, "person"));
    if (!person)
        error_missing(&frame);
    else if (people_may_manage(frame.world, person))
        return person->id;
    else
        error_show(
            &frame, 403,
            (struct error_page){
                .title = TEXT("You may not reset passwords"),
                .text = TEXT("One-time passwords are made by whoever the rulebook lets manage people."),
                .who = people_managers(frame.world)});
    return 0;
}

void person_password(struct asked *asked)
{
    struct http_form form = {0};
    if (!frame_form(asked, &form))
        return;
    int64_t person = may_reset(asked);
    if (!person)
        return;
    struct person_shown shown = person_named(asked, &form.fields);
    shown.secret =
        identity_one_time(asked->face->engine, asked->exchange->request.arena, person, asked->caller.person);
    if (!shown.secret.n) {
        error_answer(asked, 503,
                     (struct error_page){.title = TEXT("Nothing was changed"),
                                         .text = TEXT("The password could not be kept. Try again shortly.")});
        return;
    }
    shown.secret_title = TEXT("One-time password");
    shown.secret_note =
        TEXT("It is shown only now. Hand it over in person or by telephone. It is good for 72 hours, and "
             "they choose their own when they sign in.");
    person_show(asked, &shown);
}
