/* A disk that can lose its power: a layer between SQLite and its files.
 *
 * Every write goes through to the real file, so the program sees a working disk; what would survive is kept
 * beside it. A sync makes what was written to that file survive. At the cut, of every write since then some
 * are kept, some are lost and some are torn, in no order; and nothing works until the power is back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Which syncs the disk only pretends to do. */
enum power_fault { POWER_SOUND, POWER_NO_LOG_SYNC, POWER_NO_DATA_SYNC };

/* Puts the layer beneath every file that SQLite opens from now on. */
bool power_install(void);
/* What the disk does from now on; POWER_SOUND at first. */
void power_pretend(enum power_fault fault);
/* The power goes after this many writes, syncs and truncations from now. */
void power_cut_after(uint64_t operations);
bool power_is_off(void);
/* With every file closed: gives each the bytes that survived, and switches on. `seed` decides what did. */
bool power_back(uint64_t seed);
/* Forgets all files. */
void power_forget(void);
