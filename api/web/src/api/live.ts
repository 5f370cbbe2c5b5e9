// One entry as it stands, kept up to date by server-sent events; by asking every few seconds where
// the stream cannot be had (a proxy that buffers).
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';

import { addresses, ask, client, type ApiError } from './client';
import { onReceived } from './uploads';
import type { Entry, EntryEvent, Finding } from './types';

const kPollMs = 3000;
const kPatienceMs = 6000; // for the stream to open before asking begins
const kSettleMs = 250; // a folder's worth of events becomes one question

const kEventTypes = [
  'entry.changed',
  'entry.checked',
  'material.received',
  'material.removed',
  'material.progress',
  'material.done',
  'material.failed',
  'review.disposed',
  'review.said',
  'supplement.asked',
  'supplement.answered',
  'supplement.withdrawn',
];

export function useEntry(id: Ref<string>, lang: Ref<'zh' | 'en'>) {
  const entry = ref<Entry | null>(null);
  const findings = shallowRef<Finding[]>([]);
  const error = shallowRef<ApiError | null>(null);
  const live = ref(false);

  let stream: EventSource | null = null;
  let settle = 0;
  let poll = 0;
  let patience = 0;
  let asked = 0;
  let waiting = 0; // questions without an answer yet

  async function refresh(): Promise<void> {
    const turn = ++asked;
    ++waiting;
    try {
      const params = { path: { id: id.value } };
      const [nextEntry, nextFindings] = await Promise.all([
        ask(client.GET('/entries/{id}', { params })),
        ask(
          client.GET('/entries/{id}/findings', {
            params: { ...params, query: { lang: lang.value } },
          }),
        ),
      ]);
      if (turn !== asked) return; // a later question is on its way
      entry.value = nextEntry;
      findings.value = nextFindings.findings;
      error.value = null;
      if (live.value) setPolling(false);
    } catch (wrong) {
      if (turn !== asked) return;
      error.value = wrong as ApiError;
      setPolling(true); // a stream that stands will not tell again what was missed
    } finally {
      --waiting;
    }
  }

  // Where an answer takes longer than the clock, the next question would make it stale each time.
  function askAgain(): void {
    if (waiting === 0) void refresh();
  }

  function refreshSoon(): void {
    clearTimeout(settle);
    settle = window.setTimeout(refresh, kSettleMs);
  }

  // The browser tries the stream again about as often as we ask: a clock that runs is left running.
  function setPolling(on: boolean): void {
    if (on && poll !== 0) return;
    clearInterval(poll);
    poll = on ? window.setInterval(askAgain, kPollMs) : 0;
  }

  function heard(message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as EntryEvent;
    const material = entry.value?.materials.find((m) => m.id === event.material);
    if (message.type !== 'material.progress') return refreshSoon();
    if (!material) return;
    material.state = 'processing';
    material.pages_done = event.pages_done ?? material.pages_done;
    material.pages_total = event.pages_total ?? material.pages_total;
  }

  function close(): void {
    ++asked; // what is still on its way is for nobody
    clearTimeout(patience);
    clearTimeout(settle);
    setPolling(false);
    stream?.close();
    stream = null;
    live.value = false;
  }

  function open(): void {
    close();
    entry.value = null;
    findings.value = [];
    void refresh();
    const opened = new EventSource(addresses.events(id.value));
    stream = opened;
    patience = window.setTimeout(() => setPolling(true), kPatienceMs);
    opened.onopen = () => {
      clearTimeout(patience);
      setPolling(false);
      live.value = true;
      refreshSoon(); // whatever happened before the stream was there
    };
    opened.onerror = () => {
      live.value = false;
      setPolling(true);
    };
    for (const type of kEventTypes) opened.addEventListener(type, heard);
  }

  watch(id, open, { immediate: true });
  watch(lang, refresh);
  const forget = onReceived((received) => {
    if (received === id.value) refreshSoon();
  });
  onScopeDispose(() => {
    forget();
    close();
  });

  return { entry, findings, error, live, refresh };
}
