/* The words of a page's enums, and the list of keys: what templates name but handlers never fill in. */
#include "faces/html/page_form.h"
#include "faces/html/page_other.h"

const char *ui_tone_word(enum ui_tone tone)
{
    static const char *const words[] = {
        [UI_TONE_OFF] = "off", [UI_TONE_OVER] = "over", [UI_TONE_INFO] = "info", [UI_TONE_WAIT] = "wait",
        [UI_TONE_OK] = "ok",   [UI_TONE_RUN] = "run",   [UI_TONE_BAD] = "bad",   [UI_TONE_PLAIN] = "plain",
    };
    return words[tone];
}

const char *ui_input_word(enum ui_input input)
{
    static const char *const words[] = {
        [UI_INPUT_LINE] = "text",           [UI_INPUT_TEXT] = "textarea",   [UI_INPUT_NUMBER] = "text",
        [UI_INPUT_FLAG] = "checkbox",       [UI_INPUT_DATE] = "date",       [UI_INPUT_MONTH] = "month",
        [UI_INPUT_TIME] = "datetime-local", [UI_INPUT_PERSON] = "text",     [UI_INPUT_RECORD] = "text",
        [UI_INPUT_FILE] = "file",           [UI_INPUT_LINK] = "url",        [UI_INPUT_RADIO] = "radio",
        [UI_INPUT_SELECT] = "select",       [UI_INPUT_CHECKS] = "checkbox", [UI_INPUT_MANY] = "text",
        [UI_INPUT_PASSWORD] = "password",
    };
    _Static_assert(sizeof words / sizeof *words == UI_INPUT_PASSWORD + 1, "a word for every input");
    return words[input];
}

struct ui_keys ui_help_keys(void)
{
    static struct ui_key keys[] = {
        {TEXT("Ctrl K"), TEXT("Find a record, a page or a command")},
        {TEXT("/"), TEXT("Go to the search box")},
        {TEXT("?"), TEXT("Open this page")},
        {TEXT("g then h"), TEXT("Go to what needs you now")},
        {TEXT("g then r"), TEXT("Go to the first register")},
        {TEXT("g then b"), TEXT("Go to the boards")},
        {TEXT("g then p"), TEXT("Go to the policies")},
        {TEXT("j and k"), TEXT("Next and previous row of a list")},
        {TEXT("Enter"), TEXT("Open the row")},
        {TEXT("e"), TEXT("Edit the record")},
        {TEXT("c"), TEXT("Comment on the record")},
        {TEXT("a"), TEXT("Open the main action of the record; never carries it out")},
    };
    return (struct ui_keys){keys, sizeof keys / sizeof *keys, sizeof keys / sizeof *keys};
}
