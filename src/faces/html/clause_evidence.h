/* What happened under a clause, for its page: refusals counted, acts that rest on it, exceptions that stood
 * in. */
#pragma once

#include "faces/html/frame.h"
#include "faces/html/page_policy.h"

void clause_evidence(struct frame *frame, const struct clause *clause, struct clause_page *page);
