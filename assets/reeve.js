/* What JavaScript adds: a palette, shortcuts, filters that submit themselves, suggestions, a guard for unsaved input,
   relative times. Every page works without it. */
'use strict';

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const first = (selector) => document.querySelector(selector);
const isTyping = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);

/* Palette: every place the page links to by name, and a search for everything else. */
function places() {
  const seen = new Map();
  for (const link of all('.rail a, .menu a, .head .acts a, .col-btns a, .sub a')) {
    const label = link.firstChild.textContent.trim();
    if (label && !seen.has(link.href)) seen.set(link.href, label);
  }
  return [...seen];
}

function paletteRow(label, href) {
  const row = document.createElement('li');
  const link = row.appendChild(document.createElement('a'));
  link.href = href;
  link.textContent = label;
  return row;
}

function fillPalette(list, words) {
  const wanted = words.trim().toLowerCase();
  const rows = places().filter(([, label]) => label.toLowerCase().includes(wanted)).slice(0, 12);
  list.replaceChildren(...rows.map(([href, label]) => paletteRow(label, href)));
  if (wanted) list.append(paletteRow(`Search for “${words.trim()}”`, `/search?q=${encodeURIComponent(words.trim())}`));
}

function makePalette() {
  const dialog = document.createElement('dialog');
  dialog.className = 'palette';
  dialog.setAttribute('aria-label', 'Find a record, a page or a command');
  const input = dialog.appendChild(document.createElement('input'));
  input.setAttribute('aria-label', 'Find a record, a page or a command');
  input.placeholder = 'Type a number, a name or a command';
  const list = dialog.appendChild(document.createElement('ul'));
  input.addEventListener('input', () => fillPalette(list, input.value));
  dialog.addEventListener('keydown', (event) => movePalette(event, dialog, input));
  document.body.append(dialog);
  return { dialog, input, list };
}

function movePalette(event, dialog, input) {
  const stops = [input, ...all('a', dialog)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
  } else if (event.key === 'Enter' && document.activeElement === input && stops[1]) {
    event.preventDefault();
    stops[1].click();
  }
}

let palette;
function openPalette() {
  palette ??= makePalette();
  palette.input.value = '';
  fillPalette(palette.list, '');
  palette.dialog.showModal();
}

/* Single keys: not while typing, not where the reader or a meeting turned them off. */
function moveRow(step) {
  const rows = all('.tbl td:first-child a, .todo .t, .found .t');
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
}

let going = 0;
function follow(selector) {
  const link = first(selector);
  if (link) link.click();
}

function singleKey(key) {
  if (Date.now() - going < 1500 && /^[a-z]$/.test(key)) {
    going = 0;
    follow(`[data-go="${key}"]`);
  } else if (key === 'g') going = Date.now();
  else if (key === '/') first('#q')?.focus();
  else if (key === '?') location.assign('/help/keys');
  else if (key === 'j') moveRow(1);
  else if (key === 'k') moveRow(-1);
  else if (key === 'c') first('#comments textarea')?.focus();
  else if (/^[a-z]$/.test(key)) follow(`[data-key="${key}"]`);
  else return false;
  return true;
}

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && first('#q')) {
    event.preventDefault();
    openPalette();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && !first('dialog[open]') &&
             document.documentElement.dataset.keys !== 'off' && singleKey(event.key)) {
    event.preventDefault();
  }
});

/* Filters submit themselves when something is chosen; typing still ends with Enter or the button. */
for (const form of all('form[data-auto]')) {
  form.addEventListener('change', (event) => {
    if (event.target.matches('select, [type=checkbox], [type=radio]')) form.requestSubmit();
  });
}

/* Records are suggested as their names or numbers are typed, where there are more of them than the page lists. */
function listFor(input) {
  const list = document.createElement('datalist');
  list.id = `${input.id}-found`;
  input.after(list);
  input.setAttribute('list', list.id);
  return list;
}

let asked = 0;
async function suggest(input) {
  const turn = asked += 1;
  await new Promise((done) => { setTimeout(done, 150); });
  if (turn !== asked) return;
  const found = await fetch(`/api/v1/${input.dataset.find}?limit=30&q=${encodeURIComponent(input.value)}`).catch(() => null);
  const { records } = found?.ok ? await found.json() : {};
  if (turn !== asked || !records) return;
  (input.list ?? listFor(input)).replaceChildren(...records.map(({ number, title }) =>
    new Option('', number === title ? number : `${title} (${number})`)));
}

function addBlank(input) {
  const blank = input.cloneNode();
  blank.value = '';
  input.after(blank);
}

addEventListener('input', ({ target }) => {
  if (target.dataset.find && target.value.trim().length > 1 && !/\)$/.test(target.value)) suggest(target);
  if (target.value && target.matches('.many input:last-child')) addBlank(target);
});

/* Ask before leaving a page with unsaved input. */
const unsaved = new Set();
for (const form of all('form[data-guard]')) {
  form.addEventListener('input', () => unsaved.add(form));
  form.addEventListener('submit', () => unsaved.delete(form));
}
addEventListener('beforeunload', (event) => {
  if (unsaved.size) event.preventDefault();
});

/* The relative time stands in the tooltip, beside the absolute one that is shown. */
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];
for (const time of all('time[datetime*=T]')) {
  const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  if (!Number.isNaN(seconds)) time.title = relative.format(Math.round(seconds / size), unit);
}

/* Where there is one column, the text comes before its contents. */
if (matchMedia('(max-width:960px)').matches) first('.contents details')?.removeAttribute('open');

first('#errors')?.focus();
