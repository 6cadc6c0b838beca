/* Boards in words: when they meet, who must be there, how they decide; and the parts their pages share. */
#pragma once

#include "engine/board.h"
#include "faces/html/frame.h"
#include "faces/html/page_board.h"

/* "Weekly on Tuesday at 10:00 for 1 hour" */
struct text board_meets(struct arena *arena, const struct board *board);
/* "Every seat must be filled" */
struct text board_quorum(struct arena *arena, const struct board *board);
/* "By majority", and what that means: "More for than against; abstentions do not count" */
struct text board_decides(const struct board *board, struct text *meaning);
/* "Change Manager, their deputy, or Change Co-ordinator" */
struct text board_runners(struct arena *arena, const struct board *board);
/* "/board/cab"; with a meeting "/board/cab/CAB-2026-47" */
struct text board_href(struct arena *arena, const struct board *board, struct text meeting);
/* The first regular start after the world's moment, or INT64_MIN for a board that meets when called. */
int64_t board_next_start(struct world *world, const struct board *board);
/* The board named in the path, or NULL. */
const struct board *board_asked(const struct asked *asked);
struct ui_tag board_state(enum meeting_state state);
