/* look.js DIR [--shots DIR]: every page of DIR at three widths, light and dark: axe finds nothing, nothing scrolls
   sideways, targets are large enough, html-validate is content, and the budgets hold. */
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const [folder, option, shots] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WIDTHS = [1280, 390, 320];
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";

let passed = 0;
let failed = 0;
function check(what, problems) {
  if (problems.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAILED ${what}`);
  for (const problem of problems.slice(0, 8)) console.log(`    ${problem}`);
}

function serve() {
  const server = createServer((request, response) => {
    const path = join(folder, new URL(request.url, 'http://x').pathname);
    if (!existsSync(path)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[path.split('.').pop()], 'content-security-policy': POLICY });
    response.end(readFileSync(path));
  });
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server)); });
}

async function axe(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`));
}

const sideways = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > width + 1)
    .map((node) => `${node.tagName.toLowerCase()}.${node.className} reaches ${Math.round(node.getBoundingClientRect().right)}`);
});

async function lookAt(browser, base, name, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: width === 1280 ? 900 : 844 }, colorScheme, bypassCSP: false });
  const page = await context.newPage();
  const refused = [];
  page.on('console', (message) => { if (message.type() === 'error') refused.push(message.text()); });
  page.on('pageerror', (error) => refused.push(String(error)));
  await page.goto(`${base}/${name}`);
  const what = `${name} at ${width} ${colorScheme}`;
  check(`${what}: axe`, await axe(page));
  check(`${what}: sideways`, await sideways(page));
  check(`${what}: console`, refused);
  if (shots) await page.screenshot({ path: join(shots, `${name.replace('.html', '')}-${width}-${colorScheme}.png`), fullPage: true });
  await context.close();
}

async function checkSource(name) {
  const source = readFileSync(join(folder, name), 'utf8');
  const validate = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'no-implicit-input-type': 'off', 'form-dup-name': 'off', 'valid-id': ['error', { relaxed: true }] } });
  const report = await validate.validateString(source);
  check(`${name}: html-validate`, report.results.flatMap((file) => file.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)));
  check(`${name}: at most 30 KB`, gzipSync(source).length <= 30720 ? [] : [`${gzipSync(source).length} bytes`]);
}

function checkBudgets() {
  for (const name of readdirSync(join(folder, 'assets'))) {
    const size = gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length;
    const limit = name.endsWith('.js') ? 8192 : 10240;
    check(`${name}: at most ${limit} bytes packed`, size <= limit ? [] : [`${size} bytes`]);
  }
}

async function checkPalette(browser, base) {
  const page = await browser.newPage();
  await page.goto(`${base}/record.html`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('releas');
  check('palette: finds a place by name', await page.locator('dialog.palette li a').first().textContent() === 'Releases' ? [] : ['Releases is not first']);
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 5, y: 890 } });
  await page.keyboard.press('/');
  check('shortcut: / goes to the search box', await page.evaluate(() => document.activeElement.id) === 'q' ? [] : ['it does not']);
  await page.goto(`${base}/form-refused.html`);
  check('a refused form: the summary has the focus', await page.evaluate(() => document.activeElement.id) === 'errors' ? [] : ['it does not']);
  await page.goto(`${base}/meeting.html`);
  await page.keyboard.press('/');
  check('shortcut: off in a meeting', await page.evaluate(() => document.activeElement.id) === 'q' ? ['it is on'] : []);
  await page.close();
}

/* Typing in a field that refers to records fills the list that the browser shows. */
async function checkSuggestions(browser, base) {
  const page = await browser.newPage();
  const questions = [];
  await page.route('**/api/v1/**', (route) => {
    questions.push(new URL(route.request().url()));
    return route.fulfill({ json: { records: [{ number: 'AST-00043', title: 'Officers’ phones' }] } });
  });
  await page.goto(`${base}/form.html`);
  await page.locator('[name=services]').last().pressSequentially('phon');
  const option = page.locator('#list-asset option');
  await option.and(page.locator('[value^="Officers"]')).waitFor({ state: 'attached', timeout: 2000 }).catch(() => {});
  check('suggestions: by name and number', await option.first().getAttribute('value') === 'Officers’ phones (AST-00043)' ? [] : ['it is not there']);
  check('suggestions: asked for once, in the register that is referred to', questions.length === 1 &&
    questions[0].pathname === '/api/v1/asset' && questions[0].searchParams.get('q') === 'phon' ? [] : questions.map(String));
  check('suggestions: a box that is filled is followed by a blank one', await page.locator('[name=services]').last().inputValue() === '' ? [] : ['it is not']);
  await page.close();
}

async function checkPrint(browser, base) {
  const page = await browser.newPage();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.goto(`${base}/record.html`);
  for (const [what, selector, wanted] of [['no chrome', '.top', false], ['no buttons', '.decision', false], ['marking at the head', '.mark-top', true],
    ['marking at the foot', '.mark-foot', true], ['a note that copies are uncontrolled', 'text=Printed copies are uncontrolled', true]]) {
    check(`print: ${what}`, await page.locator(selector).isVisible() === wanted ? [] : ['it is not so']);
  }
  check('print: black on white', await page.evaluate(() => getComputedStyle(document.body).backgroundColor) === 'rgb(255, 255, 255)' ? [] : ['it is not so']);
  await page.close();
}

if (option === '--shots') mkdirSync(shots, { recursive: true });
const server = await serve();
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
const only = process.env.ONLY;
const pages = readdirSync(folder).filter((name) => name.endsWith('.html') && (!only || only.split(',').includes(name.replace('.html', ''))));
for (const name of pages) {
  await checkSource(name);
  for (const width of WIDTHS) for (const scheme of ['light', 'dark']) await lookAt(browser, base, name, width, scheme);
}
checkBudgets();
await checkPalette(browser, base);
await checkSuggestions(browser, base);
await checkPrint(browser, base);
await browser.close();
server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
