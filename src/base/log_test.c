#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void close_file(FILE **file)
{
    fclose(*file);
}

/* Standard error goes to a file while the messages are written. */
static void lines(void **state)
{
    (void)state;
    __attribute__((cleanup(close_file))) FILE *file = tmpfile();
    char text[400] = "";
    int saved = dup(STDERR_FILENO);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    log_info("listening on %d", 8420);
    log_error("a forged\nline \x1b[2J");
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    char *second = strchr(text, '\n');
    assert_non_null(second);
    *second++ = 0;
    assert_string_equal(strchr(text, ' '), " info listening on 8420");
    assert_string_equal(strchr(second, ' '), " error a forged\\x0aline \\x1b[2J\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
