/* The log: one line a message on standard error, `2026-11-22T09:00:00.123456Z info listening on
 * 127.0.0.1:8420`.
 *
 * Only edges log (faces, the command line, the writer's end); libraries return outcomes. Never log what
 * people wrote in records, passwords or tokens. Control characters are written as \xNN, so that no message
 * can forge a line. Safe from any thread: a line is one write. */
#pragma once

void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
