/* Values of the rulebook language: what a field holds, what an expression gives. */
#pragma once

#include "base/text.h"

enum value_kind {
    VALUE_MISSING, /* nothing given; the zero value */
    VALUE_TEXT,    /* line, text, link, file id, number of a record: `text` */
    VALUE_NUMBER,  /* whole number within +-(2^53 - 1): `i` */
    VALUE_FLAG,    /* 0 or 1: `i` */
    VALUE_DATE,    /* days since 1970-01-01: `i` */
    VALUE_MONTH,   /* year * 12 + month - 1; compares as its last day: `i` */
    VALUE_TIME,    /* microseconds since 1970 UTC: `i` */
    VALUE_CHOICE,  /* index into the choice's values, which is also its order: `i`; states too */
    VALUE_RECORD,  /* id of a record; people are the register `person`: `i` */
    VALUE_SET,     /* many: `items`, `count`; never empty (an empty set is missing), no repeats */
};

#define VALUE_NUMBER_MAX ((INT64_C(1) << 53) - 1)

struct value {
    enum value_kind kind;
    int64_t i;
    struct text text;
    const struct value *items;
    size_t count;
};

/* A reference to this record; missing when it is none. */
static inline struct value value_record(int64_t id)
{
    return id ? (struct value){.kind = VALUE_RECORD, .i = id} : (struct value){0};
}

enum type_kind {
    TYPE_NONE,
    TYPE_LINE,
    TYPE_TEXT,
    TYPE_NUMBER,
    TYPE_FLAG,
    TYPE_DATE,
    TYPE_MONTH,
    TYPE_TIME,
    TYPE_FILE,
    TYPE_LINK,
    TYPE_CHOICE,   /* `choice`; a register's states are a choice too */
    TYPE_RECORD,   /* `target`; `person` is a register */
    TYPE_DURATION, /* only inside expressions */
};

struct choice;
struct reg;

struct type {
    enum type_kind kind;
    bool many;
    const struct choice *choice;
    const struct reg *target;
};
