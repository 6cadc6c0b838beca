#!/usr/bin/env python3
"""Tests of the template compiler: what it writes for each position, and every mistake with its line."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

COMPILER = Path(__file__).with_name('templates.py')

VIEWS = '''
struct safe_html { struct text html; };
enum ui_tone { UI_TONE_OFF, UI_TONE_OK };
struct ui_item { struct text label; /* a comment; with a semicolon */ struct text href; };
struct ui_items { struct ui_item *items; size_t count, capacity; };
struct ui_texts { struct text *items; size_t count, capacity; };
struct ui_layout { struct text title; };
struct a_page { struct ui_layout layout; struct text title, href; bool on; int64_t n; enum ui_tone tone;
  struct safe_html html; struct ui_items list; struct ui_texts words; struct ui_item one; };
'''

WRITES = [
    ('{{title}}', ['html_text(out, view->title);']),
    ('{{n}} {{html}} {{tone}}', ['html_int(out, (int64_t)view->n);', 'html_safe(out, view->html);',
                                 'html_text(out, text_of(ui_tone_word(view->tone)));']),
    ('<p title="{{title}}">', ['html_attribute(out, view->title);']),
    ('<p title="a {{title}}">', ['html_attribute(out, view->title);']),
    ('<a href="{{href}}">', ['html_url(out, view->href);']),
    ('<form action="{{href}}">', ['html_url(out, view->href);']),
    ('<a href="/x/{{title}}?y={{title}}">', ['html_url_part(out, view->title);'] * 2),
    ('<a href="{{href}}{{title}}">', ['html_url(out, view->href);', 'html_url_part(out, view->title);']),
    ('{{one.label}}', ['html_text(out, view->one.label);']),
    ('{{#if title}}a{{else if on}}b{{else}}c{{/if}}', ['if (view->title.n) {', '} else if (view->on) {', '} else {']),
    ('{{#if not list}}a{{/if}}', ['if (!view->list.count) {']),
    ('{{#if tone = ok}}a{{/if}}', ['if (view->tone == UI_TONE_OK) {']),
    ('{{#each list}}{{label}}{{title}}{{/each}}', ['for (size_t i1 = 0; i1 < view->list.count; i1++) {',
                                                   'html_text(out, item1->label);', 'html_text(out, view->title);']),
    ('{{#each words}}{{.}}{{/each}}', ['html_text(out, (*item1));']),
    ('<p{{#if on}} hidden{{/if}}>{{title}}', ['html_text(out, view->title);']),
    ('{{> bit one}}', ['part_bit(out, &view->one);']),
    ('{{#each list}}{{> bit}}{{/each}}', ['part_bit(out, item1);']),
    ('{{layout frame}}x', ['layout_frame_begin(out, &view->layout);', 'layout_frame_end(out, &view->layout);']),
    ('"\\ é', ['html_literal(out, "\\n\\"\\\\ é", 6);']),
]

MISTAKES = [
    ('{{nothing}}', 'no member nothing in struct a_page'),
    ('{{one.nothing}}', 'no member nothing in struct ui_item'),
    ('{{on}}', 'on is bool, which cannot be written'),
    ('{{one}}', 'one is struct ui_item, which cannot be written'),
    ('<p title="{{html}}">', 'html is HTML and stands only in text'),
    ('<p {{title}}>', 'a value cannot stand in a tag, a comment or a script'),
    ('<!-- {{title}} -->', 'a value cannot stand in a tag, a comment or a script'),
    ('<script>{{title}}</script>', 'a value cannot stand in a tag, a comment or a script'),
    ('<script>go()</script>', 'a script written into a page; put it in assets/'),
    ('<style>p{}</style>', '<style> has no place in a page'),
    ('<p style="{{title}}">', 'attribute style: no inline style or script'),
    ('<p onclick="{{title}}">', 'attribute onclick: no inline style or script'),
    ('<p title={{title}}>', 'attribute title: put its value in double quotes'),
    ("<p title='{{title}}'>", 'attribute title: put its value in double quotes'),
    ('{{#if on}}', '{{#if}} is never closed'),
    ('{{/if}}', '{{/if}} closes nothing'),
    ('{{#each on}}{{/each}}', 'on is bool, not a list'),
    ('<p{{#if on}}>{{/if}}', '{{#if}} must end where it began: in the same tag or text'),
    ('{{#if on}}<a href="{{else}}b{{/if}}', 'the branches of {{#if}} end in different places of a tag'),
    ('{{> none}}', 'no part none'),
    ('{{> bit}}', 'part bit wants struct ui_item, not struct a_page'),
    ('{{layout none}}', 'no layout none'),
    ('{{asset none.css}}', 'an asset stands in an attribute'),
    ('<link href="{{asset none.css}}">', 'no asset none.css'),
    ('{{What}}', '{{What}} means nothing here'),
]


def compile_page(body):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ('pages/parts', 'pages/layouts', 'assets'):
            (root / name).mkdir(parents=True)
        (root / 'view.h').write_text(VIEWS)
        (root / 'pages/page.html').write_text('{{view a_page}}\n' + body)
        (root / 'pages/parts/bit.html').write_text('{{view ui_item}}{{label}}')
        (root / 'pages/layouts/frame.html').write_text('{{view ui_layout}}<b>{{title}}</b>{{content}}<i>end</i>')
        run = subprocess.run([sys.executable, COMPILER, '--views', root / 'view.h', '--pages', root / 'pages', '--assets',
                              root / 'assets', '--c', root / 'p.c', '--h', root / 'p.h'], capture_output=True, text=True)
        code = (root / 'p.c').read_text().split('void page_page')[-1] if run.returncode == 0 else ''
        return run.returncode, code, run.stderr


class Templates(unittest.TestCase):
    def test_every_position_is_escaped_its_own_way(self):
        for body, expected in WRITES:
            with self.subTest(body):
                status, code, said = compile_page(body)
                self.assertEqual(status, 0, said)
                at = 0
                for line in expected:
                    self.assertIn(line, code[at:])
                    at = code.index(line, at) + len(line)

    def test_every_mistake_is_told_with_its_line(self):
        for body, expected in MISTAKES:
            with self.subTest(body):
                status, _, said = compile_page(body)
                self.assertNotEqual(status, 0)
                self.assertIn('page.html:2: ', said)
                self.assertIn(expected, said)


if __name__ == '__main__':
    unittest.main()
