/* The handlers of the API, one for each address; api.c holds the table of them. */
#pragma once

#include "faces/face.h"

/* records.c */
void call_list(struct asked *asked);
void call_open(struct asked *asked);
void call_get(struct asked *asked);
void call_edit(struct asked *asked);
void call_act(struct asked *asked);
void call_comment(struct asked *asked);
void call_events(struct asked *asked);
/* files.c */
void call_file_put(struct asked *asked);
void call_file_get(struct asked *asked);
void call_file_own(struct asked *asked);
/* boards.c */
void call_meetings(struct asked *asked);
void call_meeting_new(struct asked *asked);
void call_meeting(struct asked *asked);
void call_attendance(struct asked *asked);
void call_meeting_open(struct asked *asked);
void call_meeting_close(struct asked *asked);
void call_decide(struct asked *asked);
/* people.c */
void call_person_new(struct asked *asked);
void call_person_edit(struct asked *asked);
void call_grant(struct asked *asked);
void call_grant_end(struct asked *asked);
void call_password(struct asked *asked);
void call_deactivate(struct asked *asked);
void call_activate(struct asked *asked);
void call_deputy(struct asked *asked);
void call_deputy_end(struct asked *asked);
void call_absence(struct asked *asked);
void call_absence_end(struct asked *asked);
void call_explain(struct asked *asked);
/* describe.c */
void call_describe(struct asked *asked);
void call_openapi(struct asked *asked);
void call_health(struct asked *asked);
void call_metrics(struct asked *asked);
void call_clock(struct asked *asked);
/* 501: what the address is for, and that it is not there yet. */
void call_later(struct asked *asked);

/* A parameter of the path. */
struct text call_parameter(const struct asked *asked, const char *name);
/* Begins a JSON answer; call_end sends it. */
struct json call_begin(struct asked *asked, unsigned status);
void call_end(struct asked *asked);
/* Closes the view first; 404 where nothing was `found`. */
void call_close(struct asked *asked, struct view *view, bool found);
/* The record of the path, as the one who asks may see it, or NULL. */
struct record_view *call_record(const struct asked *asked, struct world *world);
/* Answers with the record a command was about, 201 when it was made. */
void call_answer_record(struct face_command *done);
/* 404: no such thing, or not theirs to see. */
void call_missing(struct asked *asked);
