// The tus client that the web uses, in Node and in Chromium, against our server: whatever breaks,
// the bytes that arrive are the file's, each once.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';

import { Screen } from './screen.mjs';
import { Service } from './service.mjs';

const require = createRequire(new URL('../../api/web/package.json', import.meta.url));
const tus = require('tus-js-client');

const kEntry = 'LN2024-7001';
const kPiece = 1 << 20; // bytes

let service;
let screen;

before(async () => {
  service = await Service.start();
  const form = JSON.stringify({ entry: kEntry, applicant: { name: '沈阳续传示例科技有限公司' } });
  await service.send('POST', '/entries', form, { 'Content-Type': 'application/json' });
});
after(async () => {
  await screen?.close();
  await service?.stop();
});
afterEach(() => screen?.quiet());

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function received(path) {
  const { materials } = await service.get(`/entries/${kEntry}`);
  const material = materials.find((one) => one.path === path);
  assert.ok(material, `${path} is not there`);
  const at = `${service.root}/api/v1/entries/${kEntry}/materials/${material.id}/file`;
  return Buffer.from(await (await fetch(at)).arrayBuffer());
}

// Ends when the upload does; `started` may meddle with it.
function sent(path, bytes, options = {}, meddle = () => undefined) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      endpoint: `${service.root}/api/v1/files`,
      metadata: { entry: kEntry, path },
      chunkSize: kPiece,
      retryDelays: [100, 200, 500, 1000, 2000, 4000],
      ...options,
      onSuccess: () => resolve(upload),
      onError: reject,
      onProgress: (count, total) => meddle(upload, count, total),
    });
    upload.start();
  });
}

test('a file arrives as it was', async () => {
  const bytes = randomBytes(3 * kPiece + 17);
  await sent('whole.bin', bytes);
  assert.equal(sha256(await received('whole.bin')), sha256(bytes));
});

test('a file given with its creation is one request', async () => {
  const bytes = randomBytes(1000);
  const methods = [];
  const onBeforeRequest = (request) => void methods.push(request.getMethod());
  await sent('small.bin', bytes, { uploadDataDuringCreation: true, onBeforeRequest });
  assert.deepEqual(methods, ['POST']);
  assert.equal(sha256(await received('small.bin')), sha256(bytes));
});

test('an upload that was broken off goes on where it stood', async () => {
  const bytes = randomBytes(6 * kPiece);
  let broken = false;
  const upload = await new Promise((resolve, reject) => {
    const first = new tus.Upload(bytes, {
      endpoint: `${service.root}/api/v1/files`,
      metadata: { entry: kEntry, path: 'broken.bin' },
      chunkSize: kPiece,
      onError: reject,
      onSuccess: () => reject(new Error('not broken off')),
      onProgress: (count) => {
        if (broken || count < 2.5 * kPiece) return;
        broken = true;
        first.abort().then(() => resolve(first), reject);
      },
    });
    first.start();
  });
  const offsets = [];
  const onBeforeRequest = (request) => {
    if (request.getMethod() === 'PATCH') offsets.push(Number(request.getHeader('Upload-Offset')));
  };
  await sent('broken.bin', bytes, { uploadUrl: upload.url, onBeforeRequest });
  assert.ok(offsets[0] >= 2 * kPiece, `went on at ${offsets[0]}`);
  assert.equal(sha256(await received('broken.bin')), sha256(bytes));
});

test('three parts sent at once become one file', async () => {
  const bytes = randomBytes(5 * kPiece + 3);
  await sent('parallel.bin', bytes, { parallelUploads: 3 });
  assert.equal(sha256(await received('parallel.bin')), sha256(bytes));
});

test('a service killed in the middle loses and doubles nothing', async () => {
  const bytes = randomBytes(8 * kPiece);
  let restarted;
  await sent('killed.bin', bytes, {}, (_, count) => {
    if (restarted || count < 3 * kPiece) return;
    restarted = service.end('SIGKILL').then(() => service.relaunch());
  });
  await restarted;
  assert.equal(sha256(await received('killed.bin')), sha256(bytes));
});

test('in the browser a page loaded anew goes on with the same file', async () => {
  screen = await Screen.open(service.root);
  const { page } = screen;
  const bytes = randomBytes(12 * kPiece);
  const file = join(service.home, 'video.bin');
  writeFileSync(file, bytes);
  const line = await screen.context.newCDPSession(page);
  await line.send('Network.enable');
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4 * kPiece };
  await line.send('Network.emulateNetworkConditions', slow);
  const drop = async () => {
    await screen.go(`/entries/${kEntry}`);
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
  };

  await drop();
  await page.waitForFunction(() => document.querySelector('.queue progress')?.value > 3e6);
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();

  const asked = [];
  page.on('request', (request) => {
    // What the first bytes tell is asked beside the upload.
    const upload = request.url().includes('/api/v1/files/') && request.method() !== 'GET';
    if (upload) asked.push(request);
  });
  await drop();
  await page.getByRole('row', { name: /video\.bin/ }).waitFor();
  assert.deepEqual(asked.slice(0, 2).map((request) => request.method()), ['HEAD', 'PATCH']);
  assert.ok(Number(asked[1].headers()['upload-offset']) > 0);
  assert.equal(sha256(await received('video.bin')), sha256(bytes));
});
