/* What may be a password: long enough, and not among those that guessers try first (NCSC and NIST SP 800-63B
 * advice: length and a list, no rules about kinds of characters). */
#include "base/utf8.h"
#include "identity/identity.h"

/* Guessed first; compared without case and after a trailing run of digits and signs is taken off. */
static const char *const common[] = {
    "password",      "passwordpassword",
    "letmein",       "letmeinplease",
    "qwertyuiop",    "qwertyuiopasdfgh",
    "administrator", "adminadmin",
    "welcome",       "welcometothe",
    "iloveyou",      "changeme",
    "changemenow",   "trustno",
    "monkey",        "dragon",
    "football",      "liverpool",
    "manchester",    "arsenal",
    "police",        "policeofficer",
    "constable",     "sunshine",
    "princess",      "computer",
    "secret",        "topsecret",
    "asdfghjkl",     "zxcvbnm",
    "abcdefghijkl",  "abcdefghijklmnop",
    "winter",        "summer",
    "autumn",        "spring",
    "january",       "monday",
    "november",      "december",
    "reeve",         "correcthorsebatterystaple",
};

/* Every byte of a letter that is not ASCII counts as one. */
static bool is_letter(char c)
{
    return (text_lower(c) >= 'a' && text_lower(c) <= 'z') || (c & 0x80);
}

static struct text stem_of(struct text chosen)
{
    while (chosen.n && !is_letter(chosen.s[chosen.n - 1]))
        chosen.n--;
    return chosen;
}

static size_t different_bytes(struct text chosen)
{
    bool seen[256] = {0};
    size_t count = 0;
    for (size_t i = 0; i < chosen.n; i++) {
        bool *here = &seen[(unsigned char)chosen.s[i]];
        count += !*here;
        *here = true;
    }
    return count;
}

const char *identity_password_fault(struct text username, struct text chosen)
{
    if (!utf8_valid(chosen) || utf8_count(chosen) < IDENTITY_PASSWORD_MIN)
        return "Choose a password of at least 12 characters; three words you will remember do well";
    if (chosen.n > IDENTITY_PASSWORD_MAX)
        return "Choose a shorter password, of at most 1,000 bytes";
    if (username.n >= 4 && text_holds_same(chosen, username))
        return "Choose a password that does not hold your username";
    if (different_bytes(chosen) < 5)
        return "Choose a password with more different characters";
    struct text stem = stem_of(chosen);
    if (stem.n == 0)
        return "Choose a password that is not only digits and signs";
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (text_same(stem, text_of(common[i])))
            return "Choose another password: this one is among the first that people guess";
    return NULL;
}
