/* The stylesheet, the script and the icon, compiled in by tools/assets.py. */
#pragma once

#include <stddef.h>

struct asset {
    const char *path; /* "/assets/reeve.0a1b2c3d4e5f.css"; names its content, so it may be kept for ever */
    const char *type; /* Content-Type */
    const unsigned char *bytes;
    size_t size;
    const unsigned char *packed; /* the same under gzip */
    size_t packed_size;
};

extern const struct asset assets[];
extern const size_t assets_count;
