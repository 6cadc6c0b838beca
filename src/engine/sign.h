/* `each of`: signatures that are kept until the signers can be paired one to one with its expressions. */
#pragma once

#include "engine/commands.h"

/* Records the actor's signature and what was `judged` of the action for it, with the values `before` put back
 * into the record. When it was the last one wanted, writes nothing and gives everyone who counts as actor: the
 * signers, and those whom they stood in for. NULL: the answer is filled, by a refusal or with `waiting`. */
int64_t *sign_each(struct doing *doing, struct record *record, const struct action *action,
                   const struct value *before, const struct verdict *judged, size_t *count);
