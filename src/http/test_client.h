/* A client for tests: raw bytes to a loopback port and back. Failures to connect fail the cmocka test. */
#pragma once

#include "base/text.h"

enum { REPLY_BYTES = 64 * 1024, WAIT_S = 15 };

/* A socket connected to 127.0.0.1; reading gives up after WAIT_S. */
int client_dial(uint16_t port);
/* False when the other end has closed. */
bool client_send(int s, struct text bytes);
/* Reads until the reply holds `until` (NULL: until the other end closes) into REPLY_BYTES at `reply`,
 * NUL-ended. */
struct text client_hear(int s, char *reply, const char *until);
/* On a fresh connection: sends, ends the sending side, gives the whole reply. */
struct text client_ask(uint16_t port, char *reply, struct text request);
/* The status of a reply, 0 when it is none. */
unsigned client_status(struct text reply);
