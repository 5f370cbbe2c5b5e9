// Thousands of random requests to every described operation, by the person at the machine and by every role: none is
// answered with a fault of ours, and every answer is as the description says.
//   JIANZHEN_REQUESTS=10000 JIANZHEN_SEED=7 run.sh PROGRAM
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { People } from '../browser/people.mjs';
import { Service } from '../browser/service.mjs';
import { Description } from './description.mjs';
import { requestFor } from './requests.mjs';

const kRequests = Number(process.env.JIANZHEN_REQUESTS ?? 1000);
const kSeed = Number(process.env.JIANZHEN_SEED ?? 2024);
const kSample = 'LN2024-9001';
// What would end the session that asks, or open another.
const kEndsIt = ['logOut', 'logIn', 'changePassword', 'acceptInvitation', 'beginProviderLogin', 'finishProviderLogin'];

const description = await Description.load();

async function send(service, operation, asked, credentials) {
  const url = `${service.root}${description.base(operation)}${asked.path}${asked.query}`;
  const headers = { ...asked.headers, ...credentials };
  if (asked.body) headers['Content-Type'] = asked.body.type;
  const method = operation.method.toUpperCase();
  const answer = await fetch(url, { method, headers, body: asked.body?.text, redirect: 'manual', signal: AbortSignal.timeout(60_000) });
  const told = Object.fromEntries(answer.headers);
  if (/event-stream/.test(told['content-type'] ?? '')) {
    await answer.body.cancel();
    return { status: answer.status, headers: told, body: Buffer.from('') };
  }
  return { status: answer.status, headers: told, body: Buffer.from(await answer.arrayBuffer()) };
}

// Each operation in turn, so that none is left out; how each ended, by the hundred.
async function ask(service, operations, known, credentials, requests) {
  const ended = {};
  const each = Math.max(1, Math.ceil(requests / operations.length));
  for (const operation of operations) {
    const property = fc.asyncProperty(requestFor(operation, known), async (asked) => {
      const answer = await send(service, operation, asked, credentials);
      const hundred = `${Math.floor(answer.status / 100)}xx`;
      ended[hundred] = (ended[hundred] ?? 0) + 1;
      assert.ok(answer.status < 500, `${answer.status}: ${answer.body}`);
      assert.deepEqual(description.wrongAnswer(operation, answer), [], `${answer.status}: ${answer.body.subarray(0, 2000)}`);
    });
    await fc.assert(property, { numRuns: each, seed: kSeed, endOnFailure: true }).catch((failure) => {
      throw new Error(`${operation.iid} ${operation.method} ${operation.path}: ${failure.message}\n${failure.cause?.message}`);
    });
  }
  return ended;
}

async function something(service) {
  const { materials } = await service.get(`/entries/${kSample}`);
  const { findings } = await service.get(`/entries/${kSample}/findings`);
  return {
    id: [kSample],
    mid: materials.map(({ id }) => String(id)),
    n: ['1'],
    path: materials.map(({ path }) => path),
    subject: [...findings.map(({ key }) => key), 'technology'],
    track: ['工业制造'],
    import: ['entries', 'results'],
  };
}

function operationsFor(...not) {
  return description.operations.filter(({ iid, extensions }) => !kEndsIt.includes(iid) && !not.includes(extensions['x-action']));
}

describe('random requests', () => {
  let service;
  before(async () => {
    service = await Service.start();
    await service.take(kSample);
  });
  after(() => service.stop());

  it('the person at the machine gets answers as described, and never a fault of ours', async (test) => {
    const known = await something(service);
    // The first account would end their right to ask.
    const ended = await ask(service, operationsFor('account.manage', 'session.open'), known, {}, Math.ceil(kRequests * 0.7));
    test.diagnostic(JSON.stringify(ended));
    assert.ok(ended['2xx'] > 0);
  });

  it('so does everybody with an account, whatever their role', async (test) => {
    const known = { ...(await something(service)), account: ['900'] };
    const people = new People(service);
    const sessions = [];
    for (const role of ['administrator', 'verifier', 'judge', 'supervisor', 'submitter']) {
      sessions.push(await people.add({ name: role, title: role, role }));
    }
    for (const { cookie, csrf } of sessions) {
      const ended = await ask(service, operationsFor('account.manage'), known, { Cookie: cookie, 'X-CSRF-Token': csrf }, Math.ceil((kRequests * 0.3) / sessions.length));
      test.diagnostic(JSON.stringify(ended));
      assert.ok(ended['2xx'] > 0);
    }
  });
});
