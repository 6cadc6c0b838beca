#include <string.h>

#include "base/percent.h"
#include "base/utf8.h"
#include "http/form.h"
#include "http/guard.h"

static void skip_space(struct text *rest)
{
    while (rest->n && (rest->s[0] == ' ' || rest->s[0] == '\t'))
        *rest = (struct text){rest->s + 1, rest->n - 1};
}

static bool is_escapable(char c)
{
    return c == '"' || c == '\\';
}

/* quoted-string: '"' ( byte | '\' byte )* '"'. Only \" and \\ lose their backslash: browsers of the past sent
 * Windows paths unescaped. */
static bool read_quoted(struct arena *arena, struct text *rest, struct text *value)
{
    size_t end = 1;
    while (end < rest->n && rest->s[end] != '"')
        end += rest->s[end] == '\\' && end + 1 < rest->n && is_escapable(rest->s[end + 1]) ? 2 : 1;
    if (end >= rest->n)
        return false;
    char *s = arena_alloc(arena, end);
    size_t n = 0;
    for (size_t i = 1; i < end; i++) {
        if (rest->s[i] == '\\' && is_escapable(rest->s[i + 1]))
            i++;
        s[n++] = rest->s[i];
    }
    *value = (struct text){s, n};
    *rest = (struct text){rest->s + end + 1, rest->n - end - 1};
    return true;
}

static bool read_token(struct text *rest, struct text *value)
{
    size_t n = 0;
    while (n < rest->n && !strchr("; \t", rest->s[n]))
        n++;
    *value = (struct text){rest->s, n};
    *rest = (struct text){rest->s + n, rest->n - n};
    return http_is_token(*value);
}

/* parameter: OWS token "=" ( token | quoted-string ) OWS. */
static bool read_parameter(struct arena *arena, struct text *rest, struct http_pair *parameter)
{
    skip_space(rest);
    size_t equals = text_find(*rest, '=');
    if (equals == rest->n)
        return false;
    parameter->name = (struct text){rest->s, equals};
    *rest = (struct text){rest->s + equals + 1, rest->n - equals - 1};
    if (!http_is_token(parameter->name))
        return false;
    bool quoted = rest->n && rest->s[0] == '"';
    if (quoted ? !read_quoted(arena, rest, &parameter->value) : !read_token(rest, &parameter->value))
        return false;
    skip_space(rest);
    return true;
}

bool http_parameter(struct arena *arena, struct text header, const char *name, struct text *value)
{
    if (!header.n)
        return false;
    bool found = false;
    size_t semicolon = text_find(header, ';');
    struct text rest = {header.s + semicolon, header.n - semicolon};
    while (rest.n) {
        if (rest.s[0] != ';')
            return false;
        rest = (struct text){rest.s + 1, rest.n - 1};
        skip_space(&rest);
        if (!rest.n || rest.s[0] == ';')
            continue;
        struct http_pair parameter;
        if (!read_parameter(arena, &rest, &parameter))
            return false;
        if (!text_same(parameter.name, text_of(name)))
            continue;
        if (found)
            return false;
        found = true;
        *value = parameter.value;
    }
    return found;
}

static struct text last_element(struct text path)
{
    for (size_t i = path.n; i-- > 0;) {
        if (path.s[i] == '/' || path.s[i] == '\\')
            return (struct text){path.s + i + 1, path.n - i - 1};
    }
    return path;
}

/* ext-value of RFC 8187: UTF-8'language'percent-encoded. */
static bool read_extended(struct arena *arena, struct text *value)
{
    struct text rest = *value;
    if (!text_same(text_cut(&rest, '\''), TEXT("UTF-8")) || text_find(rest, '\'') == rest.n)
        return false;
    text_cut(&rest, '\'');
    return percent_decode(arena, rest, false, value);
}

bool http_disposition_filename(struct arena *arena, struct text header, struct text *filename)
{
    struct text name;
    if (!http_parameter(arena, header, "filename*", &name) || !read_extended(arena, &name)) {
        if (!http_parameter(arena, header, "filename", &name))
            return false;
    }
    name = text_trim(last_element(name));
    if (!name.n || name.n > HTTP_FILE_NAME_BYTES || !utf8_valid(name) || text_is(name, ".") ||
        text_is(name, ".."))
        return false;
    for (size_t i = 0; i < name.n; i++) {
        if ((unsigned char)name.s[i] < 0x20 || name.s[i] == 0x7f)
            return false;
    }
    *filename = name;
    return true;
}
