// A fresh Chromium that fails a test over anything a careful visitor would see in its console: a
// policy violation, an error, an address outside the service.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../api/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const kDesktop = { width: 1440, height: 900 };
export const kPhone = { width: 390, height: 844 };

const kFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Screen {
  // `others`: addresses outside the service that its pages may lead to.
  static async open(root, { others = [], ...more } = {}) {
    const screen = new Screen();
    screen.root = root;
    screen.others = others;
    screen.roots = [root, ...others];
    screen.profile = mkdtempSync(join(tmpdir(), 'jianzhen-chromium-'));
    screen.context = await chromium.launchPersistentContext(screen.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      args: kFlags,
      viewport: kDesktop,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      ...more,
    });
    screen.page = screen.context.pages()[0];
    screen.page.setDefaultTimeout(60_000);
    screen.wrong = [];
    screen.away = false; // while the service is down on purpose
    screen.leaving = false; // from a log-out to the next log-in: what is still on its way is 401
    screen.listen();
    return screen;
  }

  listen() {
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !this.away && !this.leaving) this.wrong.push(`console: ${message.text()}`);
    });
    this.page.on('pageerror', (error) => this.wrong.push(`script: ${error.message}`));
    this.page.on('request', (request) => {
      const url = request.url();
      const asked = request.headers().referer ?? '';
      if (this.others.some((other) => asked.startsWith(other))) return; // what their pages load is theirs
      if (!this.roots.some((root) => url.startsWith(root)) && !/^(data|blob|about):/.test(url)) {
        this.wrong.push(`outside: ${url}`);
      }
    });
    this.page.on('response', (response) => {
      const policy = response.headers()['content-security-policy'] ?? '';
      if (response.url() === `${this.root}/` && /unsafe-inline|unsafe-eval/.test(policy)) {
        this.wrong.push(`policy: ${policy}`);
      }
      if (response.url() === `${this.root}/` && !policy.includes("default-src 'self'")) {
        this.wrong.push(`no policy: ${policy}`);
      }
    });
  }

  async go(hash) {
    await this.page.goto(`${this.root}/#${hash}`);
  }

  // Everything that went wrong since the last call.
  quiet() {
    const wrong = this.wrong;
    this.wrong = [];
    assert.deepEqual(wrong, []);
  }

  // WCAG 2.0–2.2, A and AA, as far as a program can tell.
  async accessible(where) {
    // What fades in has other colours until it stands.
    await this.page.evaluate(() =>
      Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
    );
    // Evaluated by the debugger, so that the page's policy stays as strict as it is.
    await this.page.evaluate(axe);
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await this.page.evaluate(
      (values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }),
      tags,
    );
    const said = violations.map(
      ({ id, nodes }) => `${where}: ${id} ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`,
    );
    assert.deepEqual(said, []);
  }

  async fits(where) {
    const over = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(over <= 0, `${where} is ${over} pixels too wide`);
  }

  async shot(name) {
    const folder = process.env.JIANZHEN_SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  // As it stands, wide and narrow: nothing sticks out, everybody can use it, and its pictures are kept.
  async shown(name) {
    for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
      await this.page.setViewportSize(viewport);
      await this.fits(name);
      await this.accessible(name);
      await this.shot(`${name}-${size}`);
    }
    await this.page.setViewportSize(kDesktop);
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
