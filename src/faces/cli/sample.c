#include "faces/cli/sample.h"

#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "faces/cli/people.h"
#include "faces/json/body.h"
#include "rules/rulebook.h"

enum { LINE_ARENA = 8 * 1024 * 1024, PROGRESS_LINES = 50 };

struct play {
    struct cli *cli;
    struct engine *engine;
    const char *path;
    size_t line;
    struct map refs;     /* name to number, in the command line's arena */
    struct arena *arena; /* of this line */
    const json_t *step;
};

static bool fault(struct play *play, const char *message)
{
    cli_refuse(play->cli, "%s:%zu: %s", play->path, play->line, message);
    return false;
}

/* ---- reading a line ---- */

/* What `$name` refers to; other texts are themselves. */
static struct text resolve(struct play *play, struct text text)
{
    if (!text_starts(text, TEXT("$")))
        return text;
    const struct text *number = map_get(&play->refs, (struct text){text.s + 1, text.n - 1});
    return number ? *number : text;
}

static struct text member(struct play *play, const char *key)
{
    const json_t *value = json_object_get(play->step, key);
    return json_is_string(value) ? resolve(play, text_of(json_string_value(value))) : (struct text){0};
}

static bool moment(struct play *play, const char *key, int64_t *out)
{
    struct text text = member(play, key);
    *out = INT64_MIN;
    return !text.n || time_parse(text, out);
}

static void resolve_input(struct play *play, struct input *input)
{
    input->text = resolve(play, input->text);
    for (size_t i = 0; i < input->count; i++)
        resolve_input(play, &input->items[i]);
}

static void take_fields(struct play *play, struct command *command)
{
    json_t *fields = json_object_get(play->step, "fields"), *value;
    const char *name;
    struct input *inputs = ARENA_ARRAY(play->arena, struct input, json_object_size(fields));
    json_object_foreach(fields, name, value)
    {
        inputs[command->input_count] = body_input(play->arena, value);
        resolve_input(play, &inputs[command->input_count]);
        inputs[command->input_count++].name = text_of(name);
    }
    command->inputs = inputs;
}

static void take_votes(struct play *play, struct command *command)
{
    json_t *votes = json_object_get(play->step, "votes"), *vote;
    const char *person;
    struct vote *items = ARENA_ARRAY(play->arena, struct vote, json_object_size(votes));
    json_object_foreach(votes, person, vote)
    {
        items[command->vote_count++] = (struct vote){text_of(person), text_of(json_string_value(vote))};
    }
    command->votes = items;
}

static const struct {
    const char *word;
    enum command_kind kind;
} deeds[] = {
    {"create", COMMAND_OPEN},       {"edit", COMMAND_EDIT},           {"action", COMMAND_ACT},
    {"comment", COMMAND_COMMENT},   {"meeting", COMMAND_MEETING},     {"attendance", COMMAND_ATTENDANCE},
    {"open", COMMAND_MEETING_OPEN}, {"close", COMMAND_MEETING_CLOSE}, {"decide", COMMAND_DECIDE},
    {"deputy", COMMAND_DEPUTY},     {"absence", COMMAND_ABSENCE},
};

static bool take_kind(struct play *play, struct command *command)
{
    struct text word = member(play, "do");
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (text_is(word, deeds[i].word)) {
            command->kind = deeds[i].kind;
            return true;
        }
    return fault(play, "do not know what to do: look at \"do\"");
}

static bool take_command(struct play *play, struct command *command)
{
    *command = (struct command){.register_name = member(play, "register"),
                                .number = member(play, "record"),
                                .action = member(play, "action"),
                                .reason = member(play, "reason"),
                                .text = member(play, "text"),
                                .board = member(play, "board"),
                                .meeting = member(play, "meeting"),
                                .seat = member(play, "seat"),
                                .person = member(play, "person"),
                                .deputy = member(play, "deputy"),
                                .role = member(play, "role")};
    if (!take_kind(play, command))
        return false;
    const char *begins = command->kind == COMMAND_MEETING ? "starts" : "from";
    if (!moment(play, begins, &command->from) || !moment(play, "to", &command->to))
        return fault(play, "a time is not an instant in UTC");
    take_fields(play, command);
    take_votes(play, command);
    return true;
}

/* ---- doing it ---- */

static int64_t person_of(struct play *play, struct text username)
{
    VIEW_SCOPED view = {0};
    if (!view_open(&view, play->arena, play->engine, 0))
        return 0;
    struct record *person = world_person(view.world, username);
    return person ? person->id : 0;
}

static void remember(struct play *play, const struct answer *answer)
{
    struct text ref = member(play, "ref");
    struct arena *arena = play->cli->arena;
    if (!ref.n)
        return;
    struct text *number = ARENA_NEW(arena, struct text);
    *number = arena_text(arena, answer->number);
    map_put(&play->refs, arena_text(arena, ref), number);
}

static bool do_step(struct play *play)
{
    struct command command;
    struct answer answer;
    int64_t at;
    if (!moment(play, "at", &at) || at == INT64_MIN || !engine_set_clock(play->engine, at))
        return fault(play, "\"at\" must be an instant no earlier than the line before");
    if (!take_command(play, &command))
        return false;
    command.actor = person_of(play, member(play, "as"));
    if (!command.actor)
        return fault(play, "\"as\" is nobody in people.csv");
    command_run(play->engine, play->arena, &command, &answer);
    bool refused = answer.outcome != OUTCOME_DONE, expected = text_is(member(play, "expect"), "refused");
    if (refused == expected) {
        remember(play, &answer);
        return true;
    }
    if (expected)
        return fault(play, "this should have been refused");
    struct text where = arena_format(play->arena, "%s:%zu", play->path, play->line);
    cli_say_answer(play->cli, where.s, &answer);
    return false;
}

static void cleanup_json(json_t **json)
{
    json_decref(*json);
}

static bool play_line(struct play *play, struct text line)
{
    ARENA_SCOPED arena = arena_new(LINE_ARENA);
    __attribute__((cleanup(cleanup_json))) json_t *step =
        json_loadb(line.s, line.n, JSON_REJECT_DUPLICATES, NULL);
    play->arena = arena;
    play->step = step;
    if (!json_is_object(step))
        return fault(play, "this line is not a JSON object");
    return do_step(play);
}

static bool play_script(struct play *play, struct text script)
{
    bool terminal = isatty(STDERR_FILENO);
    while (script.n) {
        struct text line = text_cut(&script, '\n');
        play->line++;
        if (text_trim(line).n && !play_line(play, line))
            return false;
        if (terminal && play->line % PROGRESS_LINES == 0)
            fprintf(play->cli->err, "\r%zu commands played", play->line);
    }
    fprintf(play->cli->err, "%s%zu commands played\n", terminal ? "\r" : "", play->line);
    return true;
}

/* ---- the folder ---- */

static struct text path_in(struct cli *cli, const char *dir, const char *name)
{
    return arena_format(cli->arena, "%s/sample/%s", dir, name);
}

bool sample_begins(struct cli *cli, const char *dir, int64_t *begins)
{
    struct text path = path_in(cli, dir, "script.jsonl"), script;
    if (!cli_read(cli, path.s, &script)) {
        cli_refuse(cli, "this rulebook has no sample to play: leave --sample out");
        return false;
    }
    struct text line = text_cut(&script, '\n');
    __attribute__((cleanup(cleanup_json))) json_t *step = json_loadb(line.s ? line.s : "", line.n, 0, NULL);
    const char *at = json_string_value(json_object_get(step, "at"));
    if (at && time_parse(text_of(at), begins))
        return true;
    cli_refuse(cli, "%s:1: the first line has no \"at\"", path.s);
    return false;
}

bool sample_play(struct cli *cli, struct engine *engine, const char *dir)
{
    struct text people_path = path_in(cli, dir, "people.csv"),
                script_path = path_in(cli, dir, "script.jsonl");
    struct text people, script;
    if (!cli_read(cli, people_path.s, &people) || !cli_read(cli, script_path.s, &script))
        return false;
    struct faults faults = {.cli = cli, .path = people_path.s};
    size_t count;
    if (!people_import(&faults, engine, people, &count))
        return false;
    struct play play = {.cli = cli, .engine = engine, .path = script_path.s, .refs = map_in(cli->arena)};
    return play_script(&play, script);
}
