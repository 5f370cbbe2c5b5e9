// A verifier works through what was found, by keys alone.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { kDesktop, kPhone, Screen } from './screen.mjs';
import { samples, Service } from './service.mjs';

const kEntry = 'LN2024-9002';
const kNextFinding = 300; // ms: until the page with its box stands

let service;
let screen;
let page;
let keys; // of the findings, in the queue's order

before(async () => {
  service = await Service.start();
  await service.take(kEntry);
  ({ items: keys } = await service.get(`/review/queue?entry=${kEntry}`));
  keys = keys.map(({ key }) => key);
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(async () => {
  screen.quiet();
  await speak('zh');
});

// The button names the language it leads to.
async function speak(lang) {
  const button = page.locator('header .lang');
  const other = await button.getAttribute('lang');
  if ((other === 'en') === (lang === 'en')) await button.click();
}

const finding = (n) => `/review/${kEntry}/findings/${keys[n]}`;
const drawn = () => page.locator('.proof .stage svg rect').first().waitFor();
const place = (n) => page.getByText(new RegExp(`^疑点 ${n}/`)).waitFor();

for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
  for (const lang of ['zh', 'en']) {
    test(`queue, finding and heads, ${size}, ${lang}`, async () => {
      await page.setViewportSize(viewport);
      await screen.go('/review');
      await page.locator('ol a').first().waitFor();
      await speak(lang);
      await page.locator('ol a').first().waitFor();
      await screen.fits('queue');
      await screen.accessible('queue');
      await screen.shot(`review-queue-${size}-${lang}`);
      await screen.go(finding(0));
      await drawn();
      await page.locator('figure svg').waitFor();
      await screen.fits('finding');
      await screen.accessible('finding');
      await screen.shot(`review-finding-${size}-${lang}`);
      await screen.go(`/review/${kEntry}/heads`);
      await page.locator('article').first().waitFor();
      await screen.fits('heads');
      await screen.accessible('heads');
      await screen.shot(`review-heads-${size}-${lang}`);
    });
  }
}

test('the queue is narrowed to finalists, a track and a topic', async () => {
  await page.setViewportSize(kDesktop);
  const table = `项目编号\n${kEntry}\n`;
  await service.send('POST', '/imports/finalists?write=true', table, { 'Content-Type': 'text/csv' });
  await screen.go('/review?state=open');
  const facets = page.getByRole('navigation', { name: '筛选疑点' });
  await facets.getByRole('button', { name: /^入围项目/ }).click();
  await facets.getByRole('heading', { name: '赛道' }).locator('xpath=following-sibling::ul[1]').getByRole('button').click();
  await facets.getByRole('button', { name: /^赛题/ }).click();
  await page.locator('ol a').first().waitFor();
  assert.match(page.url(), /finalists=true.*track=.*topic=\d/);
  await screen.accessible('narrowed queue');
  await screen.shot('review-queue-narrowed');
});

test('a finding is opened, decided and left for the next one by keys alone', async () => {
  await page.setViewportSize(kDesktop);
  await screen.go('/review');
  await page.locator('ol a').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await place(1);
  await drawn();
  await page.keyboard.press('2');
  await page.keyboard.type('原件已核，属同一单位');
  await page.keyboard.press('Enter');
  await place(2);
  const { disposition, history } = await service.get(`/entries/${kEntry}/review/${keys[0]}`);
  assert.equal(disposition.code, 'dismissed');
  assert.equal(disposition.reason, '原件已核，属同一单位');
  assert.equal(history.length, 1);
});

test('a letter in a reason is a letter', async () => {
  await screen.go(finding(0));
  await drawn();
  await page.locator('#reason').fill('');
  await page.locator('#reason').pressSequentially('jk1?');
  assert.equal(await page.locator('#reason').inputValue(), 'jk1?');
  await place(1);
});

test('without a reason nothing is decided but that it is pending', async () => {
  await screen.go(finding(1));
  await place(2);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('请写明理由。').waitFor();
  await page.locator('#reason').blur();
  const answer = page.waitForResponse((response) => response.request().method() !== 'GET');
  await page.keyboard.press('5');
  assert.equal((await answer).ok(), true);
  const { disposition } = await service.get(`/entries/${kEntry}/review/${keys[1]}`);
  assert.equal(disposition.code, 'pending');
});

test('the next finding stands within 300 ms', async () => {
  await screen.go('/');
  await screen.go(finding(0));
  await drawn();
  await page.waitForLoadState('networkidle');
  const took = await page.evaluate(async () => {
    const began = performance.now();
    const before = document.querySelector('.proof .stage img')?.src;
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
    for (;;) {
      const image = document.querySelector('.proof .stage img');
      if (image && image.src !== before && document.querySelector('.proof .stage svg')) break;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  });
  console.log(`next finding: ${took.toFixed(0)} ms`);
  assert.ok(took <= kNextFinding, `${took} ms`);
});

test('the split view and the help are a key away', async () => {
  await screen.go(finding(0));
  await drawn();
  await page.keyboard.press('s');
  await page.locator('#claim').waitFor({ state: 'hidden' });
  await page.keyboard.press('s');
  await page.locator('#claim').waitFor();
  await page.keyboard.press('e');
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('stage')));
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await screen.accessible('help');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('a supplement is asked for, and an objection answered, beside the finding', async () => {
  await fetch(`${service.root}/api/v1/entries/${kEntry}/review/${keys[0]}/statements`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ kind: 'objection', text: '两个名称是同一单位' }),
  });
  await page.reload();
  await screen.go(finding(0));
  await drawn();
  await page.getByLabel('答复').fill('请附名称变更通知书');
  await page.getByRole('button', { name: '发送' }).first().click();
  await page.getByText('请附名称变更通知书').waitFor();
  await page.getByText('发出补正通知…').click();
  await page.getByLabel('需要补正的内容').fill('请补交名称变更通知书');
  await page.getByLabel('期限').fill('2024-08-05');
  await page.getByRole('button', { name: '发送' }).first().click();
  await page.getByText('补正期限 2024-08-05').waitFor();
  await screen.accessible('finding with what was said');
  await screen.shot('review-finding-said');
});

test('who handed it in explains a finding, and answers a request with a new version', async () => {
  await screen.go(`/entries/${kEntry}`);
  await page.getByRole('heading', { name: '补正通知' }).waitFor();
  const card = page.locator('article').nth(1);
  await card.getByRole('button', { name: '说明情况或提出异议' }).click();
  await card.getByLabel('内容').fill('执照误传，已更换');
  await screen.accessible('entry with a request and an explanation');
  await screen.shot('entry-said');
  await card.getByRole('button', { name: '发送' }).click();
  await card.getByText('执照误传，已更换').waitFor();
  const { materials } = await service.get(`/entries/${kEntry}`);
  const { supplements } = await service.get(`/entries/${kEntry}/review`);
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '提交新的文件' }).click();
  const own = `${samples}/LN2024-9001/证明材料/2023年度审计报告.pdf`;
  await (await chosen).setFiles(own);
  await page.getByText('已补正').waitFor();
  const { supplements: answered } = await service.get(`/entries/${kEntry}/review`);
  assert.equal(answered[0].state, 'answered');
  assert.equal(answered[0].material, supplements[0].material);
  assert.ok(!materials.some(({ id }) => id === answered[0].answered_with), 'it is a new version');
});

test('an overview and a comparison are there for a judge', async () => {
  await service.settled(kEntry);
  for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
    await page.setViewportSize(viewport);
    await screen.go(`/entries/${kEntry}/overview`);
    await page.locator('.claims li').first().waitFor();
    await screen.fits('overview');
    await screen.accessible('overview');
    await screen.shot(`overview-${size}-zh`);
    await screen.go('/tracks/工业制造/compare');
    await page.getByRole('table').waitFor();
    await screen.fits('comparison');
    await screen.accessible('comparison');
    await screen.shot(`comparison-${size}-zh`);
  }
  // From a claim to its proof.
  await screen.go(`/entries/${kEntry}/overview`);
  await page.locator('.claims .proof a').first().click();
  await page.locator('.stage img').waitFor();
});

test('a visit is recorded with the head it speaks to', async () => {
  await screen.go(`/review/${kEntry}/heads`);
  const head = page.locator('article', { hasText: '技术是否真实' });
  await head.getByText('登记调研或承诺…').click();
  await head.getByLabel('日期').fill('2024-08-02');
  await head.getByLabel('内容').fill('现场演示了采集与交换流程');
  await head.getByRole('button', { name: '登记' }).click();
  await head.getByText('现场演示了采集与交换流程').first().waitFor();
  await head.getByLabel('处置意见').selectOption('upheld');
  await head.getByLabel('理由').fill('与申报书所述一致');
  await head.getByRole('button', { name: '保存处置' }).click();
  await head.getByText('成立 ·').waitFor();
  await screen.accessible('heads with a visit');
});

test('the report comes as a PDF within five seconds', async () => {
  const began = performance.now();
  const answer = await fetch(`${service.root}/api/v1/entries/${kEntry}/report.pdf`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const took = performance.now() - began;
  assert.equal(new TextDecoder().decode(bytes.slice(0, 4)), '%PDF');
  console.log(`report: ${took.toFixed(0)} ms`);
  assert.ok(took <= 5000, `${took} ms`);
});
