// What was said of an entry, for those who handed it in: asked for again whenever something happened.
import { shallowRef, watch, type Ref } from 'vue';

import { lang } from '../locales';
import { ask, client } from './client';
import type { EntryReview } from './types';

export function useReview(id: Ref<string>, event: Ref<number | undefined>) {
  const review = shallowRef<EntryReview | null>(null);

  async function refresh(): Promise<void> {
    const asked = id.value;
    const answer = await ask(
      client.GET('/entries/{id}/review', {
        params: { path: { id: asked }, query: { lang: lang.value } },
      }),
    ).catch(() => null); // the screen is whole without it
    if (answer && asked === id.value) review.value = answer;
  }
  watch([id, event], refresh, { immediate: true });

  return { review, refresh };
}

export async function explain(
  entry: string,
  key: string,
  kind: 'explanation' | 'objection',
  text: string,
): Promise<void> {
  await ask(
    client.POST('/entries/{id}/review/{subject}/statements', {
      params: { path: { id: entry, subject: key } },
      body: { kind, text },
    }),
  );
}

export async function answerSupplement(
  entry: string,
  supplement: number,
  material: number | null,
  text: string,
): Promise<void> {
  await ask(
    client.POST('/entries/{id}/supplements/{supplement}/answer', {
      params: { path: { id: entry, supplement } },
      body: { ...(material === null ? {} : { material }), text },
    }),
  );
}
