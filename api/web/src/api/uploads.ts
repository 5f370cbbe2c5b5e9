// Files on their way to the server by tus 1.0: a line that breaks, and a page that is loaded anew,
// cost no more than the piece in hand. The queue outlives the screen that filled it, so a person
// may walk through the findings while a video is still being sent.
import { DetailedError, Upload as Resumable } from 'tus-js-client';
import { computed, reactive } from 'vue';

import type { PlacedFile } from '../logic/dropped';
import { ask, client, kBase, problemOf } from './client';
import { session } from './session';
import type { Problem } from './types';

export type UploadState = 'waiting' | 'sending' | 'failed';

export interface Upload {
  key: number;
  entry: string;
  path: string;
  file: File;
  sent: number;
  state: UploadState;
  problem: Problem | null; // why it failed …
  warning: Problem | null; // … or what its beginning shows that the whole will meet
}

// A browser keeps six connections to a host; some must stay free for pages and events.
const kAtOnce = 3;

const kSmall = 1 << 20; // bytes
const kTelling = 256 << 10; // bytes after which the server knows what a file is

// Milliseconds before each further try; while the line is down for longer, a person asks for it.
const kRetryAfter = [500, 2000, 5000, 10000, 20000];

const queue = reactive<Upload[]>([]);
const running = new Set<number>();
// Of uploads not yet whole: what knows how far the server is.
const resumables = new Map<number, Resumable>();
const listeners = new Set<(entry: string, path: string) => void>();
let nextKey = 1;

export const uploads = computed(() => queue as readonly Upload[]);

// Called after each file that arrived. Gives the way to stop that.
export function onReceived(listener: (entry: string, path: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function send(entry: string, files: readonly PlacedFile[]): void {
  for (const { path, file } of files) {
    // Dropped again while it is still waiting: the newer one counts.
    const same = queue.find((u) => u.entry === entry && u.path === path);
    if (same) drop(same.key);
    queue.push({ key: nextKey++, entry, path, file, sent: 0, state: 'waiting', problem: null, warning: null });
  }
  pump();
}

export function retry(key: number): void {
  const upload = queue.find((u) => u.key === key);
  if (upload?.state !== 'failed') return;
  Object.assign(upload, { state: 'waiting', problem: null });
  pump();
}

export function drop(key: number): void {
  const index = queue.findIndex((u) => u.key === key);
  if (index >= 0) queue.splice(index, 1);
  // What the server has of it goes, too; where it cannot be told so, it expires there.
  void resumables
    .get(key)
    ?.abort(true)
    .catch(() => undefined);
  forget(key);
  pump();
}

function forget(key: number): void {
  running.delete(key);
  resumables.delete(key);
}

function pump(): void {
  for (const upload of queue) {
    if (running.size >= kAtOnce) return;
    if (upload.state === 'waiting') start(upload);
  }
}

function start(upload: Upload): void {
  running.add(upload.key);
  upload.state = 'sending';
  const known = resumables.get(upload.key);
  if (known) {
    known.start();
    return;
  }
  const resumable = resumableOf(upload);
  resumables.set(upload.key, resumable);
  void resumable
    .findPreviousUploads()
    .catch(() => [])
    .then((earlier) => {
      if (!resumables.has(upload.key)) return;
      if (earlier[0]) resumable.resumeFromPreviousUpload(earlier[0]);
      resumable.start();
    });
}

function resumableOf(upload: Upload): Resumable {
  const { entry, path, file } = upload;
  const resumable = new Resumable(file, {
    endpoint: `${kBase}/files`,
    metadata: { entry, path },
    // A small file is one request, as it would be without the protocol; of a large one the address
    // must be known before its bytes go, or nobody could go on with it.
    uploadDataDuringCreation: file.size <= kSmall,
    retryDelays: kRetryAfter,
    removeFingerprintOnSuccess: true,
    // The same file for another entry is another upload.
    fingerprint: () =>
      Promise.resolve(['jianzhen', entry, path, file.size, file.lastModified].join(' ')),
    onBeforeRequest: (request) => {
      const csrf = session.value?.csrf;
      if (csrf) request.setHeader('X-CSRF-Token', csrf);
    },
    onProgress: (sent) => {
      upload.sent = sent;
      if (sent >= kTelling && file.size > kSmall) void lookAt(upload, resumable);
    },
    onSuccess: () => settle(upload, true, null),
    onError: (error) => settle(upload, false, problemIn(error)),
  });
  return resumable;
}

// Once: a password that is asked for late costs a person the whole upload.
const looked = new WeakSet<Resumable>();

async function lookAt(upload: Upload, resumable: Resumable): Promise<void> {
  if (!resumable.url || looked.has(resumable)) return;
  looked.add(resumable);
  const id = resumable.url.slice(resumable.url.lastIndexOf('/') + 1);
  const look = await ask(
    client.GET('/files/{upload}/first-look', { params: { path: { upload: id } } }),
  ).catch(() => null); // it came to its end meanwhile, or is told there
  if (look) upload.warning = look.problem;
}

// What the server said where it was reached.
function problemIn(error: Error): Problem | null {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : null;
  try {
    return body ? problemOf(JSON.parse(body)) : null;
  } catch {
    return null;
  }
}

function settle(upload: Upload, received: boolean, problem: Problem | null): void {
  running.delete(upload.key);
  if (received) {
    forget(upload.key);
    const index = queue.findIndex((u) => u.key === upload.key);
    if (index >= 0) queue.splice(index, 1);
    for (const listener of listeners) listener(upload.entry, upload.path);
  } else {
    Object.assign(upload, { state: 'failed', problem });
  }
  pump();
}

window.addEventListener('beforeunload', (event) => {
  if (queue.some((u) => u.state !== 'failed')) event.preventDefault();
});
