// Log-in by the provider of identities: the browser goes there and comes back to /oidc.
import { ask, client } from './client';

const kBack = 'jianzhen.back'; // of sessionStorage: the screen to return to

// Only a screen of ours: the router knows no other.
export const screenOf = (path: unknown) =>
  typeof path === 'string' && path.startsWith('/') ? path : '/';

// What is on the page now is over when it returns.
export async function goToProvider(invitation: string | undefined, back: unknown): Promise<void> {
  const { address } = await ask(client.POST('/session/provider', { body: { invitation } }));
  sessionStorage.setItem(kBack, screenOf(back));
  location.assign(address);
}

export function takeBack(): string {
  const back = screenOf(sessionStorage.getItem(kBack));
  sessionStorage.removeItem(kBack);
  return back;
}
