// Who is logged in and what they may. Asked once, and again when the server says they are not.
import { computed, shallowRef } from 'vue';

import { ask, client } from './client';
import type { Session } from './types';

export const session = shallowRef<Session | null>(null);
// They were logged in, and are not any more.
export const expired = shallowRef(false);

let pending: Promise<Session> | null = null;

export function loadSession(): Promise<Session> {
  if (pending) return pending;
  const asked: Promise<Session> = ask(client.GET('/session')).then(
    (loaded) => {
      // Somebody may have logged in or out since it was asked.
      if (pending === asked) session.value = loaded;
      return loaded;
    },
    (error: unknown) => {
      if (pending === asked) pending = null; // the next one asks again
      throw error;
    },
  );
  pending = asked;
  return asked;
}

// What an answer to a log-in says.
export function enter(entered: Session): void {
  session.value = entered;
  pending = Promise.resolve(entered);
  expired.value = false;
}

export function leave(): void {
  session.value = null;
  pending = null;
}

export const loggedIn = computed(
  () => session.value !== null && !['nobody', 'local'].includes(session.value.role),
);
export const mustLogIn = computed(
  () => session.value !== null && session.value.accounts && session.value.role === 'nobody',
);

export const may = (action: string) => session.value?.may.includes(action) ?? false;

// Every change carries the token; an answer of 401 means that the session is over.
client.use({
  onRequest({ request }) {
    const csrf = session.value?.csrf;
    if (csrf && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
  onResponse({ request, response }) {
    const isLogIn = request.url.endsWith('/session') && request.method === 'POST';
    if (response.status !== 401 || isLogIn) return;
    if (loggedIn.value) expired.value = true;
    leave();
    void loadSession().catch(() => undefined);
  },
});
