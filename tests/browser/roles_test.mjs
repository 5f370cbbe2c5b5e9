// Each role's way in: the first administrator, links, log-in, recusal before access, submission with
// its receipt, the audit trail; and what is shut to whom.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { join } from 'node:path';

import { kDesktop, kPhone, Screen } from './screen.mjs';
import { openContest, Service } from './service.mjs';

const kPassword = 'a sentence that nobody guesses';
const kSecond = 1000;

let service;
let screen;
let page;
const links = {};

before(async () => {
  service = new Service();
  service.prepare();
  const made = spawnSync(
    process.env.JIANZHEN,
    ['account', 'add', 'root', '--title', '赛程组', '--data', join(service.home, 'data')],
    { input: `${kPassword}\n`, env: service.env() },
  );
  assert.equal(made.status, 0, String(made.stderr));
  await service.launch('127.0.0.1:0', ['--contest', openContest(service.home)]);
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(() => screen.quiet());

async function logIn(name, password = kPassword) {
  await page.getByLabel('账号', { exact: true }).fill(name);
  await page.getByLabel('口令', { exact: true }).fill(password);
  screen.leaving = false;
  await page.getByRole('button', { name: '登录' }).click();
}

// What an authenticator shows `later` half minutes from now (RFC 6238).
function totp(key, later) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / (30 * kSecond)) + later));
  const mac = createHmac('sha1', bytes).update(counter).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1e6).padStart(6, '0');
}

async function logOut() {
  screen.leaving = true;
  await page.getByRole('button', { name: '退出' }).click();
  // A link to log in is headed by more than this.
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
}

test('without a session every screen leads to the log-in', async () => {
  await screen.go('/');
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await screen.accessible('login');
  await screen.shot('login');
});

test('whether a unit may enter is told before anybody logs in', async () => {
  await page.getByRole('link', { name: '我的单位能参赛吗？' }).click();
  await page.getByLabel('单位名称（联合参赛填牵头单位）').fill('大连示例科技有限公司沈阳分公司');
  await page.getByRole('button', { name: '核对' }).click();
  await page.getByText('发现下列情形').waitFor();
  await screen.accessible('may enter');
  await screen.shot('may-enter');
});

test('a wrong password says so and nothing more', async () => {
  screen.away = true; // the browser itself writes every 401 to its console
  await screen.go('/login');
  await logIn('root', 'a sentence that is wrong');
  await page.getByText('账号或口令不正确').waitFor();
  screen.away = false;
});

test('the administrator makes an account for each role and gets their links', async () => {
  await logIn('root');
  await page.getByRole('link', { name: '账号管理' }).click();
  const people = [
    ['shen', '沈阳示例科技有限公司', '申报单位'],
    ['li', '李评委', '评审专家'],
    ['he', '何核查', '核查员'],
    ['sun', '孙监督', '监督组'],
  ];
  for (const [name, title, role] of people) {
    await page.getByRole('button', { name: '建立账号' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('账号', { exact: true }).fill(name);
    await dialog.getByLabel('姓名或单位', { exact: true }).fill(title);
    await dialog.getByRole('radio', { name: role }).check();
    if (role === '评审专家' || role === '核查员') {
      await dialog.getByRole('checkbox', { name: '全部赛道' }).check();
    }
    if (name === 'li') {
      await screen.accessible('account dialog');
      await screen.shot('account-dialog');
    }
    await dialog.getByRole('button', { name: '建立账号' }).click();
    await page.getByText(`${title}的登录链接`).waitFor();
    links[name] = await page.locator('.url').innerText();
  }
  await screen.accessible('accounts');
  await screen.shot('accounts');
  await page.setViewportSize(kPhone);
  await screen.fits('accounts');
  await screen.shot('accounts-phone');
  await page.setViewportSize(kDesktop);
  await logOut();
});

test('a link lets a submitter choose a password, once', async () => {
  await page.goto(links.shen);
  await page.getByText('沈阳示例科技有限公司，您好').waitFor();
  await page.getByLabel('新口令').fill(kPassword);
  await page.getByLabel('再输入一次').fill(`${kPassword}!`);
  await page.getByText('两次输入不一致').waitFor();
  await page.getByLabel('再输入一次').fill(kPassword);
  await screen.accessible('join');
  await screen.shot('join');
  await page.getByRole('button', { name: '设置口令并登录' }).click();
  await page.getByRole('heading', { name: '还没有参赛项目' }).waitFor();
});

test('a submitter registers, checks the answers, submits and has a receipt', async () => {
  await page.getByRole('button', { name: '登记参赛项目' }).click();
  await page.locator('#field-applicant').fill('沈阳示例科技有限公司');
  await page.locator('#field-project').fill('示例项目');
  const list = (field) => page.locator('.el-select', { has: page.locator(`#field-${field}`) });
  await list('track').click();
  await page.getByRole('option', { name: '工业制造' }).click();
  await list('topic').click();
  await page.getByRole('option').filter({ hasText: '1 ' }).first().click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('link', { name: '核对并提交' }).waitFor();
  await page.locator('input[type=file][multiple]').first().setInputFiles({
    name: '说明.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('这是一份说明。'),
  });
  await page.getByRole('row', { name: /说明\.txt/ }).waitFor();
  await page.getByRole('link', { name: '核对并提交' }).click();
  await page.getByRole('heading', { name: '核对并提交' }).waitFor();
  await screen.accessible('check answers');
  await screen.shot('submit');
  await page.getByRole('checkbox', { name: /我单位承诺/ }).check();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await page.getByRole('heading', { name: '提交回执' }).waitFor();
  await screen.accessible('receipt');
  await screen.shot('receipt');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载回执（PDF）' }).click();
  const file = await (await download).path();
  assert.equal(readFileSync(file).subarray(0, 4).toString(), '%PDF');
});

test('what was submitted cannot be changed until it is taken back', async () => {
  await page.getByRole('link', { name: '回到项目' }).click();
  await page.getByRole('link', { name: '提交回执' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^移除 / }).count(), 0);
  assert.equal(await page.getByRole('link', { name: '修改登记信息' }).count(), 0);
});

test('the pages of others are shut to a submitter', async () => {
  await screen.go('/audit');
  await page.getByRole('heading', { name: '没有权限' }).waitFor();
  await screen.accessible('no access');
  await screen.shot('no-access');
  await logOut();
});

test('a judge declares recusal first and then reads', async () => {
  await page.goto(links.li);
  await page.getByLabel('新口令').fill(kPassword);
  await page.getByLabel('再输入一次').fill(kPassword);
  await page.getByRole('button', { name: '设置口令并登录' }).click();
  await page.getByRole('heading', { name: '还没有参赛项目' }).waitFor();
  await page.getByRole('link', { name: '回避申报' }).first().click();
  await page.getByText('待申报：1 个项目').waitFor();
  await screen.accessible('recusal');
  await screen.shot('recusal');
  await page.getByRole('radio', { name: '无利益关系' }).check();
  await page.getByRole('button', { name: '提交 1 项声明' }).click();
  await page.getByText('已申报：1 个项目').waitFor();
  await page.getByRole('link', { name: 'liaoning-2024-0001' }).click();
  await page.getByRole('heading', { name: /沈阳示例科技有限公司/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^移除 / }).count(), 0);
  screen.away = true; // plain text has no picture, which the browser writes to its console
  await page.locator('th a.path').first().click();
  await page.getByText('这一页的图像暂时不能显示').first().waitFor();
  await logOut();
  screen.away = false;
});

test('the supervisor sees who read it, and that the table is whole', async () => {
  await page.goto(links.sun);
  await page.getByLabel('新口令').fill(kPassword);
  await page.getByLabel('再输入一次').fill(kPassword);
  await page.getByRole('button', { name: '设置口令并登录' }).click();
  await page.getByRole('link', { name: '审计记录' }).click();
  await page.getByRole('row', { name: /李评委.*查看材料/ }).first().waitFor();
  await page.getByRole('button', { name: '核对记录完整性' }).click();
  await page.getByText('编号连续，没有缺失').waitFor();
  await screen.accessible('audit');
  await screen.shot('audit');
  await page.setViewportSize(kPhone);
  await screen.fits('audit');
  await page.setViewportSize(kDesktop);
  await page.getByRole('link', { name: '账号管理' }).click();
  await page.getByRole('row', { name: /李评委/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: '建立账号' }).count(), 0);
});

test('a judge sets up a second factor and logs in with it', async () => {
  await logOut();
  await logIn('li');
  await page.getByRole('link', { name: /李评委/ }).click();
  const factor = page.getByRole('region', { name: /两步验证/ });
  await factor.getByLabel('口令').fill(kPassword);
  await factor.getByRole('button', { name: '开始设置' }).click();
  await factor.getByRole('img', { name: '供验证器应用扫描的二维码' }).waitFor();
  await screen.accessible('second factor');
  const key = (await factor.locator('.code').innerText()).replace(/\s/g, '');
  await screen.shot('second-factor');
  await factor.getByLabel('验证码').fill(totp(key, 0));
  await factor.getByRole('button', { name: '启用' }).click();
  await factor.getByText('请保存下列恢复码').waitFor();
  const recovery = await factor.locator('li').first().innerText();
  await screen.shown('account');
  await logOut();
  await logIn('li');
  await page.getByLabel('验证码').fill(totp(key, 1)); // the next: each counts once
  await screen.accessible('login with a code');
  await screen.shot('login-code');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: /李评委/ }).waitFor();
  await logOut();
  await logIn('li');
  await page.getByLabel('验证码').fill(recovery);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('link', { name: /李评委/ }).waitFor();
});

test('a judge makes a token for a program of their own, and ends it', async () => {
  await page.getByRole('link', { name: /李评委/ }).click();
  const tokens = page.getByRole('region', { name: '访问令牌' });
  await tokens.locator('summary').click();
  await tokens.getByLabel('用途').fill('评审统计');
  await tokens.getByRole('checkbox', { name: '查看项目', exact: true }).check();
  await tokens.getByRole('button', { name: '建立令牌' }).click();
  const secret = await tokens.locator('.secret').innerText();
  await screen.accessible('tokens');
  await screen.shot('tokens');
  const asked = (path) =>
    fetch(`${service.root}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal((await asked('/entries')).status, 200);
  assert.equal((await asked('/recusals')).status, 403);
  await tokens.getByRole('button', { name: '作废令牌：评审统计' }).click();
  await tokens.getByText('还没有令牌').waitFor();
  assert.equal((await asked('/entries')).status, 401);
});

test('after registration closed a verifier asks for a supplement, and the entrant sends it', async () => {
  await logOut();
  screen.away = true; // what listened hears that the service went
  await service.end();
  await service.relaunch(); // with the built-in contest, whose registration is long over
  await page.goto(links.he);
  await page.getByLabel('新口令').fill(kPassword);
  await page.getByLabel('再输入一次').fill(kPassword);
  await page.getByRole('button', { name: '设置口令并登录' }).click();
  screen.away = false;
  await page.getByRole('link', { name: '核查工作台' }).first().click();
  await page.locator('main a[href*="/findings/"]').first().click();
  await page.getByText('发出补正通知…').click();
  await page.getByLabel('需要补正的内容').fill('请补交单位名称变更通知书');
  await page.getByLabel('期限').fill(new Date(Date.now() + 86_400 * kSecond).toISOString().slice(0, 10));
  await page.getByRole('button', { name: '发送' }).first().click();
  await page.getByText('请补交单位名称变更通知书').waitFor();
  await logOut();

  await logIn('shen');
  await screen.go('/entries/liaoning-2024-0001');
  await page.getByRole('heading', { name: '补正通知' }).waitFor();
  await page.getByRole('button', { name: /^更换 / }).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /^移除 / }).count(), 0);
  await screen.shown('supplement');
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '提交新的文件' }).click();
  await (await chosen).setFiles({
    name: '变更通知书.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('准予变更登记通知书'),
  });
  await page.getByText('已补正').waitFor();
  await page.getByRole('row', { name: /变更通知书\.txt/ }).waitFor();
  await page.getByRole('button', { name: /^更换 / }).first().waitFor({ state: 'detached' });
  await logOut();
  await logIn('sun');
  await page.getByRole('link', { name: '审计记录' }).click();
  await page.getByRole('row').nth(1).waitFor();
});

test('a session that ended says so and leads back to where one was', async () => {
  screen.away = true; // the browser itself writes every 401 to its console
  await screen.context.clearCookies();
  await screen.go('/');
  await page.getByText('会话已过期').waitFor();
  await screen.accessible('session expired');
  await screen.shot('session-expired');
  await logIn('sun');
  await page.getByRole('link', { name: 'liaoning-2024-0001' }).waitFor();
  screen.away = false;
});
