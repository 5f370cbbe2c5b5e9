// Files on their way to the server. The queue outlives the screen that filled it, so a person may
// walk through the findings while a video is still being sent.
import { computed, reactive } from 'vue';

import type { PlacedFile } from '../logic/dropped';
import { addresses, problemOf } from './client';
import type { Problem } from './types';

export type UploadState = 'waiting' | 'sending' | 'failed';

export interface Upload {
  key: number;
  entry: string;
  path: string;
  file: File;
  sent: number;
  state: UploadState;
  problem: Problem | null;
}

// A browser keeps six connections to a host; some must stay free for pages and events.
const kAtOnce = 3;

const queue = reactive<Upload[]>([]);
const running = new Map<number, XMLHttpRequest>();
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
    queue.push({ key: nextKey++, entry, path, file, sent: 0, state: 'waiting', problem: null });
  }
  pump();
}

export function retry(key: number): void {
  const upload = queue.find((u) => u.key === key);
  if (upload?.state !== 'failed') return;
  Object.assign(upload, { state: 'waiting', sent: 0, problem: null });
  pump();
}

export function drop(key: number): void {
  const index = queue.findIndex((u) => u.key === key);
  if (index >= 0) queue.splice(index, 1);
  running.get(key)?.abort();
  running.delete(key);
  pump();
}

function pump(): void {
  for (const upload of queue) {
    if (running.size >= kAtOnce) return;
    if (upload.state === 'waiting') start(upload);
  }
}

// XMLHttpRequest, because fetch does not say how much of a body was sent.
function start(upload: Upload): void {
  const request = new XMLHttpRequest();
  running.set(upload.key, request);
  upload.state = 'sending';
  request.open('PUT', addresses.file(upload.entry, upload.path));
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.responseType = 'json';
  request.upload.onprogress = (event) => {
    upload.sent = event.loaded;
  };
  request.onload = () => {
    const received = request.status >= 200 && request.status < 300;
    settle(upload, received, received ? null : problemOf(request.response));
  };
  request.onerror = () => settle(upload, false, null);
  request.send(upload.file);
}

function settle(upload: Upload, received: boolean, problem: Problem | null): void {
  running.delete(upload.key);
  if (received) {
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
