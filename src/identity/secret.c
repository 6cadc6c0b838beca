#include "identity/secret.h"

#include <sodium.h>
#include <string.h>

#include "base/encode.h"

enum { PASSES = 3, MEMORY = 64 * 1024 * 1024, SECRET = 32, ONE_TIME = 16, GROUP = 4 };

/* Of random bytes that nobody kept: what a password is compared with when there is no such person. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=3,p=1$XibPiYo0BD+1HzI6ANc+QQ$/n4I7m6B+1r5v3RPii8MFzudv+oujUi7dwCPzPUFObA";

struct text secret_random(struct arena *arena)
{
    unsigned char bytes[SECRET];
    randombytes_buf(bytes, sizeof bytes);
    struct text secret = base64url_encode(arena, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return secret;
}

struct hash secret_hash(struct text secret)
{
    return hash_parts(&secret, 1);
}

struct text secret_one_time(struct arena *arena)
{
    static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
    char *out = arena_alloc(arena, ONE_TIME + ONE_TIME / GROUP);
    size_t n = 0;
    for (int i = 0; i < ONE_TIME; i++) {
        if (i && i % GROUP == 0)
            out[n++] = '-';
        out[n++] = letters[randombytes_uniform(sizeof letters - 1)];
    }
    return (struct text){out, n};
}

struct text password_hash(struct arena *arena, struct text password)
{
    char *out = arena_alloc(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(out, password.s, password.n, PASSES, MEMORY) != 0)
        return (struct text){0};
    return text_of(out);
}

bool password_fits(struct text hash, struct text password)
{
    char kept[crypto_pwhash_STRBYTES] = {0};
    bool known = hash.n > 0 && hash.n < sizeof kept;
    memcpy(kept, known ? hash.s : nobody, known ? hash.n : sizeof nobody - 1);
    return crypto_pwhash_str_verify(kept, password.s ? password.s : "", password.n) == 0 && known;
}
