// The administrator's progress: every number of it, live, and what is shown while the service is away.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kEntry = 'LN2024-9002';
const kJson = { 'Content-Type': 'application/json' };

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

const number = (name) =>
  page.locator('.numbers > div', { hasText: name }).locator('dd').innerText();

test('before the first entry there is nothing to count', async () => {
  await screen.go('/progress');
  await page.getByText('还没有参赛项目。').waitFor();
  await page.getByText('没有文件在等待').waitFor();
  await screen.shown('progress-empty');
});

test('what comes in shows without a reload', async () => {
  await service.take(kEntry);
  const form = JSON.stringify({ applicant: { name: '沈阳示例科技有限公司' } });
  await service.send('POST', '/entries', form, kJson);
  await page.getByRole('row', { name: /沈阳示例科技有限公司.*审计/ }).waitFor();
  await page.getByRole('rowheader', { name: '未填赛道' }).waitFor();
  assert.equal(await number('项目'), '2');
  assert.equal(await number('疑点待处置'), '2');
  await page.getByText('报名已于 2024-07-21 截止').waitFor();
  await screen.shown('progress');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Findings by rule').waitFor();
  await screen.fits('progress, English');
  await screen.shot('progress-en');
  await page.getByRole('button', { name: '中文' }).click();
});

test('a rule leads to its findings', async () => {
  await page.locator('section', { hasText: '疑点按规则' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: '核查工作台' }).waitFor();
  await page.locator('ol a').first().waitFor();
  await page.goBack();
  await page.getByText('疑点按规则').waitFor();
});

test('while the service is away the last numbers stand, and it says so', async () => {
  screen.away = true; // the browser itself writes what it cannot reach to its console
  await service.end();
  await page.getByText('与服务的连接中断').waitFor();
  assert.equal(await number('项目'), '2');
  await screen.accessible('progress, away');
  await screen.shot('progress-away');
  await service.relaunch();
  await page.getByText('与服务的连接中断').waitFor({ state: 'detached' });
  screen.away = false;
});
