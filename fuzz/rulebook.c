/* A rulebook of one file. */
#include "fuzz.h"
#include "rulebook_holds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rulebook_holds((struct text){(const char *)data, size});
    return 0;
}
