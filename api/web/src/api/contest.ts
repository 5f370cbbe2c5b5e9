// The contest is fetched once; it changes only when the service is started anew.
import { ask, client } from './client';
import type { Contest } from './types';

let pending: Promise<Contest> | null = null;

export function loadContest(): Promise<Contest> {
  pending ??= ask(client.GET('/contest')).catch((error: unknown) => {
    pending = null;
    throw error;
  });
  return pending;
}
