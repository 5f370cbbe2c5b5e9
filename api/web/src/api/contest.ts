// The contest is fetched once; it changes only when the service is started anew.
import { shallowRef } from 'vue';

import { lang } from '../locales';
import { ask, client } from './client';
import type { Contest } from './types';

const known = shallowRef<Contest | null>(null);
let pending: Promise<Contest> | null = null;

export function loadContest(): Promise<Contest> {
  pending ??= ask(client.GET('/contest')).then(
    (loaded) => (known.value = loaded),
    (error: unknown) => {
      pending = null; // the next one asks again
      throw error;
    },
  );
  return pending;
}

// A kind in the contest's words; its identifier until the contest is there.
export function kindText(kind: string): string {
  const named = (list: readonly { id: string; title: { zh: string; en: string } }[]) =>
    list.find(({ id }) => id === kind)?.title[lang.value];
  const contest = known.value;
  return (contest && (named(contest.required) ?? named(contest.kinds))) ?? kind;
}
