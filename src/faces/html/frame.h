/* One page on its way: the reader's view of the data and the layout around what a handler shows.
 *
 * A handler opens a frame, fills a view struct with frame.layout in it, writes it with
 * page_NAME(frame_begin(...), &view) and sends it with frame_send, after which nothing of the exchange may be
 * touched. Everything lies in the exchange's arena. A handler that does not send closes the frame by leaving
 * (FRAME_SCOPED), and answers otherwise. */
#pragma once

#include "engine/view.h"
#include "faces/face.h"
#include "faces/html/view.h"
#include "http/form.h"

struct frame {
    struct face *face;
    struct http_exchange *exchange;
    struct asked *asked; /* NULL for an address without a route */
    struct arena *arena;
    struct view view;
    struct world *world; /* NULL in a bare frame: nobody is signed in */
    struct ui_layout layout;
};

/* For whoever is signed in; `current` is the address of the rail's entry that the page belongs to
 * ("/change"). False: the data cannot be read, and that has been answered. */
bool frame_open(struct frame *frame, struct asked *asked, struct text current);
/* Without rail and data: sign-in, and what is said to strangers. */
void frame_bare(struct frame *frame, struct face *face, struct http_exchange *exchange);
/* Before answering otherwise, so that what could not be read is noticed. */
void frame_close(struct frame *frame);
/* When that has been answered, and the exchange may be gone. */
void frame_leave(struct frame *frame);
#define FRAME_SCOPED __attribute__((cleanup(frame_leave))) struct frame

/* Adds a step to the breadcrumbs; the last one without an address. */
void frame_crumb(struct frame *frame, struct text label, struct text href);
/* Where the page is written. */
struct buf *frame_begin(struct frame *frame, unsigned status);
/* Gives the data back, then answers. */
void frame_send(struct frame *frame);

/* What a person is: of several roles the one that the rulebook names first. Empty: none. */
struct text frame_post(struct world *world, int64_t person);

/* Reads a form of a signed-in reader and checks that one of our pages sent it. False: answered with 400, 403
 * or 415; a page that was open when they signed in again is offered to be sent once more. */
bool frame_form(struct asked *asked, struct http_form *form);
/* Did the browser say that another site sent this (Sec-Fetch-Site, Origin)? For forms before anybody is
 * signed in. */
bool frame_foreign(const struct http_request *request);
/* Did the browser say that a page of this site sent it? Old ones say nothing. */
bool frame_ours(const struct http_request *request);
/* 303 to an address of this site. Answers. */
void frame_redirect(struct asked *asked, struct text path);

/* The register named in the path, whoever may see it; NULL: no such register (built-in ones have pages of
 * their own). */
const struct reg *frame_register(const struct asked *asked);
