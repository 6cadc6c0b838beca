#include "rules/parser.h"

/* role = "role" NAME STRING {"single" | "granted" "by" expr | "per" CHOICE} [cites] */
void parse_role(struct parser *parser)
{
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a role's name");
    if (parser->broken || parse_full(parser, rulebook->role_count, "roles"))
        return;
    struct role *role = ARENA_NEW(parser->arena, struct role);
    *LIST_PUSH(parser->arena, rulebook->roles, rulebook->role_count) = role;
    *role = (struct role){.place = name.place, .name = name.text};
    role->label = parse_label(parser, name.text);
    for (;;) {
        if (parse_take(parser, "single"))
            role->single = true;
        else if (parse_take(parser, "granted")) {
            parse_expect(parser, "by");
            role->granted_by = parse_expr(parser);
        } else if (parse_take(parser, "per")) {
            role->per = parse_choice_name(parser);
            role->per_name = role->per->name;
        } else
            break;
    }
    if (parser->broken)
        role->granted_by = NULL;
    parse_cites(parser, &role->cites);
}

/* meets = (("weekly" | "fortnightly" | "monthly") "on" DAY "at" CLOCK | "when" "called") ["for" DURATION] */
static void parse_meets(struct parser *parser, struct board *board)
{
    static const char *const rhythms[] = {"when", "weekly", "fortnightly", "monthly", NULL};
    int rhythm = parse_word(parser, rhythms, "weekly, fortnightly, monthly or `when called`");
    if (rhythm < 0)
        return;
    board->meets = (enum meets_rule)rhythm;
    if (rhythm == MEETS_WHEN_CALLED)
        parse_expect(parser, "called");
    else {
        parse_expect(parser, "on");
        board->weekday = parse_weekday(parser);
        parse_expect(parser, "at");
        board->at = parse_clock(parser);
    }
    if (parse_take(parser, "for"))
        board->lasts = parse_span(parser);
}

static void parse_members(struct parser *parser, struct board *board)
{
    do {
        const struct role *role = parse_role_name(parser);
        if (!parser->broken)
            *LIST_PUSH(parser->arena, board->members, board->member_count) = role;
    } while (parse_take(parser, ","));
}

static void parse_quorum(struct parser *parser, struct board *board)
{
    struct place place = parse_peek(parser, 0)->place;
    if (parse_take(parser, "all"))
        board->quorum = QUORUM_ALL;
    else if (parse_take(parser, "majority"))
        board->quorum = QUORUM_MAJORITY;
    else if (!parse_is_kind(parser, TOKEN_NUMBER))
        parse_fail(parser, "all, majority or a number of seats");
    else {
        int64_t seats = parse_number(parser, "a number of seats");
        board->quorum = seats > 1000 ? 1000 : (int)seats;
        if (!seats)
            problem_add(parser->problems, place,
                        "a quorum of 0 seats lets an empty board decide: give at least 1");
    }
}

/* agenda = REGISTER ["where" expr] {"," ...} */
static void parse_agenda(struct parser *parser, struct board *board)
{
    do {
        const struct reg *reg = parse_register_name(parser);
        struct expr *where = parse_take(parser, "where") ? parse_expr(parser) : NULL;
        if (!parser->broken)
            *LIST_PUSH(parser->arena, board->agenda, board->agenda_count) =
                (struct agenda_item){.reg = reg, .where = where};
    } while (parse_take(parser, ","));
}

enum board_word { B_MEETS, B_CHAIR, B_SECRETARY, B_MEMBERS, B_ABSENT, B_QUORUM, B_DECIDES, B_AGENDA, B_CITE };

static void parse_board_statement(struct parser *parser, int word, void *object)
{
    static const char *const absent[] = {"deputy", "noted", "approves", NULL};
    static const char *const decides[] = {"majority", "unanimous", "chair", NULL};
    struct board *board = object;
    int choice = 0;
    switch ((enum board_word)word) {
    case B_MEETS:
        parse_meets(parser, board);
        break;
    case B_CHAIR:
        board->chair = parse_role_name(parser);
        break;
    case B_SECRETARY:
        board->secretary = parse_role_name(parser);
        break;
    case B_MEMBERS:
        parse_members(parser, board);
        break;
    case B_ABSENT:
        choice = parse_word(parser, absent, "deputy, noted or approves");
        board->absent = choice < 0 ? ABSENT_DEPUTY : (enum absent_rule)choice;
        break;
    case B_QUORUM:
        parse_quorum(parser, board);
        break;
    case B_DECIDES:
        choice = parse_word(parser, decides, "majority, unanimous or chair");
        board->decides = choice < 0 ? DECIDES_MAJORITY : (enum decides_rule)choice;
        break;
    case B_AGENDA:
        parse_agenda(parser, board);
        break;
    case B_CITE:
        parser->at--; /* parse_cites takes the word itself */
        parse_cites(parser, &board->cites);
        break;
    }
}

/* board = "board" NAME STRING "{" {statement} "}" */
void parse_board(struct parser *parser)
{
    static const char *const words[] = {"meets",  "chair",   "secretary", "members", "absent",
                                        "quorum", "decides", "agenda",    "cite",    NULL};
    struct rulebook *rulebook = parser->rulebook;
    struct name name = parse_name(parser, "a board's name");
    if (parser->broken || parse_full(parser, rulebook->board_count, "boards"))
        return;
    struct board *board = ARENA_NEW(parser->arena, struct board);
    *LIST_PUSH(parser->arena, rulebook->boards, rulebook->board_count) = board;
    *board = (struct board){.place = name.place, .name = name.text, .quorum = QUORUM_ALL};
    board->label = parse_label(parser, name.text);
    size_t before = parser->problems->count;
    parse_block(parser, "a board", words, parse_board_statement, board);
    if (parser->problems->count > before)
        return;
    if (!board->chair)
        problem_add(parser->problems, board->place, "the board `%.*s` has no chair: write `chair ROLE`",
                    TEXT_ARGS(board->name));
    if (!board->member_count)
        problem_add(parser->problems, board->place, "the board `%.*s` has no members",
                    TEXT_ARGS(board->name));
}
