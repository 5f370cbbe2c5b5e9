// The offline pack of a track, unpacked and opened from its folder, without any service.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { kPhone, Screen } from './screen.mjs';
import { Service } from './service.mjs';

const kPacked = 120_000; // ms, for a track

let folder;
let screen;
let page;
let took;

before(async () => {
  const service = await Service.start();
  await service.take('LN2024-9001');
  await service.take('LN2024-9002');
  const began = performance.now();
  const answer = await fetch(
    `${service.root}/api/v1/tracks/${encodeURIComponent('工业制造')}/pack.zip`,
  );
  const zip = Buffer.from(await answer.arrayBuffer());
  took = performance.now() - began;
  assert.equal(answer.status, 200);
  folder = mkdtempSync(join(tmpdir(), 'jianzhen-pack-'));
  writeFileSync(join(folder, 'pack.zip'), zip);
  const script = 'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
  execFileSync('python3', ['-c', script, join(folder, 'pack.zip'), folder]);
  screen = await Screen.open(service.root);
  await service.stop();
  page = await screen.context.newPage();
});
after(async () => {
  await screen?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const open = (hash) => page.goto(`${pathToFileURL(join(folder, 'index.html'))}#${hash}`);
const drawn = () =>
  page.waitForFunction(() => document.querySelector('.sheet img')?.naturalWidth > 0);

test('it is made in time, and its manifest holds', () => {
  console.log(`pack: ${took.toFixed(0)} ms`);
  assert.ok(took <= kPacked);
  const { sha256 } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  for (const [name, hash] of Object.entries(sha256)) {
    const own = createHash('sha256').update(readFileSync(join(folder, name))).digest('hex');
    assert.equal(own, hash, name);
  }
});

test('a claim leads to its proof', async () => {
  await open('/');
  await page.getByRole('link', { name: /LN2024-9002/ }).click();
  await page.getByRole('heading', { name: '主张与证据' }).waitFor();
  const claims = page.locator('.list').first();
  await claims.locator('li', { hasText: '软件著作权' }).getByRole('link').last().click();
  await drawn();
  await page.locator('.sheet rect').waitFor({ state: 'attached' });
});

test('its search lands on the box', async () => {
  await open('/');
  await page.locator('#q').fill('统一社会信用代码');
  await page.keyboard.press('Enter');
  await page.locator('.list a').first().click();
  await drawn();
  await page.locator('.sheet rect').waitFor({ state: 'attached' });
});

test('a moment of a video opens at its second', async () => {
  await open('/e/0');
  await page.getByRole('heading', { name: '视频时刻' }).waitFor();
  await page.locator('a', { hasText: /^0:0[1-9]|^0:[1-9]/ }).first().click();
  await page.waitForFunction(() => document.querySelector('video')?.currentTime > 0);
});

test('on a phone nothing sticks out', async () => {
  await page.setViewportSize(kPhone);
  for (const hash of ['/', '/e/0', '/m/0/0/1']) {
    await open(hash);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(over <= 0, hash);
  }
});
