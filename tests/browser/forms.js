/* forms.js REEVE [--shots DIR]: files and records given in forms, forms that were overtaken, and a list as CSV; in a
   small force, without JavaScript. */
import { join } from 'node:path';
import { BASE, check, root, signIn, withForce } from './force.js';

const shots = process.argv[3] === '--shots' ? process.argv[4] : null;
const main = (page) => page.locator('main').textContent();
const says = async (page, words) => (await main(page)).includes(words);
const file = (name, bytes) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
const save = (page) => page.click('form.form button:has-text("Save")');

async function shoot(page, name) {
  if (!shots) return;
  for (const width of [1280, 390, 320]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: join(shots, `forms-${name}-${width}-${colorScheme}.png`), fullPage: true });
      check(`${name} at ${width}: nothing reaches beyond the page`, await page.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth));
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/* A session that ends while a form is filled takes nothing of it along. */
async function late(page) {
  await page.goto(`${BASE}/plan/new`);
  await page.fill('[id="f.summary"]', 'The south door');
  await page.fill('[id="f.body"]', 'Two lines,\n"quoted" & kept.');
  await page.context().clearCookies();
  await save(page);
  check('late: it says that the session has ended', await says(page, 'Your session has ended') && !page.url().includes('?'));
  await page.fill('#username', 'admin');
  await page.fill('#password', 'not the password');
  await page.click('button:has-text("Sign in")');
  await page.fill('#password', 'quiet brass lantern');
  await page.click('button:has-text("Sign in")');
  check('late: nothing was saved by signing in', await says(page, 'not saved yet'));
  await page.click('button:has-text("Send it now")');
  check('late: all of it arrives', await page.textContent('h1') === 'The south door' && await says(page, '"quoted" & kept.'));
  await page.goto(`${BASE}/plan/new`);
  await page.fill('[id="f.summary"]', 'The east door');
  await page.evaluate(() => { document.querySelector('[name=csrf]').value = 'of another session'; });
  await save(page);
  check('late: so does what an older session began', await says(page, 'not saved yet'));
  await page.click('button:has-text("Send it now")');
  check('late: once it is sent again', await page.textContent('h1') === 'The east door');
}

async function give(page) {
  await page.goto(`${BASE}/plan/new`);
  await page.fill('[id="f.body"]', 'Hang the door.');
  await page.setInputFiles('[id="f.drawing"]', file('door.svg', 'a drawing'));
  await page.setInputFiles('[id="f.photos"]', [file('front.jpg', 'front'), file('back.jpg', 'back'), file('empty.jpg', '')]);
  await save(page);
  check('new: an empty file is refused at its field', (await page.locator('[id="f.photos-error"]').textContent()).includes('empty.jpg is empty'));
  check('new: the files that could be taken need not be given again', await page.isChecked('label:has-text("Keep door.svg") input') &&
    await page.isChecked('label:has-text("Keep front.jpg") input'));
  check('new: what was written is kept', await page.inputValue('[id="f.body"]') === 'Hang the door.');
  await shoot(page, 'refused');
  await page.fill('[id="f.summary"]', 'The north door');
  await save(page);
  check('new: opened with its files', await says(page, 'door.svg') && await says(page, 'back.jpg'));
  await shoot(page, 'record');
  const plan = new URL(page.url()).pathname;
  const download = await page.request.get(BASE + await page.getAttribute('a:has-text("door.svg")', 'href'));
  check('record: the file as it was given', await download.text() === 'a drawing');
  return plan;
}

async function change(page, plan) {
  await page.goto(`${BASE}${plan}/edit`);
  await page.setInputFiles('[id="f.drawing"]', file('huge.bin', Buffer.alloc(10_000_001, 1)));
  await page.fill('[id="f.body"]', 'Hang it straight.');
  await save(page);
  check('edit: a file that is too large is refused at its field', (await page.locator('[id="f.drawing-error"]').textContent()).includes('huge.bin is too large'));
  check('edit: what was written is kept', await page.inputValue('[id="f.body"]') === 'Hang it straight.');
  await page.setInputFiles('[id="f.drawing"]', file('window.svg', 'another'));
  await page.uncheck('label:has-text("Keep back.jpg") input');
  await save(page);
  check('edit: the new one took the old one’s place', await page.locator('main a').filter({ hasText: 'window.svg' }).count() > 0);
  await page.goto(`${BASE}${plan}/edit`);
  check('edit: what was unticked is gone, the rest is there', await page.locator('label:has-text("Keep back.jpg")').count() === 0 &&
    await page.locator('label:has-text("Keep front.jpg")').count() === 1);
}

/* Two tabs of one person are two readers of one record. */
async function overtake(page, plan) {
  const other = await page.context().newPage();
  await page.goto(`${BASE}${plan}/edit`);
  await other.goto(`${BASE}${plan}/edit`);
  await other.fill('[id="f.body"]', 'Theirs.');
  await other.fill('[id="f.note"]', 'Also theirs.');
  await save(other);
  await page.fill('[id="f.body"]', 'Mine.');
  await page.fill('[id="f.summary"]', 'The north door, again');
  await save(page);
  check('overtaken: it is said, with both values', await says(page, 'Somebody else changed this meanwhile') &&
    (await page.locator('[id="f.body-error"]').textContent()).includes('Theirs.') && await page.inputValue('[id="f.body"]') === 'Mine.');
  check('overtaken: what only they changed is shown as it is now', await page.inputValue('[id="f.note"]') === 'Also theirs.');
  check('overtaken: what only I changed is kept', await page.inputValue('[id="f.summary"]') === 'The north door, again');
  await shoot(page, 'overtaken');
  await save(page);
  check('overtaken: sent again, it is saved', await says(page, 'Your changes are saved') && await says(page, 'Mine.'));
  check('overtaken: and theirs stands where I changed nothing', await says(page, 'Also theirs.'));
}

async function finish(page, plan) {
  const other = await page.context().newPage();
  await page.goto(`${BASE}${plan}/finish`);
  await other.goto(`${BASE}${plan}/edit`);
  await other.check('[name="f.level"][value="high"]');
  await save(other);
  await page.check('[name="f.level"][value="low"]');
  await page.setInputFiles('[id="f.report"]', file('report.pdf', 'done'));
  await page.click('form.form button:has-text("Finish")');
  check('action: what it asks for was changed meanwhile: it is shown, not overwritten', await says(page, 'Somebody else made this “High” meanwhile'));
  check('action: the file need not be given again', await page.isChecked('label:has-text("Keep report.pdf") input'));
  await shoot(page, 'action');
  await page.click('form.form button:has-text("Finish")');
  check('action: done, with its file', await says(page, 'Done: Finish') && await says(page, 'report.pdf'));
}

/* A record is named by its title, its number, or both as they are shown together. */
async function refer(page) {
  await page.goto(`${BASE}/plan/new`);
  await page.fill('[id="f.summary"]', 'The north door, at last');
  await page.fill('[id="f.follows"]', 'north');
  await save(page);
  check('reference: what is not there is said, with what comes near', (await page.locator('[id="f.follows-error"]').textContent()).includes('Near it: The north door, again (PLN-001)'));
  check('reference: in the summary too, and what was typed is kept', (await page.locator('#errors').textContent()).includes('PLN-001') &&
    await page.inputValue('[id="f.follows"]') === 'north');
  await shoot(page, 'reference');
  for (const words of ['PLN-001', 'The north door, again (PLN-001)', ' The north door, again ']) {
    await page.fill('[id="f.follows"]', words);
    await save(page);
    const plan = new URL(page.url()).pathname;
    check(`reference: taken by “${words}”`, await page.locator('#fields a[href="/plan/PLN-001"]').count() === 1);
    await page.goto(`${BASE}${plan}/edit`);
    check('reference: a form shows name and number', await page.inputValue('[id="f.follows"]') === 'The north door, again (PLN-001)');
  }
  await page.fill('[id="f.follows"]', 'the'.repeat(400));
  await save(page);
  check('reference: far too long is refused like any other', (await page.locator('[id="f.follows-error"]').textContent()).includes('No plan that you may see'));
}

async function appoint(page) {
  await page.goto(`${BASE}/person/new`);
  await page.fill('[id="f.username"]', 'robin.vale');
  await page.fill('[id="f.name"]', 'Robin Vale');
  await save(page);
  await page.goto(`${BASE}/me`);
  await page.fill('[id="deputies-deputy"]', 'Nobody Here');
  await page.click('button:has-text("Appoint")');
  check('deputy: a name that is nobody’s is refused, and kept', await page.inputValue('[id="deputies-deputy"]') === 'Nobody Here' &&
    await page.locator('[id="deputies-deputy-error"]').isVisible());
  await page.fill('[id="deputies-deputy"]', 'Robin Vale');
  await page.click('button:has-text("Appoint")');
  check('deputy: appointed by name', await says(page, 'Robin Vale stands in'));
}

async function list(page) {
  await page.goto(`${BASE}/plan/new`);
  await page.fill('[id="f.summary"]', '=1+1');
  await page.fill('[id="f.note"]', 'between us');
  await save(page);
  await page.goto(`${BASE}/plan`);
  await page.selectOption('[name="state"]', 'draft');
  await page.click('button:has-text("Filter")');
  const answer = await page.request.get(BASE + await page.getAttribute('a:has-text("Export CSV")', 'href'));
  const rows = (await answer.text()).trimEnd().split('\r\n');
  check('csv: the list as it stands filtered', answer.ok() && rows.length === 3 && rows[1].startsWith('PLN-003,draft,'));
  check('csv: no private field, no formula', rows[0].startsWith('number,state,created,updated,summary') && !rows.join().includes('between us') && rows[1].includes("'=1+1"));
}

await withForce(['--rulebook', join(root, 'tests/rulebooks/files'), '--force', 'Northmoor Police'], async (browser) => {
  const page = await signIn(browser, 'admin');
  const plan = await give(page);
  await change(page, plan);
  await overtake(page, plan);
  await refer(page);
  await finish(page, plan);
  await list(page);
  await appoint(page);
  await late(page);
});
