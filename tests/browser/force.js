/* A force in a browser, for the tests that drive it: made fresh, served on loopback, taken away at the end. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const reeve = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'reeve-browser-'));
const data = join(folder, 'force.reeve');
const PORT = 18000 + (process.pid % 2000);
const CLOCK = '2026-11-24T09:12:00Z';
export const BASE = `http://127.0.0.1:${PORT}`;
export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

let passed = 0;
let failed = 0;
export function check(what, holds) {
  if (holds) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${what}`);
  }
}

const run = (...words) => execFileSync(reeve, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

async function begin(...made) {
  run('init', data, ...made);
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

export async function signIn(browser, username) {
  const oneTime = run('password', data, username).trim().split(/\s+/).at(-1);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${BASE}/me`);
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

/* Runs `story(browser)` in a force made with these words of `reeve init DATA`, and says what was found. */
export async function withForce(made, story) {
  const server = await begin(...made);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  try {
    await story(browser);
  } finally {
    await browser.close();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
