// A judge's notes: on the entry, beside a page, under a hit; kept in collections, found again, taken
// along; and hidden from everybody else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';

import { kPassword, People } from './people.mjs';
import { Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kEntry = 'LN2024-9002';

let service;
let screen;
let page;

before(async () => {
  service = await Service.start();
  await service.take(kEntry);
  const people = new People(service);
  await people.add({ name: 'root', title: '赛程组', role: 'administrator' });
  const judge = { name: 'li', title: '李评委', role: 'judge', entries: [kEntry] };
  await people.clear(await people.add(judge), [kEntry]);
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(() => screen.quiet());

async function logIn(name) {
  await screen.go('/login');
  await page.getByLabel('账号', { exact: true }).fill(name);
  await page.getByLabel('口令', { exact: true }).fill(kPassword);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: kEntry }).waitFor();
}

test('a judge who has no note is told how to write one', async () => {
  await logIn('li');
  await page.getByRole('link', { name: '我的笔记' }).click();
  await page.getByText('您还没有笔记').waitFor();
  await screen.shown('notes-none');
});

test('a note on an entry is written in its overview', async () => {
  await screen.go(`/entries/${kEntry}/overview`);
  await page.getByRole('button', { name: '记笔记' }).click();
  await page.getByLabel('笔记', { exact: true }).fill('团队介绍与申报书第四节不一致，答辩时问');
  await page.getByLabel('收藏夹').fill('答辩要问的');
  await screen.shown('notes-writing');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('答辩时问').waitFor();
  await screen.shown('notes-overview');
});

test('the key N begins a note beside the page', async () => {
  await page.locator('.claims .proof a').first().click();
  await page.locator('.stage svg').waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('笔记', { exact: true }).fill('数据来源写得清楚');
  await page.keyboard.press('Control+Enter');
  await page.getByText('数据来源写得清楚').waitFor();
  await screen.accessible('notes beside a page');
  await screen.shot('notes-page');
});

test('a hit of a search is kept in a collection', async () => {
  await screen.go('/search?q=数据');
  await page.locator('ol a').first().waitFor();
  await page.getByRole('region', { name: /我的笔记中也有这些词/ }).waitFor();
  await page.locator('ol').getByRole('button', { name: '记笔记' }).last().click();
  await page.getByLabel('收藏夹').fill('典型材料');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('ol .collection', { hasText: '典型材料' }).waitFor();
  await screen.shown('notes-search');
});

test('all notes stand together, narrowed to a collection, which gets another name', async () => {
  await page.getByRole('link', { name: '我的笔记' }).click();
  await page.getByText('3 条').waitFor();
  await screen.shown('notes');
  await page.getByRole('button', { name: '答辩要问的 1' }).click();
  await page.getByText('1 条').waitFor();
  await page.getByLabel('收藏夹名称').fill('答辩提问');
  await page.getByRole('button', { name: '改名' }).click();
  await page.getByRole('button', { name: '答辩提问 1' }).waitFor();
  await screen.accessible('a collection');
  await screen.shot('notes-collection');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Export to Excel').waitFor();
  await screen.shot('notes-en');
  await page.getByRole('button', { name: '中文' }).click();
});

test('a note is changed and deleted', async () => {
  await page.getByRole('button', { name: '修改' }).click();
  await page.getByLabel('笔记', { exact: true }).fill('已问过');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('已问过').waitFor();
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByText('没有符合条件的笔记').waitFor();
});

test('the notes go along as a workbook', async () => {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '导出 Excel' }).click();
  const file = await (await download).path();
  assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK');
});

test('the administrator sees that notes were written, and no word of them', async () => {
  screen.leaving = true;
  await page.getByRole('button', { name: '退出' }).click();
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  screen.leaving = false;
  await logIn('root');
  assert.equal(await page.getByRole('link', { name: '我的笔记' }).count(), 0);
  await page.getByRole('link', { name: '审计记录' }).click();
  await page.getByRole('row', { name: /李评委.*写下笔记/ }).first().waitFor();
  assert.equal(await page.getByText('数据来源写得清楚').count(), 0);
  await screen.go(`/entries/${kEntry}/overview`);
  await page.getByRole('heading', { name: '主张与证据' }).waitFor();
  assert.equal(await page.getByText('我的笔记').count(), 0);
});
