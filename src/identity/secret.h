/* Secrets: random ones, their hashes, and passwords. */
#pragma once

#include "base/arena.h"
#include "ledger/hash.h"

/* 256 random bits in base64url. */
struct text secret_random(struct arena *arena);
/* What is kept of such a secret. */
struct hash secret_hash(struct text secret);
/* Four groups of four letters and digits that cannot be mistaken for each other: 80 bits. */
struct text secret_one_time(struct arena *arena);

/* Argon2id, 64 MiB, three passes; about a fifth of a second. The empty text when memory ran out. */
struct text password_hash(struct arena *arena, struct text password);
/* Takes the same time when `hash` is empty, and is false then. */
bool password_fits(struct text hash, struct text password);
