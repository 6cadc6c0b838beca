#include "rules/check.h"

static void check_board(struct loader *loader, const struct board *board)
{
    for (size_t i = 0; i < board->member_count; i++)
        for (size_t j = 0; j < i; j++)
            if (board->members[i] && board->members[i] == board->members[j])
                problem_add(loader->problems, board->place,
                            "the board `%.*s` has two seats for `%.*s`: one each", TEXT_ARGS(board->name),
                            TEXT_ARGS(board->members[i]->name));
    if (board->quorum > 0 && (size_t)board->quorum > board->member_count)
        problem_add(loader->problems, board->place, "the quorum of `%.*s` is %d seats, but it has %zu",
                    TEXT_ARGS(board->name), board->quorum, board->member_count);
}

static void check_sorts(struct loader *loader, const struct reg *reg)
{
    for (size_t i = 0; i < reg->list_count; i++)
        for (size_t j = 0; j < reg->lists[i]->sort_count; j++)
            if (reg->lists[i]->sort[j].value->type.many)
                problem_add(loader->problems, reg->lists[i]->sort[j].value->place,
                            "a field that holds many cannot be sorted by");
}

static void check_register(struct loader *loader, struct reg *reg)
{
    check_register_names(loader, reg);
    check_fields(loader, reg);
    check_edits(loader, reg);
    check_actions(loader, reg);
    check_sorts(loader, reg);
    if (reg->builtin)
        return;
    check_number_format(loader, reg);
    if (reg->states->count && !reg->broken)
        check_reach(loader, reg);
    else if (!reg->broken)
        problem_add(loader->problems, reg->place,
                    "the register `%.*s` lists no states: write `states open, closed` or the like",
                    TEXT_ARGS(reg->name));
}

void check_rulebook(struct loader *loader)
{
    struct rulebook *rulebook = loader->rulebook;
    check_names(loader);
    for (size_t i = 0; i < rulebook->board_count; i++)
        check_board(loader, rulebook->boards[i]);
    for (size_t i = 0; i < rulebook->register_count; i++)
        check_register(loader, rulebook->registers[i]);
}
