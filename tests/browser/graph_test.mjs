// What entries share: drawn, and in a table that keys alone can work.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kEntry = 'LN2024-9002';
const kOther = 'LN2024-0077';
const kThird = 'LN2024-0078';
const kJson = { 'Content-Type': 'application/json' };

let service;
let screen;
let page;

const register = (entry, applicant, representatives) =>
  service.send(
    'POST',
    '/entries',
    JSON.stringify({ entry, applicant: { name: applicant }, team: { name: '队', representatives } }),
    kJson,
  );

before(async () => {
  service = await Service.start();
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(() => screen.quiet());

test('where nothing is shared, it says so', async () => {
  await screen.go('/review/graph');
  await page.getByText('没有发现两个以上项目共有的').waitFor();
  await screen.shown('graph-empty');
});

test('units, people and files that entries share are drawn and listed', async () => {
  await service.take(kEntry);
  const { form } = await service.get(`/entries/${kEntry}`);
  await register(kOther, form.applicant.name, [{ name: '钱一' }]);
  await service.add(kOther, `${kEntry}/证明材料/申报主体责任声明.pdf`);
  await register(kThird, '沈阳另一家科技有限公司', [{ name: '钱一' }]);
  await screen.go('/review/graph');
  await page.reload();
  await page.getByRole('row', { name: /人员 钱一 LN2024-0077.*LN2024-0078/ }).waitFor();
  await page.getByRole('row', { name: /同一文件 申报主体责任声明\.pdf/ }).waitFor();
  await page.getByRole('row', { name: new RegExp(`单位 ${form.applicant.name}`) }).waitFor();
  await page.getByRole('img', { name: /^项目与共有内容的关联图/ }).waitFor();
  await page.locator('canvas').waitFor();
  await screen.shown('graph');
});

test('what is chosen in the drawing is chosen in the table', async () => {
  const { nodes } = await service.get('/review/graph');
  const at = nodes.findIndex(({ kind }) => kind === 'person');
  const row = page.getByRole('button', { name: nodes[at].label });
  await row.focus();
  await page.keyboard.press('Enter');
  await page.getByText('有关的共有内容').waitFor();
  assert.equal(await row.getAttribute('aria-pressed'), 'true');
  await screen.accessible('a chosen person');
  await screen.shot('graph-chosen');
  await page.getByRole('button', { name: '显示全部' }).click();
});

test('kinds are hidden and shown again', async () => {
  await page.getByRole('button', { name: /^人员 1/ }).click();
  await page.getByRole('row', { name: /人员 钱一/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^人员 1/ }).click();
  await page.getByRole('row', { name: /人员 钱一/ }).waitFor();
});

test('around one entry only what it shares is left', async () => {
  await page.getByRole('button', { name: `以此为中心 ${kThird}` }).first().click();
  await page.getByText(`以 ${kThird} 为中心`).waitFor();
  await page.getByRole('row', { name: /人员 钱一/ }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Graph of entries').first().waitFor();
  await screen.shown('graph-around-en');
  await page.getByRole('button', { name: '中文' }).click();
});

test('a place leads to the page it is on', async () => {
  await page.getByRole('link', { name: '查看全部项目' }).click();
  await page.getByRole('link', { name: /申报主体责任声明\.pdf/ }).first().click();
  await page.locator('.stage svg').waitFor();
});
