// Every screen, wide and narrow: nothing sticks out, nothing is out of reach, nothing is refused.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { kDesktop, kPhone, Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kEntry = 'LN2024-9002';

let service;
let screen;
let page;
let material; // the one with a finding that has a box
let finding; // its place in the list
let video;

before(async () => {
  service = await Service.start();
  await service.take(kEntry);
  const { materials } = await service.get(`/entries/${kEntry}`);
  const { findings } = await service.get(`/entries/${kEntry}/findings`);
  finding = findings.findIndex(({ box }) => box);
  material = materials.find(({ path }) => path === findings[finding].material).id;
  const film = await service.add(kEntry, 'LN2024-9003/10演示视频.mp4');
  video = film.id;
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(() => screen.quiet());

const screens = [
  ['home', () => '/', () => page.getByRole('table')],
  ['form', () => '/new', () => page.locator('#field-applicant')],
  ['edit', () => `/entries/${kEntry}/edit`, () => page.locator('#field-applicant')],
  ['entry', () => `/entries/${kEntry}`, () => page.locator('article').first()],
  [
    'page',
    () => `/entries/${kEntry}/materials/${material}?f=${finding}`,
    () => page.locator('.stage svg'),
  ],
  [
    'video',
    () => `/entries/${kEntry}/materials/${video}`,
    () => page.locator('.stage svg'),
  ],
  ['search', () => '/search?q=数据', () => page.locator('ol a').first()],
];

for (const [name, hash, ready] of screens) {
  for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
    test(`${name}, ${size}`, async () => {
      await page.setViewportSize(viewport);
      await screen.go(hash());
      await ready().waitFor();
      await screen.fits(name);
      await screen.accessible(name);
      await screen.shot(`${name}-${size}`);
    });
  }
}

test('an open list of topics and an open dialog can be used by everybody', async () => {
  await page.setViewportSize(kDesktop);
  await screen.go('/new');
  const list = (field) => page.locator('.el-select', { has: page.locator(`#field-${field}`) });
  await list('track').click();
  await page.getByRole('option', { name: '工业制造' }).click();
  await list('topic').click();
  await page.getByRole('option', { name: /通用类赛题/ }).waitFor();
  await screen.accessible('open list');
  await screen.go(`/entries/${kEntry}`);
  await page.getByRole('button', { name: /^移除 / }).first().click();
  await page.getByRole('dialog').waitFor();
  await screen.accessible('dialog');
  await page.keyboard.press('Escape');
});

test('the keyboard alone reaches a finding and its page', async () => {
  await screen.go('/');
  await page.reload(); // the focus begins where a visitor's does
  await page.getByRole('table').waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '跳到正文');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await page.getByRole('link', { name: kEntry }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '查看原页' }).first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.stage img').waitFor();
});

test('the pages of a material are turned by the arrow keys', async () => {
  const { materials } = await service.get(`/entries/${kEntry}`);
  const long = materials.find(({ pages_total: pages }) => pages > 2);
  await screen.go(`/entries/${kEntry}/materials/${long.id}`);
  await page.getByText(`1 / ${long.pages_total}`).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText(`2 / ${long.pages_total}`).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.getByText(`1 / ${long.pages_total}`).waitFor();
});

test('the words that were read stay open from page to page', async () => {
  const { materials } = await service.get(`/entries/${kEntry}`);
  const long = materials.find(({ pages_total: pages }) => pages > 2);
  await screen.go(`/entries/${kEntry}/materials/${long.id}`);
  await page.getByText('本页识读文字').click();
  const words = page.locator('.words li').first();
  await words.waitFor();
  const before = await words.textContent();
  await page.keyboard.press('ArrowRight');
  await page.locator('.words li').first().filter({ hasNotText: before.trim() }).waitFor();
});

test('an answer that is slower than the clock that asks again is shown all the same', async () => {
  await page.route('**/api/v1/entries/*/events', (route) => route.abort());
  await page.route('**/api/v1/entries/*/findings*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await route.continue();
  });
  screen.away = true; // the browser itself writes every event stream that breaks off to its console
  await screen.go('/');
  await page.getByRole('table').waitFor();
  await screen.go(`/entries/${kEntry}`);
  await page.locator('article').first().waitFor({ timeout: 20_000 });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  screen.away = false;
});

test('an address of nothing says so and leads back', async () => {
  screen.away = true; // the browser itself writes every 404 to its console
  await screen.go('/entries/NOBODY');
  await page.getByRole('alert').waitFor();
  await page.getByRole('link', { name: '回到项目列表' }).click();
  await page.getByRole('table').waitFor();
  screen.away = false;
});
