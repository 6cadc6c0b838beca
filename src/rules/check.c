#include "rules/link.h"

void check_rulebook(struct loader *loader)
{
    (void)loader;
}
