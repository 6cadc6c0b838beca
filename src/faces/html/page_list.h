/* Tables of records, the list of a register, and search. */
#pragma once

#include "faces/html/page_form.h"
#include "faces/html/view.h"

struct ui_column {
    struct text label;
    struct text href;  /* sorts by it; empty when it cannot */
    struct text order; /* "ascending" or "descending" when sorted by it, else empty */
    bool number;       /* set to the right */
    bool quiet;        /* its label is for screen readers only: the buttons */
};
struct ui_columns {
    struct ui_column *items;
    size_t count, capacity;
};

/* One cell: at most one of text, tag, link; any of them followed by a note. */
struct ui_cell {
    struct text label; /* its column's, shown beside it on a phone; empty for the first and for tags */
    struct text text;
    struct text href; /* makes the text a link */
    struct text note; /* "RFC-2026-00412" */
    struct ui_tag tag;
    struct ui_link button;
    bool number;
    bool when;     /* a time, kept on one line where there is room */
    bool withheld; /* shown as "withheld" */
};
struct ui_cells {
    struct ui_cell *items;
    size_t count, capacity;
};
struct ui_table_row {
    struct ui_cells cells;
};
struct ui_table_rows {
    struct ui_table_row *items;
    size_t count, capacity;
};
struct ui_table {
    struct text caption; /* for screen readers */
    struct ui_columns columns;
    struct ui_table_rows rows;
};

/* pages/list.html: a register, or any other set of rows with filters. */
struct list_page {
    struct ui_layout layout;
    struct text title, lead;
    struct ui_link create; /* "Raise a change"; empty when the reader may not */
    struct ui_link lifecycle;
    struct ui_links saved;    /* the rulebook's saved lists as tabs, "All" first */
    struct text action;       /* where the filter form is sent with GET */
    struct ui_fields filters; /* selects, lines, dates */
    struct ui_fields more;    /* filters that few need, folded */
    bool more_open;           /* one of them is in force, or wrong */
    struct ui_hiddens keep;   /* what the filter form must carry along: the list, the sort */
    struct ui_links chosen;   /* the filters in force, each a link that takes it away */
    struct text problem;      /* the filter could not be used: why, and what to do */
    struct text count;        /* "38 changes", "1 to 50" */
    struct ui_table table;
    struct text nothing; /* when no row: why, and the next act */
    struct ui_link nothing_link;
    struct ui_link previous, next, csv;
};

struct ui_found {
    struct text title, href, number;
    struct text kind; /* "Change", "Clause", "Person" */
    struct text excerpt;
    struct text when;
    struct ui_tag tag;
};
struct ui_founds {
    struct ui_found *items;
    size_t count, capacity;
};

/* pages/search.html */
struct search_page {
    struct ui_layout layout;  /* query stands in layout.query */
    struct text count;        /* "12 found" */
    struct ui_links scopes;   /* everything, changes, policies ... as tabs */
    struct ui_links commands; /* pages whose name matches: "Raise a change" */
    struct ui_founds found;
    struct text nothing;
    struct ui_link next;
};
