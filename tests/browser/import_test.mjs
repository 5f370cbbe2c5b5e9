// The administrator's tables: looked through, mended, written; the same again changes nothing.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { kDesktop, kPhone, Screen } from './screen.mjs';
import { Service } from './service.mjs';

let service;
let screen;
let page;

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

const choose = (rows) =>
  page.locator('input[type=file]').setInputFiles({
    name: '项目.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`项目编号,参赛单位,赛道\n${rows}`),
  });

test('a wrong cell is named by row and column, and nothing can be written', async () => {
  await screen.go('/imports');
  await page.getByRole('heading', { name: '导入与名单' }).waitFor();
  await page.getByText('还没有入围或获奖的项目').waitFor();
  await choose('LN-1,甲有限公司,工业制造\nLN-2,,火星\n');
  await page.getByRole('row', { name: /3 赛道 火星 本次大赛没有这个赛道/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: '写入' }).count(), 0);
  await screen.accessible('import');
  await screen.shot('import');
  await page.setViewportSize(kPhone);
  await screen.fits('import');
  await screen.shot('import-phone');
  await page.setViewportSize(kDesktop);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('cells to mend').waitFor();
  await screen.shot('import-en');
  await page.getByRole('button', { name: '中文' }).click();
});

test('the mended table is written, and the same again changes nothing', async () => {
  const rows = 'LN-1,甲有限公司,工业制造\nLN-2,乙有限公司,金融服务\n';
  await choose(rows);
  await page.getByText('新增 2').waitFor();
  await page.getByRole('button', { name: '写入' }).click();
  await page.getByText('已写入 2 行').waitFor();
  await choose(rows);
  await page.getByText('无需写入').waitFor();
});

test('a list of finalists is written and shown', async () => {
  await page.getByText('入围名单', { exact: true }).click();
  await choose('LN-2,,\n');
  await page.getByRole('button', { name: '写入' }).click();
  await page.getByRole('row', { name: /LN-2 .*入围/ }).waitFor();
  await screen.accessible('finalists');
  await screen.shot('finalists');
});
