// What a button sets off: it is busy meanwhile, and what went wrong is shown beside it.
import { ref, shallowRef } from 'vue';

import { ApiError } from '../api/client';
import { i18n, lang } from '../locales';

// In the reader's language; without an answer of the server, that there was none.
export function messageOf(wrong: unknown): string {
  const problem = wrong instanceof ApiError ? wrong.problem : null;
  return problem?.message[lang.value] ?? i18n.global.t('error.noAnswer');
}

export function useAttempt() {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);

  async function attempt(work: () => Promise<unknown>) {
    busy.value = true;
    error.value = null;
    try {
      await work();
    } catch (wrong) {
      error.value = wrong;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, attempt };
}
