// Log-in by a provider of identities: `oidc-provider` from npm on https with a certificate of its own,
// the service and Chromium. Who comes in, and what is refused on the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';

import { kPassword, People } from './people.mjs';
import { kDesktop, kPhone, Screen } from './screen.mjs';
import { Service } from './service.mjs';

const require = createRequire(new URL('../../api/web/package.json', import.meta.url));
const { Provider } = await import(require.resolve('oidc-provider'));

const kName = '省统一身份认证';
const kGo = `用${kName}登录`;
const kSecret = 'a secret of the client';

let service;
let people;
let screen;
let page;
let server;
let issuer;
let cameBack; // the last address the provider sent the browser to

// A certificate for localhost, which the service is told to trust.
function certificate(folder) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  return { key, cert };
}

const privateKey = (type, options) =>
  generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' });

async function openProvider({ key, cert }) {
  server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  issuer = `https://localhost:${server.address().port}`;
}

function beginProvider(root) {
  const client = { redirect_uris: [`${root}/oidc`], response_types: ['code'], grant_types: ['authorization_code'] };
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: 'jianzhen', client_secret: kSecret, id_token_signed_response_alg: 'RS256' },
      {
        ...client,
        client_id: 'jianzhen-open',
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [privateKey('rsa', { modulusLength: 2048 }), privateKey('ec', { namedCurve: 'P-256' })] },
    cookies: { keys: ['of the test'] },
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
}

function settings(more) {
  const secret = join(service.home, 'client-secret');
  writeFileSync(secret, `${kSecret}\n`);
  const file = join(service.home, 'jianzhen.toml');
  writeFileSync(file, `[oidc]\nissuer = "${issuer}"\nname = "${kName}"\n${more}`);
  return ['--settings', file];
}

before(async () => {
  service = new Service();
  service.prepare();
  const files = certificate(service.home);
  await openProvider(files);
  const plain = service.env();
  service.env = () => ({ ...plain, SSL_CERT_FILE: files.cert });
  await service.launch('127.0.0.1:0', settings('client_id = "jianzhen"\nclient_secret_file = "client-secret"\n'));
  beginProvider(service.root);
  people = new People(service);
  await people.add({ name: 'root', title: '赛程组', role: 'administrator' });
  screen = await Screen.open(service.root, { others: [issuer], ignoreHTTPSErrors: true });
  page = screen.page;
  // The provider's own pages ask for a font that no test needs.
  await screen.context.route('https://fonts.googleapis.com/**', (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  page.on('request', (request) => {
    if (request.url().startsWith(`${service.root}/oidc?`)) cameBack = request.url();
  });
});
after(async () => {
  await screen?.close();
  await service?.stop();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve()));
});
afterEach(() => screen.quiet());

async function shown(name) {
  for (const [size, viewport] of [['desktop', kDesktop], ['phone', kPhone]]) {
    await page.setViewportSize(viewport);
    await screen.fits(name);
    await screen.accessible(name);
    await screen.shot(`${name}-${size}`);
  }
  await page.setViewportSize(kDesktop);
}

// A browser that nobody has used.
async function fresh() {
  await screen.context.clearCookies();
  await page.goto('about:blank');
  await screen.go('/login');
  await page.getByRole('button', { name: kGo }).waitFor();
  screen.leaving = false;
}

const goToProvider = (name = kGo) => page.getByRole('button', { name }).click();

// At the provider.
async function sayWho(login) {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function refused(words) {
  await page.getByRole('alert').filter({ hasText: words }).waitFor();
  const { role } = await page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.json()));
  assert.equal(role, 'nobody');
}

async function made(name, title, role, more = {}) {
  const answer = await people.ask('POST', '/accounts', { name, title, role, ...more }, people.administrator);
  return answer.json();
}

test('the log-in page offers the provider where there is one', async () => {
  await screen.go('/login');
  await page.getByRole('button', { name: kGo }).waitFor();
  await shown('login-provider');
  await screen.go('/login?lang=en');
});

test('whoever is known there and not here is told how to get an account, and gets none', async () => {
  await fresh();
  screen.leaving = true; // the refusal is in the console, too
  await goToProvider();
  await sayWho('stranger');
  await refused('没有绑定本系统的账号');
  await shown('provider-unknown');
  const accounts = await people.ask('GET', '/accounts', undefined, people.administrator);
  assert.deepEqual((await accounts.json()).accounts.map(({ name }) => name), ['root']);
});

test('a link binds who opens it, and then one click is enough', async () => {
  const { invitation, account } = await made('li', '李评委', 'judge', { tracks: ['工业制造'] });
  await fresh();
  await screen.go(invitation.replace('/#', ''));
  await page.getByRole('button', { name: `${kGo}并绑定` }).waitFor();
  await shown('join-provider');
  await goToProvider(`${kGo}并绑定`);
  await sayWho('li-17');
  await page.getByText('李评委').first().waitFor();
  const bound = await people.ask('GET', `/accounts/${account.id}`, undefined, people.administrator);
  assert.equal((await bound.json()).subject, 'li-17');

  screen.leaving = true;
  await page.getByRole('button', { name: '退出' }).click();
  await goToProvider(); // who is asked nothing there: they are logged in still
  await page.getByText('李评委').first().waitFor();
});

test('an answer that comes again is refused', async () => {
  screen.leaving = true;
  const used = cameBack;
  await screen.context.clearCookies({ domain: '127.0.0.1', name: 'jianzhen_session' });
  await page.goto('about:blank');
  await page.goto(used);
  await refused('这次登录已失效');
});

test('who changes their mind at the provider comes back to the log-in', async () => {
  await fresh();
  screen.leaving = true;
  await goToProvider();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await refused('取消');
  await page.getByRole('link', { name: '返回登录页重新登录' }).click();
  await page.getByRole('button', { name: kGo }).waitFor();
});

// What an authenticator shows (RFC 6238), `later` half minutes from now.
function totp(key, later) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', bytes).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1e6).padStart(6, '0');
}

test('a second factor is asked for after the provider, too', async () => {
  const session = await people.add({ name: 'wang', title: '王核查员', role: 'verifier' });
  const factor = await people.ask('POST', '/session/second-factor', { password: kPassword }, session);
  const { key } = await factor.json();
  await people.ask('PUT', '/session/second-factor', { code: totp(key, 0) }, session);
  const { accounts } = await (await people.ask('GET', '/accounts', undefined, people.administrator)).json();
  const { id } = accounts.find(({ name }) => name === 'wang');
  await people.ask('PUT', `/accounts/${id}/subject`, { subject: 'wang-9' }, people.administrator);

  await fresh();
  await goToProvider();
  await sayWho('wang-9');
  const code = page.getByLabel('验证码');
  await code.waitFor();
  await shown('provider-code');
  screen.leaving = true;
  await code.fill('000000');
  await page.getByRole('button', { name: '登录' }).click();
  await refused('验证码不正确');
  await code.fill(totp(key, 1));
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('王核查员').first().waitFor();
});

test('the administrator sees whose identity it is and unbinds it', async () => {
  await fresh();
  await page.getByLabel('账号', { exact: true }).fill('root');
  await page.getByLabel('口令', { exact: true }).fill(kPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('赛程组').first().waitFor();
  await screen.go('/accounts');
  await page.getByRole('button', { name: '修改 wang' }).click();
  const subject = page.getByLabel('统一身份认证标识');
  assert.equal(await subject.inputValue(), 'wang-9');
  await shown('account-subject');
  await subject.fill('');
  await page.getByRole('button', { name: '保存' }).click();
  await subject.waitFor({ state: 'hidden' });
  const { accounts } = await (await people.ask('GET', '/accounts', undefined, people.administrator)).json();
  assert.equal(accounts.find(({ name }) => name === 'wang').subject, '');
});

test('a public client and tokens by ES256 serve as well', async () => {
  screen.away = true;
  await service.end();
  await service.relaunch(settings('client_id = "jianzhen-open"\n'));
  await fresh();
  screen.away = false;
  await goToProvider();
  await sayWho('li-17');
  await page.getByText('李评委').first().waitFor();
});

test('where the provider is silent the log-in page says so, and the password is the way in', async () => {
  screen.away = true;
  await service.end();
  await service.relaunch(settings('client_id = "jianzhen"\n'));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fresh();
  await goToProvider();
  await refused('统一身份认证服务没有应答');
  await page.getByLabel('账号', { exact: true }).fill('root');
  await page.getByLabel('口令', { exact: true }).fill(kPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('赛程组').first().waitFor();
  screen.away = false;
});
