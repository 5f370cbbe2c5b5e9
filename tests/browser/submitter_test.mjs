// The submitter's way: register, drop a folder, watch, look at the box, mend, search.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { join } from 'node:path';

import { Screen } from './screen.mjs';
import { samples, Service } from './service.mjs';

const kEntry = 'LN2024-9002'; // a subsidiary's licence, a parent's audit report
const kReading = 300_000; // milliseconds a loaded machine may need to read a sample

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

const card = (words) => page.locator('article', { hasText: words });

test('an empty service says what to do', async () => {
  await screen.go('/');
  await page.getByRole('heading', { name: '还没有参赛项目' }).waitFor();
  await screen.shot('home-empty');
});

test('a form without its required fields says so and leads to the first', async () => {
  await page.getByRole('button', { name: '登记参赛项目' }).click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  const summary = page.getByRole('alert');
  await summary.getByRole('button', { name: '填写参赛单位名称' }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-applicant');
});

test('a wrong check character is seen while the code is typed', async () => {
  const code = page.getByLabel('统一社会信用代码').first();
  await code.fill('91210231ma9ex00225');
  await page.getByText('校验位不符').waitFor();
  await code.fill('91210231ma9ex00224');
  await page.getByText('校验位正确').waitFor();
});

test('a submission folder fills the form, and its files follow the registration', async () => {
  const folder = page.locator('input[webkitdirectory]');
  await folder.setInputFiles(join(samples, kEntry));
  await page.getByText('已按 entry.json 填写').waitFor();
  assert.equal(await page.locator('#field-applicant').inputValue(), '大连衡屿工业软件有限公司');
  await screen.shot('form');
  await page.getByRole('button', { name: /登记并上传 \d+ 个文件/ }).click();
  await page.getByRole('heading', { name: '大连衡屿工业软件有限公司' }).waitFor();
  assert.match(page.url(), new RegExp(`#/entries/${kEntry}$`));
});

test('the folder keeps its shape, and every file is received as it was', async () => {
  await page.getByRole('row', { name: /营业执照\.jpg/ }).waitFor();
  await page.getByLabel('上传队列').waitFor({ state: 'detached' });
  const { materials } = await service.get(`/entries/${kEntry}`);
  const own = materials.filter(({ parent }) => parent === null).map(({ path }) => path);
  assert.ok(own.includes('证明材料/营业执照.jpg'), own.join());
  assert.ok(!own.includes('entry.json'), own.join());
  await screen.shot('reading');
});

test('without a reload the findings come, the gravest first', async () => {
  await card('鞍山衡屿智造有限公司').first().waitFor({ timeout: kReading });
  await page.getByText(/份材料在处理/).waitFor({ state: 'detached', timeout: kReading });
  await service.settled(kEntry);
  const { findings } = await service.get(`/entries/${kEntry}/findings`);
  assert.ok(findings.some(({ code }) => code === 'owner.subsidiary'));
  const first = page.locator('article').first();
  assert.ok(await first.getByText('否决项疑点').isVisible());
  await screen.shot('entry');
});

test('the task list says what is ready and what is not', async () => {
  const tasks = page.getByRole('navigation', { name: '任务清单' });
  await tasks.getByRole('button', { name: /营业执照.*疑点/ }).waitFor();
  await tasks.getByRole('button', { name: /营业执照.*疑点/ }).click();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await tasks.getByRole('button', { name: /营业执照.*疑点/ }).click();
});

test('a finding opens its page with the box in view', async () => {
  const finding = card('鞍山衡屿智造有限公司').filter({ hasText: '营业执照.jpg' }).first();
  await finding.getByRole('link', { name: '查看原页' }).click();
  const picture = page.locator('.stage img');
  await picture.waitFor();
  const box = page.locator('.stage rect.strong').first();
  await box.waitFor({ state: 'attached' });
  await picture.evaluate((image) => image.decode());
  assert.ok(await picture.evaluate((image) => image.naturalWidth > 200));
  const inView = await box.evaluate((rect) => {
    const a = rect.getBoundingClientRect();
    const b = rect.closest('.stage').getBoundingClientRect();
    return a.width > 0 && a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  });
  assert.ok(inView, 'the box is outside the visible part of the page');
  await screen.shot('page');
});

test('the words that were read lie behind the page', async () => {
  await page.getByText('本页识读文字').click();
  await page.locator('.words li').filter({ hasText: '鞍山衡屿智造有限公司' }).first().waitFor();
});

test('a file taken out of the entry leaves it, and the entry is checked again', async () => {
  await screen.go(`/entries/${kEntry}`);
  await page.getByRole('button', { name: '移除 证明材料/营业执照.jpg' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
  await page.getByRole('row', { name: /营业执照\.jpg/ }).waitFor({ state: 'detached' });
  await card('鞍山衡屿智造有限公司')
    .filter({ hasText: '营业执照.jpg' })
    .waitFor({ state: 'detached' });
});

test('a file dropped anywhere on the screen is received', async () => {
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    const words = 'dropped by hand: 供应链可信数据空间说明';
    transfer.items.add(new File([words], '说明.txt', { type: 'text/plain' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  });
  await page.getByRole('row', { name: /说明\.txt/ }).waitFor();
  await service.settled(kEntry);
});

test('a search opens the page with the hit marked', async () => {
  await page.getByRole('searchbox', { name: '检索材料全文' }).fill('数控机床');
  await page.getByRole('button', { name: '检索' }).click();
  const hit = page.locator('ol a').first();
  await hit.locator('mark').first().waitFor();
  await screen.shot('search');
  await hit.click();
  await page.locator('.stage rect.hit').first().waitFor({ state: 'attached' });
});

test('the pages found are counted by kind of material, and narrowed to one', async () => {
  await screen.go('/search?q=数控机床');
  const facets = page.getByRole('navigation', { name: '缩小范围' });
  await facets.getByRole('button', { name: /^工业制造/ }).waitFor();
  const kind = facets.getByRole('button', { name: /申报书/ });
  await kind.click();
  assert.match(page.url(), /kind=application/);
  await page.locator('ol a').first().waitFor();
  assert.equal(await kind.getAttribute('aria-pressed'), 'true');
  await screen.shown('search-facets');
  await kind.click();
  assert.doesNotMatch(page.url(), /kind=/);
});

test('a search without a hit says what to try', async () => {
  await screen.go('/search?q=qzxjkvw');
  await page.getByText('没有找到包含这些词的页面').waitFor();
});

test('an identity number never comes back to the screen', async () => {
  await screen.go(`/entries/${kEntry}/edit`);
  await page.locator('#field-applicant').waitFor();
  const number = '210199190001004123';
  assert.ok(!(await page.content()).includes(number));
  assert.ok(!JSON.stringify(await service.get(`/entries/${kEntry}`)).includes(number));
});

test('another language changes every word of ours', async () => {
  await screen.go(`/entries/${kEntry}`);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: /^Findings/ }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { name: /^发现的疑点/ }).waitFor();
});

test('while the service is away the screen says so, and comes back by itself', async () => {
  screen.away = true;
  await service.end('SIGKILL');
  await page.getByText('与服务的连接中断').waitFor();
  await service.relaunch();
  await page.getByText('与服务的连接中断').waitFor({ state: 'detached' });
  assert.ok(await page.getByRole('row', { name: /说明\.txt/ }).isVisible());
  screen.away = false;
});
