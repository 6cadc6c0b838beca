#include "ledger/hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"

/* Looking the algorithm up and allocating costs more than hashing a short text, so each thread keeps one
 * context. */
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static EVP_MD *sha256;

static void free_context(void *context)
{
    EVP_MD_CTX_free(context);
}

static void set_up(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    pthread_key_create(&key, free_context);
}

static EVP_MD_CTX *context_of_thread(void)
{
    pthread_once(&once, set_up);
    EVP_MD_CTX *context = pthread_getspecific(key);
    if (!context) {
        context = EVP_MD_CTX_new();
        pthread_setspecific(key, context);
    }
    return context;
}

struct hash hash_parts(const struct text *parts, size_t count)
{
    struct hash hash;
    unsigned n = 0;
    EVP_MD_CTX *context = context_of_thread();
    bool done = context && sha256 && EVP_DigestInit_ex2(context, sha256, NULL) == 1;
    for (size_t i = 0; done && i < count; i++)
        done = EVP_DigestUpdate(context, parts[i].s, parts[i].n) == 1;
    if (!done || EVP_DigestFinal_ex(context, hash.b, &n) != 1 || n != HASH_BYTES) {
        fprintf(stderr, "reeve: SHA-256 is not to be had from OpenSSL on this machine\n");
        abort();
    }
    return hash;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH_BYTES) == 0;
}

struct text hash_bytes(const struct hash *hash)
{
    return (struct text){(const char *)hash->b, HASH_BYTES};
}

bool hash_from_bytes(struct text bytes, struct hash *hash)
{
    if (bytes.n != HASH_BYTES)
        return false;
    memcpy(hash->b, bytes.s, HASH_BYTES);
    return true;
}

struct text hash_hex(struct arena *arena, const struct hash *hash)
{
    return hex_encode(arena, hash->b, HASH_BYTES);
}

bool hash_from_hex(struct text hex, struct hash *hash)
{
    return hex_decode(hex, hash->b, HASH_BYTES);
}
