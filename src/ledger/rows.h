/* What the ledger's files share of its tables. */
#pragma once

#include "ledger/verify.h"
#include "store/store.h"

/* Bytes for one event with its values at a time: up to 64 KiB a text, a few dozen of them. */
enum { ROWS_CAP = 256 << 20 };

/* A kept node of the tree; `context` is the connection. For struct merkle_nodes. */
bool rows_node(void *context, unsigned level, uint64_t index, struct hash *hash);
