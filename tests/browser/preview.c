/* preview DIR: writes every page, filled with invented data, as DIR/NAME.html, and the assets beside them. */
#include "fixtures.h"

#include "faces/html/assets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct preview previews[] = {
    {"home", fixture_home},
    {"home-empty", fixture_home_empty},
    {"record", fixture_record},
    {"record-plain", fixture_record_plain},
    {"lifecycle", fixture_lifecycle},
    {"list", fixture_list},
    {"list-empty", fixture_list_empty},
    {"search", fixture_search},
    {"form", fixture_form},
    {"form-refused", fixture_form_refused},
    {"action", fixture_action},
    {"action-refused", fixture_action_refused},
    {"people", fixture_people},
    {"person", fixture_person},
    {"powers", fixture_powers},
    {"rulebook", fixture_rulebook},
    {"rulebook-mistakes", fixture_rulebook_mistakes},
    {"me", fixture_me},
    {"sign-in", fixture_sign_in},
    {"boards", fixture_boards},
    {"board", fixture_board},
    {"meeting", fixture_meeting},
    {"meeting-called", fixture_meeting_called},
    {"library", fixture_library},
    {"policy", fixture_policy},
    {"clause", fixture_clause},
    {"not-allowed", fixture_not_allowed},
    {"not-found", fixture_not_found},
    {"broken", fixture_broken},
    {"keyboard", fixture_keyboard},
    {"accessibility", fixture_accessibility},
};

static void write_file(const char *folder, const char *name, const void *bytes, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(bytes, 1, size, file) == size;
    if (!file || fclose(file) != 0 || !written) {
        perror(path);
        exit(1);
    }
}

int main(int count, char **arguments)
{
    if (count != 2) {
        fprintf(stderr, "usage: preview DIR\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof previews / sizeof *previews; i++) {
        ARENA_SCOPED arena = arena_new(16u << 20);
        struct buf out = buf_in(arena);
        previews[i].write(&out);
        struct text html = buf_text(&out);
        char name[64];
        snprintf(name, sizeof name, "%s.html", previews[i].name);
        write_file(arguments[1], name, html.s, html.n);
    }
    char folder[1024];
    snprintf(folder, sizeof folder, "%s/assets", arguments[1]);
    mkdir(folder, 0777);
    for (size_t i = 0; i < assets_count; i++)
        write_file(arguments[1], assets[i].path + 1, assets[i].bytes, assets[i].size);
    return 0;
}
