// Events that go to another system: signed, sent again until they are taken, stopped and resumed by the
// administrator.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, afterEach, before, test } from 'node:test';

import { Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kJson = { 'Content-Type': 'application/json' };

let service;
let screen;
let page;
let receiver;
let secret;
let status = 204;
const received = [];

before(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  service = await Service.start();
  screen = await Screen.open(service.root);
  page = screen.page;
});
after(async () => {
  await screen?.close();
  await service?.stop();
  receiver?.close();
});
afterEach(() => screen.quiet());

const address = () => `http://127.0.0.1:${receiver.address().port}/hook`;
const register = (entry) =>
  service.send('POST', '/entries', JSON.stringify({ entry, applicant: { name: '甲有限公司' } }), kJson);
const told = (entry) => received.filter(({ body }) => JSON.parse(body).data.entry === entry);
async function until(condition) {
  for (let i = 0; i < 300; ++i) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('it never came');
}

test('an address is added, and its secret shown once', async () => {
  await screen.go('/webhooks');
  await page.getByText('还没有接收地址。').waitFor();
  await screen.shown('webhooks-none');
  await page.getByLabel('接收地址', { exact: true }).fill(address());
  await page.getByRole('checkbox', { name: '核对完成' }).check();
  await page.getByRole('checkbox', { name: '提交项目' }).uncheck();
  await page.getByRole('checkbox', { name: /内部网络/ }).check();
  await page.getByRole('button', { name: '添加接收地址' }).click();
  secret = await page.locator('.secret').innerText();
  await screen.shown('webhooks-added');
});

test('an event comes signed', async () => {
  await register('E1');
  await until(() => told('E1').length > 0);
  const { headers, body } = told('E1')[0];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', key).update(said).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${signature}`);
  assert.ok(Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 60);
  assert.equal(JSON.parse(body).type, 'entry.checked');
});

test('what is not taken is sent again, under the same id', async () => {
  status = 503;
  await register('E2');
  await until(() => told('E2').length > 0);
  await page.reload();
  await page.getByText('HTTP 503').waitFor();
  await screen.shown('webhooks-trouble');
  status = 204;
  await page.getByRole('button', { name: /^立即重试/ }).click();
  await until(() => told('E2').length > 1);
  const [first, second] = told('E2').map(({ headers }) => headers['webhook-id']);
  assert.equal(first, second);
});

test('an address that was deleted gets nothing more', async () => {
  await page.getByRole('button', { name: /^删除/ }).click();
  await page.getByText('还没有接收地址。').waitFor();
  await register('E3');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  assert.equal(told('E3').length, 0);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('There are no receivers yet.').waitFor();
  await screen.shot('webhooks-en');
  await page.getByRole('button', { name: '中文' }).click();
});

test('an address of a private network is not asked where nobody said that it is one', async () => {
  const before = received.length;
  const body = JSON.stringify({ url: address(), events: ['entry.checked'] });
  await service.send('POST', '/webhooks', body, kJson);
  await register('E4');
  let trouble = '';
  while (!trouble) ({ trouble } = (await service.get('/webhooks')).webhooks[0]);
  await page.reload();
  await page.getByText('该地址在内部网络中').waitFor();
  assert.equal(received.length, before);
});
