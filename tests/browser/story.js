/* story.js REEVE [--shots DIR]: a major change's whole life on the web, by clicking, in a fresh demonstration force.
   Mina raises it, is refused with the clauses, puts it right; an assessor assesses; without the CAB it cannot be
   approved, so it is referred, discussed in a meeting and approved; it is started, fails, and is not closed without a
   review, which is written. Then an emergency with its own CAB, and a standard change from its model. Without
   JavaScript throughout. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BASE, check, root, signIn, withForce } from './force.js';

const shots = process.argv[3] === '--shots' ? resolve(process.argv[4]) : null;

const main = (page) => page.locator('main').textContent();
const says = async (page, words) => (await main(page)).includes(words);
const rows = async (page, change) => {
  await page.goto(`${BASE}${change}`);
  return page.locator('#history li').count();
};

/* The way a person goes: the record, its button, the form's button. */
async function open(page, change, label) {
  await page.goto(`${BASE}${change}`);
  await page.click(`.col-btns a:has-text("${label}")`);
}

async function act(page, change, label) {
  await open(page, change, label);
  await page.click(`form.form button:has-text("${label}")`);
  check(`${label}: done`, await says(page, `Done: ${label}`));
}

async function raiseNothing(page) {
  await page.goto(`${BASE}/change/new`);
  await page.click('button:has-text("Save")');
  check('new: an empty form opens nothing', (await page.locator('.errors').textContent()).includes('Nothing is given yet'));
}

async function choose(page, name, value) {
  const select = page.locator(`select[name="${name}"]`);
  if (await select.count()) await select.selectOption(value);
  else await page.check(`[name="${name}"][value="${value}"]`);
}

async function save(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name="f.${name}"]`).first().fill(value);
  await page.click('form.form button:has-text("Save")');
}

async function ends(page, change, outcome) {
  await act(page, change, 'Start');
  await open(page, change, 'Record the outcome');
  await choose(page, 'f.outcome', outcome);
  await page.click('form.form button:has-text("Record the outcome")');
}

/* What the history says was done, oldest first. */
async function told(page, change, ...steps) {
  await page.goto(`${BASE}${change}?history=all`);
  const lines = (await page.locator('#history li > div > p:first-child').allTextContents()).reverse();
  let at = 0;
  for (const line of lines) if (at < steps.length && line.includes(steps[at])) at += 1;
  check(`history: ${steps.join(', then ')}${at < steps.length ? `: stops before ${steps[at]} in ${lines.join(' | ')}` : ''}`, at === steps.length);
}

async function raise(page) {
  await page.goto(`${BASE}/change`);
  await page.click('a:has-text("New request for change")');
  check('new: what may wait says until when', await says(page, 'nothing is required yet') &&
    (await page.locator('label[for="f.impact_statement"]').textContent()).includes('needed for “Submit”'));
  await page.fill('[id="f.summary"]', 'x'.repeat(201));
  await page.fill('[id="f.description"]', 'It fails in the cold.');
  await page.click('button:has-text("Save")');
  check('new: what cannot be taken is said at its field', await page.locator('[id="f.summary-error"]').isVisible());
  check('new: and in the title', (await page.title()).startsWith('Error: '));
  await page.goBack();
  check('new: Back after the refusal: what was written is there', await page.inputValue('[id="f.description"]') === 'It fails in the cold.');
  await page.fill('[id="f.summary"]', 'Replace the <b>north</b> door reader');
  await page.click('button:has-text("Save")');
  check('new: the record is there, its text as written', (await page.locator('h1').textContent()).includes('<b>north</b>'));
  const change = new URL(page.url()).pathname;
  await page.goBack();
  await page.click('button:has-text("Save")');
  check('new: Back and Save again opens no second one', new URL(page.url()).pathname === change);
  return change;
}

async function putRight(page, change) {
  await open(page, change, 'Submit');
  check('submit: what stands in the way, with its clause', await says(page, 'Say what the change affects') &&
    await page.locator('a.cite[href="/policy/Inf-20/2.3.e"]').count() > 0);
  check('submit: there is no button yet', await page.locator('form.form button').count() === 0);
  await page.goto(`${BASE}${change}`);
  await page.click('a:has-text("Edit") >> nth=0');
  await page.fill('[id="f.impact_statement"]', 'One door. Nobody else notices.');
  await page.locator('[name="f.services"]').first().fill('AST-99999');
  await page.click('button:has-text("Save")');
  check('edit: an asset that is not there is refused', await says(page, 'No asset that you may see is called “AST-99999”'));
  check('edit: what was written is kept', await page.inputValue('[id="f.impact_statement"]') === 'One door. Nobody else notices.');
  await page.locator('[name="f.services"]').first().fill('AST-00040');
  await page.fill('[id="f.owner"]', 'mina.shah');
  await page.fill('[id="f.begins"]', '2026-12-01T22:00');
  await page.fill('[id="f.ends"]', '2026-12-01T23:00');
  await page.click('button:has-text("Save")');
  check('edit: saved', await says(page, 'Your changes are saved'));
  await act(page, change, 'Submit');
  const before = await rows(page, change);
  await open(page, change, 'Withdraw');
  await page.goBack();
  await page.goBack();
  check('submit: a look at an action and Back does nothing', await rows(page, change) === before);
}

async function assess(page, change) {
  await open(page, change, 'Assess');
  await page.check('[name="f.category"][value="major"]');
  await page.check('[name="f.impact"][value="medium"]');
  await page.click('form.form button:has-text("Assess")');
  check('assess: what is still missing is asked for', await says(page, 'Give: Likelihood'));
  check('assess: what was chosen is kept', await page.isChecked('[name="f.impact"][value="medium"]'));
  await page.locator('[name="f.likelihood"]').first().check();
  await page.click('form.form button:has-text("Assess")');
  check('assess: done', await says(page, 'Done: Assess'));
  await page.goto(`${BASE}/policy/Inf-20/2.3.j`);
  check('clause: what was done under it', (await page.locator('[aria-labelledby=h-records] tbody tr').first().textContent()).includes('Assess'));
  check('clause: its proofs', /Being proved|Proved/.test(await page.locator('[aria-labelledby=h-proofs]').textContent()));
}

/* A major change: what stands in the way, the clause that says so, and who clears it. */
async function refer(page, change) {
  await open(page, change, 'Approve');
  check('approve: not without the CAB', await says(page, 'The CAB has not discussed this major change'));
  check('approve: there is no button', await page.locator('form.form button').count() === 0);
  await page.click('.card a.cite[href="/policy/Inf-20/2.3.m"]');
  check('approve: the chip opens the clause', new URL(page.url()).pathname === '/policy/Inf-20/2.3.m' && await says(page, '2.3'));
  await page.goBack();
  check('approve: and Back leads to the action again', new URL(page.url()).pathname === `${change}/approve`);
  await act(page, change, 'Refer to the CAB');
}

async function sit(page, seat, who) {
  const row = page.locator('[aria-labelledby=h-seats] li', { hasText: seat });
  await row.locator(`button:has-text("${who}")`).click();
}

async function close(page) {
  await page.click('summary:has-text("Close the meeting")');
  await page.click('button:has-text("Close and issue the minutes")');
}

async function call(page, number, when) {
  await page.goto(`${BASE}/board`);
  await page.click('main a:has-text("Change Advisory Board")');
  check('board: the change waits for it', await says(page, number));
  await page.fill('form.form [type="datetime-local"]', when);
  await page.locator('main form.form button').first().click();
  await page.click(`.agenda a:has-text("${number}")`);
  return page.url();
}

/* What was said in a meeting stands in its minutes, though another had said it before. */
async function meetAgain(page, change) {
  const meeting = await call(page, change.split('/').at(-1), '2026-11-24T11:30');
  for (const [seat, who] of [['Infrastructure', 'Owen Bright'], ['Information', 'Rafi Aziz'], ['Service', 'Tom Achebe']])
    await sit(page, seat, who);
  await page.click('button:has-text("Open the meeting")');
  await page.goto(meeting);
  for (const who of ['owen.bright', 'rafi.aziz', 'tom.achebe'])
    await page.check(`[name="vote.${who}"][value="for"]`);
  await page.click('button:has-text("Record decision")');
  await close(page);
  const minutes = await page.locator('[aria-labelledby=h-minutes] li').allInnerTexts();
  check('meeting: what was said again is minuted again', minutes.some((line) => line.includes("The CAB's view: Supported. For: ")));
}

async function meet(page, change) {
  const meeting = await call(page, change.split('/').at(-1), '2026-11-24T09:30');
  await sit(page, 'Infrastructure Manager', 'Owen Bright');
  await page.click('button:has-text("Open the meeting")');
  check('meeting: not opened without its quorum', await page.locator('.errors, .gate').count() > 0);
  await page.goto(meeting);
  await sit(page, 'Information Security Officer', 'Rafi Aziz');
  await sit(page, 'Service Desk Manager', 'Amy Stott, deputy');
  check('meeting: a deputy sits for one', await page.locator('[aria-labelledby=h-seats] li:has-text("Amy Stott")').locator('text=Deputy').count() > 0);
  await page.click('button:has-text("Open the meeting")');
  check('meeting: open', await says(page, 'Open since'));
  await page.goto(meeting);
  await page.check('[name="f.cab_view"][value="supported"]');
  await page.check('[name="vote.owen.bright"][value="for"]');
  await page.click('button:has-text("Record decision")');
  check('meeting: everybody in a seat votes', await page.locator('fieldset.vote.wrong').count() === 2);
  check('meeting: who has not is named', await page.locator('.errors a:has-text("Rafi Aziz")').count() === 1);
  check('meeting: the vote that was given is kept', await page.isChecked('[name="vote.owen.bright"][value="for"]'));
  await page.check('[name="vote.rafi.aziz"][value="for"]');
  await page.check('[name="vote.amy.stott"][value="against"]');
  await page.click('button:has-text("Record decision")');
  check('meeting: the decision is on the agenda', await page.locator(`.agenda li:has-text("${change.split('/').at(-1)}")`).locator('text=Carried').count() > 0);
  await close(page);
  const minutes = await page.locator('[aria-labelledby=h-minutes] li').allInnerTexts();
  check('meeting: its minutes, in their order', minutes[0].includes('Meeting called') && minutes.at(-1).includes('Meeting closed'));
  check('meeting: they tell what was decided', minutes.some((line) => line.includes("The CAB's view: Supported.") && line.includes('Against: Amy Stott.')));
  await shoot(page, 'minutes');
}

async function approve(page, mina, change) {
  await page.goto(`${BASE}${change}`);
  check('approve: nothing stands in the way', await page.locator('.col-btns a:has-text("Approve") small').count() === 0);
  check('approve: every check is met, each with its clause', await says(page, 'You are neither Requester') &&
    await page.locator('.checks .cite').count() >= 7);
  await mina.goto(`${BASE}${change}/approve`);
  check('approve: the requester sees whose it is', (await main(mina)).includes('Change Manager (Priya Nair'));
  const forged = await mina.request.post(`${BASE}${change}/withdraw`, { form: { version: '1' } });
  check('a form without its token changes nothing', forged.status() === 403);
  await act(page, change, 'Approve');
  const before = await rows(page, change);
  await page.goBack();
  await page.goBack();
  check('approve: Back after it: no form that could do it again', new URL(page.url()).pathname === `${change}/approve` &&
    await page.locator('form.form button').count() === 0);
  check('approve: done once', await rows(page, change) === before);
  await mina.goto(`${BASE}/`);
  check('home: Mina was told, once, though she is requester and owner',
    await mina.locator(`[aria-labelledby=h-told] li:has-text("${change.split('/').at(-1)} is approved")`).count() === 1);
  await mina.goto(`${BASE}${change}`);
  check('record: who approved it', (await mina.locator('#approvals').textContent()).includes('Priya Nair'));
  await mina.click('main a:has-text("Lifecycle")');
  check('lifecycle: where the record is', (await mina.locator('svg .here').textContent()).includes('Approved'));
  await mina.goto(`${BASE}${change}`);
  check('record: its history', (await mina.locator('#history').textContent()).includes('Draft → Assessing'));
}

async function fail(page, change) {
  await act(page, change, 'Start');
  await open(page, change, 'Record the outcome');
  await page.locator('[name="f.outcome"]').first().waitFor();
  await page.fill('[id="f.outcome_note"]', 'The door stayed open all night.');
  await page.click('form.form button:has-text("Record the outcome")');
  check('outcome: it is asked for', await says(page, 'Give: How it ended'));
  check('outcome: the note is kept', await page.inputValue('[id="f.outcome_note"]') === 'The door stayed open all night.');
  await choose(page, 'f.outcome', 'failed');
  await page.click('form.form button:has-text("Record the outcome")');
  check('outcome: done', await says(page, 'Done: Record the outcome'));
}

async function read(page, change) {
  await open(page, change, 'Close');
  check('close: not without a review', await says(page, 'A failed major change is reviewed before it is closed') &&
    await page.locator('form.form button').count() === 0);
  check('close: its clause', await page.locator('.card a.cite[href="/policy/Inf-20/2.3.t"]').count() > 0);
  await page.goto(`${BASE}/review`);
  check('review: one was opened by itself', await says(page, 'door reader'));
  await page.goto(`${BASE}${change}`);
  const history = await page.locator('#history').textContent();
  for (const step of ['Draft → Assessing', 'Assess', 'Refer to the CAB', 'discussion', 'Approve', 'Start', 'Record the outcome'])
    check(`history: ${step}`, history.includes(step));
  await page.emulateMedia({ media: 'print' });
  check('print: no rail, no buttons', !await page.locator('.top').isVisible() && !await page.locator('.decision').isVisible());
  check('print: its history, who printed it', await page.locator('#history').isVisible() && (await page.locator('body').textContent()).includes('Printed by'));
  check('print: a PDF', (await page.pdf(shots ? { path: join(shots, 'record.pdf') } : {})).length > 10000);
  await shoot(page, 'record-printed');
}

/* The review that the failure opened is written, and only then is the change closed. */
async function review(page, change) {
  await page.goto(`${BASE}${change}`);
  await page.click('.gate a:has-text("Open it")');
  const record = new URL(page.url()).pathname;
  await page.goto(`${BASE}${record}/edit`);
  await save(page, { cause: 'The bolt froze.', findings: 'Nobody tried it in the cold.', lessons: 'Try it in the cold.' });
  await act(page, record, 'Finish');
  await act(page, change, 'Close');
  check('close: nothing more is to be done', await says(page, 'Nothing more is to be done') && await page.locator('.gate').count() === 0);
  await told(page, change, 'opened it', 'Submit', 'Assess', 'Refer to the CAB', 'discussion', 'Approve', 'Start', 'Record the outcome',
    'Close: Implemented → Closed');
  check('history: what closing set', (await page.locator('#history li').first().textContent()).includes('Reviewed after failure: Yes'));
}

/* The emergency CAB is called when it is needed, and its chair sits with two members. */
async function callEmergency(page, number) {
  await page.goto(`${BASE}/board`);
  await page.click('main a:has-text("Emergency CAB")');
  check('emergency: it waits for its board', await says(page, number));
  await page.fill('form.form [type="datetime-local"]', '2026-11-24T09:15');
  await page.locator('main form.form button').first().click();
  await page.click(`.agenda a:has-text("${number}")`);
  const meeting = page.url();
  await sit(page, 'Infrastructure Manager', 'Owen Bright');
  await sit(page, 'Information Security Officer', 'Rafi Aziz');
  await page.click('button:has-text("Open the meeting")');
  await page.goto(meeting);
  for (const who of ['owen.bright', 'rafi.aziz']) await page.check(`[name="vote.${who}"][value="for"]`);
  await page.click('button:has-text("Record decision")');
  check('emergency: carried', await page.locator(`.agenda li:has-text("${number}")`).locator('text=Carried').count() > 0);
  await close(page);
}

async function emergency(mina, gareth, priya) {
  await mina.goto(`${BASE}/change/new`);
  await save(mina, { summary: 'Put the control room back on its second line', description: 'The first line is down.',
    impact_statement: 'The control room.', services: 'Body-worn video', owner: 'Mina Shah', begins: '2026-11-24T09:30', ends: '2026-11-24T10:00' });
  const change = new URL(mina.url()).pathname;
  await act(mina, change, 'Submit');
  await open(gareth, change, 'Assess');
  for (const [name, value] of [['category', 'emergency'], ['impact', 'high'], ['likelihood', 'likely']]) await choose(gareth, `f.${name}`, value);
  await gareth.click('form.form button:has-text("Assess")');
  await priya.goto(`${BASE}${change}`);
  check('emergency: not without its board', (await priya.locator('.gate').textContent()).includes('The emergency CAB has not approved this change'));
  await callEmergency(priya, change.split('/').at(-1));
  await act(priya, change, 'Approve');
  await ends(mina, change, 'successful');
  await open(priya, change, 'Close');
  check('emergency: not closed before its record is complete', await says(priya, 'Write why this emergency could not wait'));
  await mina.goto(`${BASE}${change}/edit`);
  await save(mina, { justification: 'Calls would have been lost. The duty officer agreed.' });
  await act(priya, change, 'Close');
  await told(priya, change, 'opened it', 'Submit', 'Assess', 'Approve as an emergency', 'Approve: Assessing → Approved', 'Start', 'Record the outcome',
    'changed', 'Close: Implemented → Closed');
  await shoot(priya, 'emergency');
}

/* A model that was approved beforehand raises a change that needs no assessment, as long as it keeps to the model. */
async function standard(page) {
  await page.goto(`${BASE}/standard_change?state=approved`);
  await page.click('.tbl tbody tr:first-child a');
  const model = new URL(page.url()).pathname;
  await act(page, model, 'Raise a change from this model');
  await page.locator('#related a').first().click();
  const change = new URL(page.url()).pathname;
  check('standard: what still stands in the way', (await page.locator('.gate').textContent()).includes('Give a start, and an end after it'));
  await page.goto(`${BASE}${change}/edit`);
  await save(page, { begins: '2026-12-07T22:00', ends: '2026-12-07T23:00' });
  await act(page, change, 'Schedule as a standard change');
  check('standard: approved by its model', (await page.locator('#approvals').textContent()).includes('Schedule as a standard change'));
  await ends(page, change, 'successful');
  await told(page, change, 'opened it', 'changed', 'Schedule as a standard change: Draft → Approved', 'Start', 'Record the outcome');
  await shoot(page, 'standard');
}

async function shoot(page, name) {
  if (shots) await page.screenshot({ path: join(shots, `story-${name}.png`), fullPage: true });
}

if (shots) mkdirSync(shots, { recursive: true });
const demonstration = ['--rulebook', join(root, 'rulebooks/west-midlands'), '--force', 'Northmoor Police', '--sample'];
await withForce(demonstration, async (browser) => {
  const mina = await signIn(browser, 'mina.shah');
  await raiseNothing(mina);
  const change = await raise(mina);
  await putRight(mina, change);
  const gareth = await signIn(browser, 'gareth.hughes');
  await assess(gareth, change);
  const priya = await signIn(browser, 'priya.nair');
  await refer(priya, change);
  await meet(priya, change);
  await meetAgain(priya, change);
  await approve(priya, mina, change);
  await fail(mina, change);
  await read(priya, change);
  await priya.emulateMedia({ media: 'screen' });
  await review(priya, change);
  await emergency(mina, gareth, priya);
  await standard(mina);
  check('nothing of a stranger’s is there', (await mina.goto(`${BASE}/change/RFC-2026-99999`)).status() === 404);
});
