/* What every fuzz target is: one function over foreign bytes. It must not crash, leak, or break a promise
 * that the header of the parser makes; promises are checked with assert. libFuzzer and replay.c call it. */
#pragma once

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
