// Every screen as each role meets it, in both languages, wide and narrow: nothing sticks out, everybody can use it.
// JIANZHEN_PICTURES=DIR keeps a picture of each (docs/screens/ was made so: `tests/browser/pictures.sh PROGRAM`).
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { join } from 'node:path';

import { kPassword, People } from './people.mjs';
import { kDesktop, kPhone, Screen } from './screen.mjs';
import { openContest, Service } from './service.mjs';

const kPictures = process.env.JIANZHEN_PICTURES;
const kTallest = 2; // screens, of a picture
const kQuality = 72;
const kEntry = 'LN2024-9002';
const kGood = 'LN2024-9001';

let service;
let screen;
let page;
let people;
const who = {}; // role → session
const known = {}; // what screens are about
const listed = []; // [name, title of the section]

// An administrator makes entries for others; afterwards all is asked in their name.
async function asked(method, path, body, session = who.administrator) {
  const answer = await people.ask(method, path, body, session);
  return answer.status === 204 ? undefined : answer.json();
}

before(async () => {
  service = new Service();
  service.prepare();
  await service.launch('127.0.0.1:0', ['--contest', openContest(service.home)]);
  for (const sample of [kEntry, kGood]) await service.take(sample);
  known.video = (await service.add(kEntry, 'LN2024-9003/10演示视频.mp4')).id;
  for (const entry of ['LN2024-9101', 'LN2024-9102']) {
    const form = {
      entry,
      project: { name: '示例项目', track: '工业制造', topic: 1 },
      applicant: { name: `沈阳示例第${entry.at(-1)}科技有限公司` },
      team: { name: '示例团队', representatives: [{ name: '钱示例' }, { name: `孙示例${entry.at(-1)}` }] },
    };
    await service.send('POST', '/entries', JSON.stringify(form), { 'Content-Type': 'application/json' });
    await service.add(entry, `${kEntry}/证明材料/申报主体责任声明.pdf`);
  }
  const { materials } = await service.get(`/entries/${kEntry}`);
  const { findings } = await service.get(`/entries/${kEntry}/findings`);
  known.finding = findings.findIndex(({ box }) => box);
  known.material = materials.find(({ path }) => path === findings[known.finding].material).id;
  known.key = (await service.get(`/review/queue?entry=${kEntry}`)).items[0].key;

  people = new People(service);
  const all = { title: '赛程组', role: 'administrator', email: 'contest@example.cn' };
  who.administrator = await people.add({ name: 'root', ...all });
  who.submitter = await people.add({ name: 'shen', title: '沈阳示例科技有限公司', role: 'submitter', entries: [kEntry, kGood] });
  who.newcomer = await people.add({ name: 'dalian', title: '大连示例科技有限公司', role: 'submitter' });
  who.verifier = await people.add({ name: 'he', title: '何核查', role: 'verifier', tracks: ['*'] });
  who.judge = await people.add({ name: 'li', title: '李评委', role: 'judge', tracks: ['*'] });
  who.stranger = await people.add({ name: 'zhou', title: '周评委', role: 'judge', tracks: ['*'] });
  who.supervisor = await people.add({ name: 'sun', title: '孙监督', role: 'supervisor' });
  await people.clear(who.judge, [kEntry, kGood]);
  await asked('POST', `/entries/${kEntry}/notes`, { text: '团队介绍与申报书第四节不一致，答辩时问', collection: '答辩要问的' }, who.judge);
  await asked('POST', `/entries/${kEntry}/review/${known.key}/statements`, { kind: 'objection', text: '两个名称是同一单位' }, who.submitter);
  known.invitation = (await asked('POST', '/accounts', { name: 'wang', title: '王示例', role: 'judge' })).invitation.slice(2);
  screen = await Screen.open(service.root);
  page = screen.page;
  screen.away = true; // screens of what went wrong are among them, and the browser writes that to its console
});
after(async () => {
  if (kPictures) writeFileSync(join(kPictures, 'README.md'), contents());
  await screen?.close();
  await service?.stop();
});

function contents() {
  const rows = listed.map(([name, title]) => {
    const at = (size, lang) => `[${lang}](${name}-${size}-${lang}.webp)`;
    return `| ${title} | ${at('desktop', 'zh')} ${at('desktop', 'en')} | ${at('phone', 'zh')} ${at('phone', 'en')} |`;
  });
  return `# 界面 Screens

Every screen, as \`tests/browser/pictures.sh build/release/bin/jianzhen\` makes them from the samples: invented units and
persons, 1440 pixels wide and as on a phone, Chinese and English.

| screen | 1440 | 390 |
| --- | --- | --- |
${rows.join('\n')}
`;
}

// As somebody, from an empty page: nothing of the screen before stays.
async function as(role, lang) {
  await page.goto('about:blank');
  await screen.context.clearCookies();
  if (role) {
    const [name, value] = who[role].cookie.split(/=(.*)/s);
    await screen.context.addCookies([{ name, value, url: service.root, sameSite: 'Lax' }]);
  }
  await page.goto(`${service.root}/problems/usage`); // any page of the service, for its storage
  await page.evaluate((chosen) => localStorage.setItem('jianzhen.lang', chosen), lang);
}

async function picture(name) {
  if (!kPictures) return;
  mkdirSync(kPictures, { recursive: true });
  const { width, height } = page.viewportSize();
  const [whole, scrolled] = await page.evaluate(() => [document.documentElement.scrollHeight, window.scrollY]);
  // Of a page that was moved, what one sees: its head would stand in the middle of a longer picture.
  const tall = scrolled > 0 ? height : Math.min(Math.max(whole, height), kTallest * height);
  const session = await screen.context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: kQuality,
    captureBeyondViewport: true,
    clip: { x: 0, y: scrolled, width, height: tall, scale: 1 },
  });
  await session.detach();
  writeFileSync(join(kPictures, `${name}.webp`), Buffer.from(data, 'base64'));
}

const dialog = () => page.getByRole('dialog').waitFor();
const row = () => page.getByRole('row').nth(1).waitFor();
const drawn = () => page.locator('.stage img').first().waitFor();
const heading = () => page.locator('h1').first().waitFor();
// A request that never comes back: what is shown meanwhile.
const hold = (path) => page.route(path, () => {});

const screens = [
  ['login', '登录 Log-in', null, '/login', async () => heading()],
  ['login-wrong', '登录：口令不对 Log-in: the wrong password', null, '/login', async () => {
    await page.locator('input').first().fill('shen');
    await page.locator('input[type=password]').fill('a sentence that is wrong');
    await page.locator('form button[type=submit]').click();
    await page.getByRole('alert').waitFor();
  }],
  ['join', '设置口令 Choosing a password', null, () => known.invitation, async () => page.locator('input[type=password]').first().waitFor()],
  ['may-enter', '我的单位能参赛吗 May my unit enter', null, '/may-enter', async () => heading()],
  ['may-enter-found', '我的单位能参赛吗：有情形 … with findings', null, '/may-enter', async () => {
    await page.locator('form input').first().fill('大连示例科技有限公司沈阳分公司');
    await page.locator('form button[type=submit]').click();
    await page.locator('article, [role=status], .finding').first().waitFor();
  }],
  ['no-access', '没有权限 No access', 'submitter', '/audit', async () => heading()],
  ['not-found', '没有这个项目 No such entry', 'submitter', '/entries/NOBODY', async () => page.getByRole('alert').waitFor()],
  ['home-empty', '参赛单位：还没有项目 Submitter: no entry yet', 'newcomer', '/', async () => page.locator('h1, h2').first().waitFor()],
  ['home', '参赛单位：项目 Submitter: entries', 'submitter', '/', row],
  ['home-loading', '项目：正在读取 Entries: loading', 'submitter', '/', async () => page.waitForTimeout(500), () => hold('**/api/v1/entries')],
  ['home-offline', '项目：连不上 Entries: no connection', 'submitter', '/', async () => page.getByRole('alert').waitFor(), () => page.route('**/api/v1/entries', (route) => route.abort())],
  ['form', '登记 Registration', 'submitter', '/new', async () => page.locator('#field-applicant').waitFor()],
  ['edit', '修改登记 Changing it', 'submitter', `/entries/${kEntry}/edit`, async () => page.locator('#field-applicant').waitFor()],
  ['entry', '项目：任务清单与疑点 Entry: tasks and findings', 'submitter', `/entries/${kEntry}`, async () => page.locator('article').first().waitFor()],
  ['entry-explain', '说明情况 Explaining a finding', 'submitter', `/entries/${kEntry}`, async () => {
    await page.locator('article').first().waitFor();
    await page.locator('article').nth(1).getByRole('button').last().click();
    await page.locator('article textarea').waitFor();
  }],
  ['entry-remove', '移除文件 Taking a file out', 'submitter', `/entries/${kEntry}`, async () => {
    await page.locator('tbody tr').last().getByRole('button').last().click();
    await dialog();
  }],
  ['entry-good', '项目：没有疑点 Entry: nothing found', 'submitter', `/entries/${kGood}`, async () => page.locator('tbody tr').first().waitFor()],
  ['submit', '核对并提交 Check and submit', 'submitter', `/entries/${kEntry}/submit`, async () => page.locator('input[type=checkbox]').waitFor()],
  ['page', '原页 A page', 'submitter', () => `/entries/${kEntry}/materials/${known.material}?f=${known.finding}`, async () => {
    await drawn();
    await page.locator('.stage svg').waitFor();
  }],
  ['video', '视频 A film', 'submitter', () => `/entries/${kEntry}/materials/${known.video}`, async () => page.locator('.stage svg').waitFor()],
  ['search', '检索 Search', 'judge', '/search?q=数据', async () => page.locator('ol a').first().waitFor()],
  ['search-none', '检索：没有结果 Search: nothing', 'judge', '/search?q=天文望远镜', async () => page.waitForLoadState('networkidle')],
  ['queue', '核查工作台 Findings to decide', 'verifier', '/review', async () => page.locator('ol a').first().waitFor()],
  ['finding', '一条疑点 One finding', 'verifier', () => `/review/${kEntry}/findings/${known.key}`, async () => {
    await page.locator('.proof .stage svg rect').first().waitFor();
    await page.waitForLoadState('networkidle');
  }],
  ['finding-keys', '键盘帮助 The keys', 'verifier', () => `/review/${kEntry}/findings/${known.key}`, async () => {
    await page.locator('.proof .stage svg rect').first().waitFor();
    await page.keyboard.press('?');
    await dialog();
  }],
  ['heads', '三方面核查 The heads', 'verifier', `/review/${kEntry}/heads`, async () => page.locator('article').first().waitFor()],
  ['graph', '关联图 Graph', 'verifier', '/review/graph', async () => {
    await page.locator('canvas').waitFor();
    await page.waitForTimeout(800);
  }],
  ['recusal', '回避申报 Recusal', 'stranger', '/recusal', async () => page.locator('input[type=radio]').first().waitFor()],
  ['overview', '项目概览 Overview', 'judge', `/entries/${kEntry}/overview`, async () => page.locator('.claims li').first().waitFor()],
  ['compare', '赛道对比 Comparison', 'judge', '/tracks/工业制造/compare', async () => page.getByRole('table').waitFor()],
  ['notes', '我的笔记 Notes', 'judge', '/notes', async () => page.locator('article, .note, li').first().waitFor()],
  ['notes-none', '还没有笔记 No notes yet', 'stranger', '/notes', async () => heading()],
  ['account', '我的账号 My account', 'judge', '/account', async () => heading()],
  ['progress', '进度 Progress', 'administrator', '/progress', async () => page.locator('.numbers').first().waitFor()],
  ['accounts', '账号管理 Accounts', 'administrator', '/accounts', row],
  ['accounts-new', '建立账号 A new account', 'administrator', '/accounts', async () => {
    await row();
    await page.locator('.top button').click();
    await dialog();
  }],
  ['imports', '导入与名单 Import', 'administrator', '/imports', async () => heading()],
  ['imports-wrong', '导入：有错的表 Import: a table with faults', 'administrator', '/imports', async () => {
    await page.locator('input[type=file]').setInputFiles({
      name: '项目.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('项目编号,参赛单位,赛道\nLN-1,甲有限公司,工业制造\nLN-2,,火星\n'),
    });
    await page.getByRole('table').first().waitFor();
  }],
  ['mails', '邮件通知 E-mail', 'administrator', '/mails', async () => page.waitForLoadState('networkidle')],
  ['mails-refused', '邮件通知：有被拒收的 E-mail: refused ones', 'administrator', '/mails', row, async () =>
    page.route('**/api/v1/mails', (route) => route.fulfill({ json: refusedMails() }))],
  ['webhooks', '事件通知 Webhooks', 'administrator', '/webhooks', async () => heading()],
  ['audit', '审计记录 Audit trail', 'supervisor', '/audit', row],
  ['audit-checked', '审计记录：核对完整性 Audit trail: whole', 'supervisor', '/audit', async () => {
    await row();
    await page.locator('main button').first().click();
    await page.getByRole('status').first().waitFor();
  }],
];

function refusedMails() {
  const mail = (id, kind, title, email, more) => ({
    id, kind, entry: kEntry, account: id, title, email, refused: false, failures: 0, trouble: '', next_at: null,
    created_at: '2024-07-20T08:15:00Z', ...more,
  });
  return {
    configured: true, trouble: '', failures: 0, next_at: null, waiting: 1, refused: 1,
    mails: [
      mail(17, 'supplement.asked', '沈阳示例科技有限公司', 'shen@example.cn', {
        refused: true, failures: 1, trouble: '550 5.1.1 <shen@example.cn>: Recipient address rejected: User unknown',
      }),
      mail(21, 'objection.raised', '何核查', 'he@example.cn', { failures: 2, trouble: '450 4.2.0 Greylisted', next_at: '2024-07-20T09:00:00Z' }),
    ],
  };
}

for (const [name, title, role, hash, ready, prepare] of screens) {
  test(name, async () => {
    listed.push([name, title]);
    for (const lang of ['zh', 'en']) {
      for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
        const where = `${name}-${size}-${lang}`;
        await page.setViewportSize(viewport);
        await as(role, lang);
        if (prepare) await prepare();
        await screen.go(typeof hash === 'function' ? hash() : hash);
        await ready();
        await screen.fits(where);
        await screen.accessible(where);
        await picture(where);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
      }
    }
    const said = screen.wrong.filter((wrong) => !wrong.startsWith('console'));
    screen.wrong = [];
    assert.deepEqual(said, []);
  });
}
