// The verifier's desk: what waits, one finding at a time, and what is said of it. Findings that come
// next are asked for beforehand, so that the next one is there when it is wanted.
import { shallowRef } from 'vue';

import { lang } from '../locales';
import { addresses, ask, client } from './client';
import type { DispositionCode, FindingDesk, Queue, QueueItem, Severity } from './types';

export interface QueueFilter {
  entry?: string;
  code?: string;
  severity?: Severity;
  state?: DispositionCode | 'open';
  track?: string;
  topic?: number;
  finalists?: true;
  order?: 'risk' | 'severity' | 'rule' | 'entry';
}

export const kCodes = [
  'upheld',
  'dismissed',
  'needs_supplement',
  'needs_visit',
  'pending',
] as const satisfies readonly DispositionCode[];

const kPage = 200;

// The list that is walked through; it outlives the screen that showed it.
export const queue = shallowRef<QueueItem[]>([]);
export const counts = shallowRef<Queue['counts'] | null>(null);
export const total = shallowRef(0);
let filter: QueueFilter = {};
let cursor: string | null = null;

export async function loadQueue(wanted: QueueFilter): Promise<void> {
  filter = { ...wanted };
  const answer = await ask(
    client.GET('/review/queue', {
      params: { query: { ...filter, limit: kPage, lang: lang.value } },
    }),
  );
  queue.value = answer.items;
  counts.value = answer.counts;
  total.value = answer.total;
  cursor = answer.next_cursor;
}

export async function loadMore(): Promise<void> {
  if (cursor === null) return;
  const at = cursor;
  const answer = await ask(
    client.GET('/review/queue', {
      params: { query: { ...filter, limit: kPage, cursor: at, lang: lang.value } },
    }),
  );
  if (cursor !== at) return;
  queue.value = [...queue.value, ...answer.items];
  cursor = answer.next_cursor;
}

export const placeOf = (entry: string, key: string) =>
  queue.value.findIndex((item) => item.entry === entry && item.key === key);

const kKept = 12;
const known = new Map<string, Promise<FindingDesk>>();
const nameOf = (entry: string, key: string) => `${lang.value}/${entry}/${key}`;

export function loadFinding(entry: string, key: string): Promise<FindingDesk> {
  const name = nameOf(entry, key);
  let asked = known.get(name);
  if (!asked) {
    asked = ask(
      client.GET('/entries/{id}/review/{subject}', {
        params: { path: { id: entry, subject: key }, query: { lang: lang.value } },
      }),
    );
    asked.catch(() => known.delete(name));
    known.set(name, asked);
    for (const old of known.keys()) {
      if (known.size <= kKept) break;
      known.delete(old);
    }
  }
  return asked;
}

export const pictureOf = (desk: FindingDesk) =>
  desk.material_id === null || desk.finding.time !== undefined
    ? null
    : addresses.image(desk.entry, desk.material_id, desk.finding.page ?? 1, 1200);

export async function prefetch(item: QueueItem | undefined): Promise<void> {
  if (!item) return;
  const desk = await loadFinding(item.entry, item.key).catch(() => null);
  if (!desk) return;
  const pictures = [
    pictureOf(desk),
    desk.claim && addresses.image(desk.entry, desk.claim.material_id, desk.claim.page, 1200),
  ];
  for (const src of pictures) if (src) new Image().src = src;
}

export function forget(entry: string, key: string): void {
  known.delete(nameOf(entry, key));
}

const subject = (desk: FindingDesk) => ({ id: desk.entry, subject: desk.key });

export async function dispose(
  desk: FindingDesk,
  code: DispositionCode,
  reason: string,
): Promise<void> {
  await ask(
    client.PUT('/entries/{id}/review/{subject}/disposition', {
      params: {
        path: subject(desk),
        header: { 'If-Match': `"${desk.disposition?.version ?? 0}"` },
      },
      body: { code, reason },
    }),
  );
  forget(desk.entry, desk.key);
  const said = { code, reason, version: (desk.disposition?.version ?? 0) + 1 };
  queue.value = queue.value.map((item) =>
    item.entry === desk.entry && item.key === desk.key
      ? { ...item, disposition: { actor: '', at: '', veto: null, ...said } }
      : item,
  );
}

export async function confirmVeto(desk: FindingDesk): Promise<void> {
  await ask(
    client.POST('/entries/{id}/review/{subject}/veto', {
      params: { path: subject(desk) },
      body: { version: desk.disposition?.version ?? 0 },
    }),
  );
  forget(desk.entry, desk.key);
}

export async function answerStatement(
  desk: FindingDesk,
  answers: number,
  text: string,
): Promise<void> {
  await ask(
    client.POST('/entries/{id}/review/{subject}/answers', {
      params: { path: subject(desk) },
      body: { answers, text },
    }),
  );
  forget(desk.entry, desk.key);
}

export async function askSupplement(desk: FindingDesk, words: string, due: string): Promise<void> {
  await ask(
    client.POST('/entries/{id}/supplements', {
      params: { path: { id: desk.entry } },
      body: { subject: desk.key, material: desk.finding.material ?? '', ask: words, due },
    }),
  );
  forget(desk.entry, desk.key);
}

export interface NewProof {
  kind: 'site_visit' | 'commitment';
  on: string;
  place: string;
  people: string;
  text: string;
}

export async function addProof(entry: string, about: string, proof: NewProof): Promise<void> {
  await ask(
    client.POST('/entries/{id}/review/{subject}/proofs', {
      params: { path: { id: entry, subject: about } },
      body: proof,
    }),
  );
  forget(entry, about);
}

export const reports = {
  entry: (id: string) =>
    `/api/v1/entries/${encodeURIComponent(id)}/report.pdf?lang=${lang.value}`,
  summary: (kind: 'pdf' | 'xlsx') => `/api/v1/review/summary.${kind}?lang=${lang.value}`,
};
