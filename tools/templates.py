#!/usr/bin/env python3
"""Compiles pages/*.html into C functions over the view structs of src/faces/html/*.h.

    templates.py --views HEADER... --pages DIR [--assets DIR] --c FILE --h FILE

A page file begins with `{{view STRUCT}}` and, when it has a frame, `{{layout NAME}}`; it becomes
`void page_NAME(struct buf *out, const struct STRUCT *view)`. Files of DIR/parts become part_NAME, files of
DIR/layouts become two functions, before and after `{{content}}`.

    {{a.b}}                 a member: text, number, enum or safe_html; looked up in the innermost view that has it
    {{.}}                   the item itself, in a list of texts
    {{#if [not] a}} {{else if a}} {{else}} {{/if}}       given: text or list not empty, flag set
    {{#if a = word}}        an enum member is that constant
    {{#each list}} {{/each}}                             inside, the item's members come first
    {{> part [a]}}          another file, over the member a, or over the innermost view
    {{asset NAME}}          the address of a compiled asset

Where a member stands decides how it is escaped: text, attribute, start of an address (only http(s) or relative), part
of an address (percent-encoded). In a script, a style, a comment, a tag or attribute name, or an unquoted attribute it
is an error. safe_html is written only in text. There is no other way to write anything unescaped.
Every mistake is reported as file:line.
"""
import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import assets  # noqa: E402

URL_ATTRIBUTES = {'href', 'src', 'action', 'formaction', 'cite', 'data', 'poster'}
FORBIDDEN_ELEMENTS = {'style', 'iframe', 'object', 'embed', 'base', 'noscript'}
TOKEN = re.compile(r'\{\{(.*?)\}\}', re.S)


class Mistake(Exception):
    pass


# ---- views ---------------------------------------------------------------------------------------------------------

def read_views(headers):
    """{struct: {member: (type, is_pointer)}} of headers that hold only flat structs and enums."""
    structs = {'text': {}}
    for header in headers:
        source = re.sub(r'/\*.*?\*/|//[^\n]*', '', Path(header).read_text(), flags=re.S)
        for name, body in re.findall(r'\bstruct (\w+) \{([^{}]*)\};', source):
            structs[name] = members(body)
    return structs


def members(body):
    found = {}
    for line in body.split(';'):
        match = re.fullmatch(r'\s*(?:const )?((?:struct |enum )?\w+)\s+(.+?)\s*', line, re.S)
        if match:
            for declared in match.group(2).split(','):
                declared = declared.strip()
                found[declared.lstrip('* ')] = (match.group(1), declared.startswith('*'))
    return found


def struct_of(kind):
    return kind[len('struct '):] if kind.startswith('struct ') else None


# ---- where we stand in the HTML ------------------------------------------------------------------------------------

class Position:
    """A small reader of HTML, fed the literal text of a template, that knows how a value must be escaped here."""

    def __init__(self):
        self.mode, self.tag, self.attribute, self.value = 'text', '', '', ''

    def key(self):
        if self.mode == 'value':
            begun = self.attribute in URL_ATTRIBUTES and self.value != ''
            return self.mode, self.tag, self.attribute, begun
        return self.mode, self.tag if self.mode == 'tag' else ''

    def copy(self):
        other = Position()
        other.__dict__.update(self.__dict__)
        return other

    def feed(self, text):
        at = 0
        while at < len(text):
            at = getattr(self, 'in_' + self.mode)(text, at)

    def in_text(self, text, at):
        less = text.find('<', at)
        if less < 0:
            return len(text)
        if text.startswith('<!--', less):
            self.mode = 'comment'
            return less + 4
        match = re.match(r'<(/?)([a-zA-Z][\w-]*)|<!', text[less:])
        if not match:
            raise Mistake('a bare "<"; write &lt;')
        self.mode, self.attribute = 'tag', ''
        self.tag = (match.group(1) or '') + (match.group(2) or '!').lower()
        if self.tag in FORBIDDEN_ELEMENTS:
            raise Mistake(f'<{self.tag}> has no place in a page')
        return less + match.end()

    def in_comment(self, text, at):
        end = text.find('-->', at)
        if end < 0:
            return len(text)
        self.mode = 'text'
        return end + 3

    def in_tag(self, text, at):
        match = re.compile(r'\s+|/?>|([^\s=>"\'/]+)(=?)("?)').match(text, at)
        if not match:
            raise Mistake(f'a tag that cannot be read: {text[at:at + 20]!r}')
        if match.group().endswith('>') and not match.group(1):
            self.mode = 'script' if self.tag == 'script' else 'text'
        elif match.group(1):
            self.begin_attribute(match)
        return match.end()

    def begin_attribute(self, match):
        self.attribute = match.group(1).lower()
        if self.attribute == 'style' or self.attribute.startswith('on') or self.attribute == 'srcdoc':
            raise Mistake(f'attribute {self.attribute}: no inline style or script')
        if match.group(2):
            if not match.group(3):
                raise Mistake(f'attribute {self.attribute}: put its value in double quotes')
            self.mode, self.value = 'value', ''

    def in_value(self, text, at):
        end = text.find('"', at)
        self.value += text[at:end] if end >= 0 else text[at:]
        if end < 0:
            return len(text)
        self.mode = 'tag'
        return end + 1

    def in_script(self, text, at):
        if not text.startswith('</script>', at):
            raise Mistake('a script written into a page; put it in assets/')
        self.mode = 'text'
        return at + len('</script>')

    def escaping(self):
        if self.mode == 'text':
            return 'text'
        if self.mode != 'value':
            raise Mistake('a value cannot stand in a tag, a comment or a script')
        if self.attribute not in URL_ATTRIBUTES:
            return 'attribute'
        return 'url' if self.value == '' else 'url_part'

    def wrote(self):
        if self.mode == 'value':
            self.value += '\0'


# ---- one file ------------------------------------------------------------------------------------------------------

class Template:
    def __init__(self, house, path, name, kind):
        self.house, self.path, self.name, self.kind = house, path, name, kind
        self.source = path.read_text()
        self.line, self.out, self.indent = 1, [], 1
        self.position = Position()
        self.blocks = []  # (word, line, position at start, position at the end of the first branch)
        self.scopes = []  # (C expression of a pointer, struct)
        self.layout = self.view = None
        self.loops = 0

    def emit(self, line):
        self.out.append('    ' * self.indent + line)

    def compile(self):
        try:
            self.walk()
            if self.blocks:
                self.line = self.blocks[-1]['line']
                raise Mistake(f'{{{{#{self.blocks[-1]["word"]}}}}} is never closed')
            if not self.view:
                raise Mistake('begin with {{view STRUCT}}')
            if self.position.mode != 'text':
                raise Mistake('the file ends inside a tag')
        except Mistake as mistake:
            sys.exit(f'{self.path}:{self.line}: {mistake}')
        return self

    def walk(self):
        at = 0
        for match in TOKEN.finditer(self.source):
            self.literal(self.source[at:match.start()])
            self.token(match.group(1).strip())
            self.line += match.group().count('\n')
            at = match.end()
        self.literal(self.source[at:])

    def literal(self, text):
        for line in text.splitlines(keepends=True):
            self.position.feed(line)
            self.line += line.endswith('\n')
        squeezed = re.sub(r'\s*\n\s*', '\n', text)
        if squeezed.strip() and not self.view:
            raise Mistake('begin with {{view STRUCT}}')
        if squeezed.strip() or (squeezed and self.out):
            self.write_literal(squeezed)

    def write_literal(self, text):
        for chunk in re.findall(r'(?s).{1,400}', text):
            quoted = chunk.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('??', '?\\?')
            self.emit(f'html_literal(out, "{quoted}", {len(chunk.encode())});')

    def token(self, token):
        word, _, rest = token.partition(' ')
        rest = rest.strip()
        handler = {'view': self.do_view, 'layout': self.do_layout, 'content': self.do_content, '#if': self.do_if,
                   'else': self.do_else, '/if': self.do_end, '#each': self.do_each, '/each': self.do_end,
                   '>': self.do_part, 'asset': self.do_asset}.get(word)
        if handler:
            handler(rest, word) if handler == self.do_end else handler(rest)
        elif token == '.' or re.fullmatch(r'[a-z_][\w.]*', token):
            self.do_value(token)
        else:
            raise Mistake(f'{{{{{token}}}}} means nothing here')

    def do_view(self, name):
        if name not in self.house.views:
            raise Mistake(f'no struct {name} in the views')
        self.view = name
        self.scopes.append(('view', name))

    def do_layout(self, name):
        if name not in self.house.layouts:
            raise Mistake(f'no layout {name}')
        self.layout = name
        self.emit(f'layout_{name}_begin(out, &view->layout);')

    def do_content(self, _):
        if self.kind != 'layout' or self.blocks or self.position.mode != 'text':
            raise Mistake('{{content}} belongs in the body of a layout, outside any block')
        self.out += ['}', '', self.house.signature(f'layout_{self.name}_end', self.view), '{']

    def find(self, path):
        """(C expression, type) of a dotted path, from the innermost view outwards."""
        if path == '.':
            return f'(*{self.scopes[-1][0]})', f'struct {self.scopes[-1][1]}'
        first, *rest = path.split('.')
        for expression, struct in reversed(self.scopes):
            if first in self.house.views[struct]:
                return self.follow(f'{expression}->{first}', self.house.views[struct][first], rest)
        known = ', '.join(f'struct {struct}' for _, struct in reversed(self.scopes))
        raise Mistake(f'no member {first} in {known}')

    def follow(self, expression, kind, rest):
        for name in rest:
            struct = struct_of(kind[0])
            if kind[1] or struct not in self.house.views or name not in self.house.views[struct]:
                raise Mistake(f'no member {name} in {kind[0]}')
            expression, kind = f'{expression}.{name}', self.house.views[struct][name]
        if kind[1]:
            raise Mistake(f'{expression} is a pointer; loop over its list')
        return expression, kind[0]

    def is_list(self, kind):
        of = self.house.views.get(struct_of(kind) or '', {})
        return 'items' in of and of['items'][1] and 'count' in of

    def do_value(self, path):
        expression, kind = self.find(path)
        how = self.position.escaping()
        if kind == 'struct safe_html':
            if how != 'text':
                raise Mistake(f'{path} is HTML and stands only in text')
            self.emit(f'html_safe(out, {expression});')
        elif kind == 'struct text':
            self.emit(f'html_{how}(out, {expression});')
        elif kind in ('int64_t', 'size_t'):
            self.emit(f'html_int(out, (int64_t){expression});')
        elif kind.startswith('enum '):
            self.emit(f'html_text(out, text_of({kind[5:]}_word({expression})));')
        else:
            raise Mistake(f'{path} is {kind}, which cannot be written')
        self.position.wrote()

    def condition(self, test):
        match = re.fullmatch(r'(not )?(\.|[a-z_][\w.]*)(?: = (\w+))?', test)
        if not match:
            raise Mistake(f'cannot read the test {test!r}')
        expression, kind = self.find(match.group(2))
        if match.group(3):
            if not kind.startswith('enum '):
                raise Mistake(f'{match.group(2)} is {kind}, not an enum')
            given = f'{expression} == {kind[5:].upper()}_{match.group(3).upper()}'
            return f'!({given})' if match.group(1) else given
        if kind == 'struct text':
            given = f'{expression}.n'
        elif kind == 'struct safe_html':
            given = f'{expression}.html.n'
        elif self.is_list(kind):
            given = f'{expression}.count'
        elif kind in ('bool', 'int64_t', 'size_t'):
            given = expression
        else:
            raise Mistake(f'{match.group(2)} is {kind}, which is never missing')
        return f'!{given}' if match.group(1) else given

    def open_block(self, word, line):
        self.blocks.append({'word': word, 'line': self.line, 'start': self.position.copy(), 'end': None})
        self.emit(line)
        self.indent += 1

    def close_branch(self):
        block = self.blocks[-1]
        if block['end'] is None:
            block['end'] = self.position.copy()
        elif block['end'].key() != self.position.key():
            raise Mistake(f'the branches of {{{{#{block["word"]}}}}} end in different places of a tag')

    def do_if(self, test):
        self.open_block('if', f'if ({self.condition(test)}) {{')

    def do_else(self, rest):
        if not self.blocks or self.blocks[-1]['word'] != 'if' or self.blocks[-1].get('last'):
            raise Mistake('{{else}} without {{#if}}')
        self.close_branch()
        self.position = self.blocks[-1]['start'].copy()
        self.indent -= 1
        if rest:
            if not rest.startswith('if '):
                raise Mistake('write {{else}} or {{else if ...}}')
            self.emit(f'}} else if ({self.condition(rest[3:].strip())}) {{')
        else:
            self.blocks[-1]['last'] = True
            self.emit('} else {')
        self.indent += 1

    def do_each(self, path):
        expression, kind = self.find(path)
        if not self.is_list(kind):
            raise Mistake(f'{path} is {kind}, not a list')
        item = struct_of(self.house.views[struct_of(kind)]['items'][0])
        self.loops += 1
        i, name = f'i{self.loops}', f'item{self.loops}'
        self.open_block('each', f'for (size_t {i} = 0; {i} < {expression}.count; {i}++) {{')
        self.emit(f'const struct {item} *{name} = &{expression}.items[{i}];')
        self.scopes.append((name, item))

    def do_end(self, _, word):
        if not self.blocks or self.blocks[-1]['word'] != word[1:]:
            raise Mistake(f'{{{{{word}}}}} closes nothing')
        self.close_branch()
        block = self.blocks.pop()
        if not block.get('last') and block['start'].key() != self.position.key():
            raise Mistake(f'{{{{#{block["word"]}}}}} must end where it began: in the same tag or text')
        self.position = block['start'].copy() if not block.get('last') else block['end'].copy()
        if block['word'] == 'each':
            self.scopes.pop()
        self.indent -= 1
        self.emit('}')

    def do_part(self, rest):
        name, _, path = rest.partition(' ')
        part = self.house.parts.get(name)
        if not part:
            raise Mistake(f'no part {name}')
        if self.position.mode != 'text':
            raise Mistake('a part stands only in text')
        if path.strip():
            expression, kind = self.find(path.strip())
            expression, struct = f'&{expression}', struct_of(kind)
        else:
            expression, struct = self.scopes[-1]
        if struct != part:
            raise Mistake(f'part {name} wants struct {part}, not struct {struct}')
        self.emit(f'part_{name}(out, {expression});')

    def do_asset(self, name):
        if self.position.escaping() not in ('url', 'attribute'):
            raise Mistake('an asset stands in an attribute')
        source = self.house.assets / name
        if not source.is_file():
            raise Mistake(f'no asset {name}')
        address = assets.address(source)
        self.write_literal(address)
        self.position.feed(address)


class House:
    """Every template, and what they may call."""

    def __init__(self, views, pages, asset_folder):
        self.views, self.pages, self.assets = views, Path(pages), Path(asset_folder)
        self.layouts = {path.stem for path in self.files('layouts')}
        self.parts = {path.stem: self.view_of(path) for path in self.files('parts')}

    def files(self, folder):
        return sorted((self.pages / folder).glob('*.html')) if folder else sorted(self.pages.glob('*.html'))

    @staticmethod
    def view_of(path):
        match = re.search(r'\{\{view (\w+)\}\}', path.read_text())
        if not match:
            sys.exit(f'{path}:1: begin with {{{{view STRUCT}}}}')
        return match.group(1)

    @staticmethod
    def signature(name, view):
        return f'void {name}(struct buf *out, const struct {view} *view)'

    def functions(self):
        """(signatures, C lines) of everything."""
        signatures, code = [], []
        for kind, folder in (('layout', 'layouts'), ('part', 'parts'), ('page', '')):
            for path in self.files(folder):
                template = Template(self, path, path.stem, kind).compile()
                name = f'{kind}_{path.stem}' + ('_begin' if kind == 'layout' else '')
                signatures.append(self.signature(name, template.view))
                if kind == 'layout':
                    signatures.append(self.signature(f'layout_{path.stem}_end', template.view))
                body = template.out
                if template.layout:
                    body.append(f'    layout_{template.layout}_end(out, &view->layout);')
                if not any('view->' in line or '(out, view)' in line for line in body):
                    body.insert(0, '    (void)view;')
                code += ['', self.signature(name, template.view), '{', *body, '}']
        return signatures, code


def main():
    options = argparse.ArgumentParser(description='Compiles page templates into C.')
    for name in ('--pages', '--assets', '--c', '--h'):
        options.add_argument(name, required=True)
    options.add_argument('--views', nargs='+', required=True)
    given = options.parse_args()
    house = House(read_views(given.views), given.pages, given.assets)
    signatures, code = house.functions()
    includes = [f'#include "{header[header.index("faces/html"):]}"' if 'faces/html' in header
                else f'#include "{Path(header).name}"' for header in sorted(given.views)]
    said = '/* Compiled from pages/ by tools/templates.py. */'
    Path(given.h).write_text('\n'.join([said, '#pragma once', '', '#include "base/buf.h"', *includes, '',
                                        *(line + ';' for line in signatures), '']))
    Path(given.c).write_text('\n'.join([said, f'#include "{Path(given.h).name}"', '#include "faces/html/escape.h"', *code, '']))


if __name__ == '__main__':
    main()
