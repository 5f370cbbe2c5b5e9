// People of a service, made as a program would make them: an administrator first, then the others.
export const kPassword = 'a sentence that nobody guesses';

export class People {
  constructor(service) {
    this.service = service;
  }

  async ask(method, path, body, session) {
    const headers = { 'Content-Type': 'application/json' };
    if (session) Object.assign(headers, { Cookie: session.cookie, 'X-CSRF-Token': session.csrf });
    const answer = await fetch(`${this.service.root}/api/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  // Their session, as the link they got lets them begin one.
  async add(account) {
    const made = await this.ask('POST', '/accounts', account, this.administrator);
    const { invitation } = await made.json();
    const token = invitation.split('/').at(-1);
    const entered = await this.ask('POST', '/invitations/accept', { token, password: kPassword });
    const session = {
      cookie: entered.headers.get('set-cookie').split(';')[0],
      csrf: (await entered.json()).csrf,
    };
    this.administrator ??= session;
    return session;
  }

  async clear(session, entries) {
    const declarations = entries.map((entry) => ({ entry, conflict: false }));
    await this.ask('POST', '/recusals', { declarations }, session);
  }
}
