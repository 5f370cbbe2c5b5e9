// `jianzhen serve` on a free port of loopback, with a home of its own that goes away.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const samples = join(dirname(fileURLToPath(import.meta.url)), '../../samples');

// The built-in contest with registration open for a week around today.
export function openContest(home) {
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const text = readFileSync(join(samples, 'contests/liaoning-2024.yaml'), 'utf8').replace(
    /(id: registration.*?)from: [\d-]+, to: [\d-]+/,
    `$1from: ${day(-3)}, to: ${day(3)}`,
  );
  const file = join(home, 'contest.yaml');
  writeFileSync(file, text);
  return file;
}

export class Service {
  static async start() {
    const service = new Service();
    service.prepare();
    await service.launch('127.0.0.1:0');
    return service;
  }

  prepare() {
    this.home = mkdtempSync(join(tmpdir(), 'jianzhen-browser-'));
  }

  env() {
    return { ...process.env, HOME: this.home, XDG_CACHE_HOME: join(this.home, 'cache') };
  }

  // Again on the same port and the same data, as after a restart of the machine.
  async launch(listen, more = []) {
    const data = join(this.home, 'data');
    this.process = spawn(process.env.JIANZHEN, ['serve', '--data', data, '--listen', listen, ...more], {
      env: this.env(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    let log = '';
    this.process.stderr.on('data', (bytes) => (log = (log + bytes).slice(-4000)));
    this.root = await new Promise((resolve, reject) => {
      let said = '';
      this.process.stdout.on('data', (bytes) => {
        said += bytes;
        const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve(found[0]);
      });
      this.ended.then((status) => reject(new Error(`serve ended with ${status}: ${said}${log}`)));
    });
    this.address = this.root.replace('http://', '');
    if (process.env.JIANZHEN_WIRETAP) await this.tap();
  }

  // Through the judge of tests/contract from now on, over restarts too.
  async tap() {
    if (!this.wiretap) {
      const script = join(samples, '../tests/contract/wiretap.mjs');
      const upstream = this.root;
      this.wiretap = spawn(process.execPath, [script, upstream, process.env.JIANZHEN_WIRETAP], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      this.tapped = new Promise((resolve) => this.wiretap.stdout.once('data', (said) => resolve(String(said).trim())));
    }
    this.root = await this.tapped;
  }

  // With what it was told before, or otherwise.
  async relaunch(more = []) {
    await this.launch(this.address, more);
  }

  async end(signal = 'SIGTERM') {
    this.process.kill(signal);
    await this.ended;
  }

  async stop() {
    await this.end();
    this.wiretap?.kill();
    rmSync(this.home, { recursive: true, force: true });
  }

  async get(path) {
    const answer = await fetch(`${this.root}/api/v1${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  // A sample entry sent as a client without a screen would, read and checked to the end.
  async take(sample) {
    const folder = join(samples, sample);
    const json = { 'Content-Type': 'application/json' };
    const form = readFileSync(join(folder, 'entry.json'));
    await this.send('POST', '/entries', form, json);
    const files = readdirSync(folder, { recursive: true })
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).isFile() && !file.endsWith('entry.json'));
    for (const file of files) {
      const path = relative(folder, file).split('/').map(encodeURIComponent).join('/');
      await this.send('PUT', `/entries/${sample}/files/${path}`, readFileSync(file), {
        'Content-Type': 'application/octet-stream',
      });
    }
    await this.settled(sample);
  }

  // One more file of the samples, read and checked; the material.
  async add(entry, sample) {
    const name = basename(sample);
    const bytes = readFileSync(join(samples, sample));
    await this.send('PUT', `/entries/${entry}/files/${encodeURIComponent(name)}`, bytes, {
      'Content-Type': 'application/octet-stream',
    });
    await this.settled(entry);
    const { materials } = await this.get(`/entries/${entry}`);
    return materials.find(({ path }) => path === name);
  }

  async send(method, path, body, headers) {
    const answer = await fetch(`${this.root}/api/v1${path}`, { method, body, headers });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  // Until everything that came is read and seen by a check.
  async settled(entry) {
    for (;;) {
      const { materials, verdict } = await this.get(`/entries/${entry}`);
      const archives = new Set(materials.map((material) => material.parent));
      const open = materials.filter(
        ({ id, state, result }) =>
          !['done', 'failed'].includes(state) || (state === 'done' && !result && !archives.has(id)),
      );
      if (materials.length > 0 && open.length === 0 && verdict) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
