/* story.js REEVE: a change's life on the web, from sign-in to approval, in a fresh demonstration force.
   Mina raises it, is refused with the clauses, puts it right; an assessor assesses; a Change Manager approves. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const reeve = resolve(process.argv[2]);
const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'reeve-story-'));
const data = join(folder, 'force.reeve');
const PORT = 18000 + (process.pid % 2000);
const BASE = `http://127.0.0.1:${PORT}`;
const CLOCK = '2026-11-24T09:12:00Z';

let passed = 0;
let failed = 0;
function check(what, holds) {
  if (holds) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${what}`);
  }
}

const run = (...words) => execFileSync(reeve, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

async function begin() {
  run('init', data, '--rulebook', join(root, 'rulebooks/west-midlands'), '--force', 'Northmoor Police', '--sample');
  const server = spawn(reeve, ['serve', data, '--listen', `127.0.0.1:${PORT}`, '--test-clock', CLOCK], { stdio: 'ignore' });
  for (let i = 0; i < 100; i += 1) {
    try {
      await fetch(`${BASE}/sign-in`);
      return server;
    } catch {
      await new Promise((done) => { setTimeout(done, 100); });
    }
  }
  throw new Error('the server did not start');
}

async function signIn(browser, username) {
  const oneTime = run('password', data, username).trim().split(/\s+/).at(-1);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${BASE}/change`);
  check(`${username}: a stranger is sent to sign in`, page.url().includes('/sign-in?next='));
  await page.fill('#username', username);
  await page.fill('#password', 'not the password');
  await page.click('button:has-text("Sign in")');
  check(`${username}: a wrong password is refused`, await page.locator('.errors').isVisible());
  await page.fill('#password', oneTime);
  await page.click('button:has-text("Sign in")');
  check(`${username}: a one-time password must be changed`, new URL(page.url()).pathname === '/password');
  await page.fill('#chosen', 'quiet brass lantern');
  await page.fill('#again', 'quiet brass lantern');
  await page.click('button:has-text("Save")');
  check(`${username}: what needs them now`, await page.locator('h1').textContent() === 'Needs you now');
  return page;
}

const main = (page) => page.locator('main').textContent();

async function raise(page) {
  await page.goto(`${BASE}/change/new`);
  await page.fill('[id="f.summary"]', 'x'.repeat(201));
  await page.click('button:has-text("Save")');
  check('new: what cannot be taken is said at its field', await page.locator('[id="f.summary-error"]').isVisible());
  check('new: and in the title', (await page.title()).startsWith('Error: '));
  await page.fill('[id="f.summary"]', 'Replace the <b>north</b> door reader');
  await page.fill('[id="f.description"]', 'It fails in the cold.');
  await page.click('button:has-text("Save")');
  check('new: the record is there, its text as written', (await page.locator('h1').textContent()).includes('<b>north</b>'));
  return new URL(page.url()).pathname;
}

async function putRight(page, change) {
  await page.goto(`${BASE}${change}/submit`);
  check('submit: what stands in the way, with its clause', (await main(page)).includes('Say what the change affects') &&
    await page.locator('a.cite[href="/policy/Inf-20/2.3.e"]').count() > 0);
  check('submit: there is no button yet', await page.locator('form.form button').count() === 0);
  await page.goto(`${BASE}${change}/edit`);
  await page.fill('[id="f.impact_statement"]', 'One door. Nobody else notices.');
  await page.locator('[name="f.services"]').first().fill('AST-99999');
  await page.click('button:has-text("Save")');
  check('edit: an asset that is not there is refused', (await main(page)).includes('There is no'));
  check('edit: what was written is kept', await page.inputValue('[id="f.impact_statement"]') === 'One door. Nobody else notices.');
  await page.locator('[name="f.services"]').first().fill('AST-00040');
  await page.fill('[id="f.begins"]', '2026-12-01T22:00');
  await page.fill('[id="f.ends"]', '2026-12-01T23:00');
  await page.click('button:has-text("Save")');
  check('edit: saved', (await main(page)).includes('Your changes are saved'));
  await page.goto(`${BASE}${change}/submit`);
  await page.click('button:has-text("Submit")');
  check('submit: done', (await main(page)).includes('Done: Submit'));
}

async function assess(page, change) {
  await page.goto(`${BASE}${change}/assess`);
  await page.check('[name="f.category"][value="minor"]');
  await page.check('[name="f.impact"][value="medium"]');
  await page.click('form.form button:has-text("Assess")');
  check('assess: what is still missing is asked for', (await main(page)).includes('Give: Likelihood'));
  check('assess: what was chosen is kept', await page.isChecked('[name="f.impact"][value="medium"]'));
  await page.locator('[name="f.likelihood"]').first().check();
  await page.click('form.form button:has-text("Assess")');
  check('assess: done', (await main(page)).includes('Done: Assess'));
  await page.goto(`${BASE}/policy/Inf-20/2.3.j`);
  check('clause: what was done under it', (await page.locator('[aria-labelledby=h-records] tbody tr').first().textContent()).includes('Assess'));
  check('clause: its proofs', /Being proved|Proved/.test(await page.locator('[aria-labelledby=h-proofs]').textContent()));
}

async function approve(page, mina, change) {
  await page.goto(`${BASE}${change}`);
  check('approve: nothing stands in the way', await page.locator('.col-btns a:has-text("Approve") small').count() === 0);
  await mina.goto(`${BASE}${change}/approve`);
  check('approve: the requester sees whose it is', (await main(mina)).includes('Change Manager (Priya Nair'));
  const forged = await mina.request.post(`${BASE}${change}/withdraw`, { form: { version: '1' } });
  check('a form without its token changes nothing', forged.status() === 403);
  await page.goto(`${BASE}${change}/approve`);
  await page.click('form.form button:has-text("Approve")');
  check('approve: done', (await main(page)).includes('Done: Approve'));
  await mina.goto(`${BASE}/`);
  check('home: Mina was told', (await main(mina)).includes('is approved'));
  await mina.goto(`${BASE}${change}`);
  check('record: who approved it', (await mina.locator('#approvals').textContent()).includes('Priya Nair'));
  await mina.click('main a:has-text("Lifecycle")');
  check('lifecycle: where the record is', (await mina.locator('svg .here').textContent()).includes('Approved'));
  await mina.goto(`${BASE}${change}`);
  check('record: its history', (await mina.locator('#history').textContent()).includes('Draft → Assessing'));
}

const server = await begin();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
try {
  const mina = await signIn(browser, 'mina.shah');
  const change = await raise(mina);
  await putRight(mina, change);
  await assess(await signIn(browser, 'gareth.hughes'), change);
  await approve(await signIn(browser, 'priya.nair'), mina, change);
  check('nothing of a stranger’s is there', (await mina.goto(`${BASE}/change/RFC-2026-99999`)).status() === 404);
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
