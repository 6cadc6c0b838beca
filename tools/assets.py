#!/usr/bin/env python3
"""Compiles the files of assets/ into a C table, each under an address that names its content.

    assets.py --c FILE ASSET...
"""
import argparse
import gzip
import hashlib
from pathlib import Path

TYPES = {'.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml'}


def address(path):
    """/assets/reeve.0a1b2c3d4e5f.css: a changed file has another address, so every copy may be kept for ever."""
    path = Path(path)
    return f'/assets/{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}'


def array(name, data):
    lines = [', '.join(str(byte) for byte in data[at:at + 24]) for at in range(0, len(data), 24)]
    return f'static const unsigned char {name}[] = {{\n    ' + ',\n    '.join(lines) + '};\n'


def main():
    options = argparse.ArgumentParser(description='Compiles assets into C.')
    options.add_argument('--c', required=True)
    options.add_argument('files', nargs='+')
    given = options.parse_args()
    arrays, rows = [], []
    for i, path in enumerate(sorted(map(Path, given.files))):
        data = path.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        arrays += [array(f'plain{i}', data), array(f'packed{i}', packed)]
        rows.append(f'    {{"{address(path)}", "{TYPES[path.suffix]}", plain{i}, {len(data)}, packed{i}, {len(packed)}}},')
    Path(given.c).write_text('/* Compiled from assets/ by tools/assets.py. */\n#include "faces/html/assets.h"\n\n'
                             + '\n'.join(arrays) + '\nconst struct asset assets[] = {\n' + '\n'.join(rows)
                             + f'\n}};\nconst size_t assets_count = {len(rows)};\n')


if __name__ == '__main__':
    main()
