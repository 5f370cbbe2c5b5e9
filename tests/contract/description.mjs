// api/http/openapi.yaml as Prism reads it: which operation a request is for, and what its description says against what
// was sent and answered.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { validateInput, validateOutput } from '@stoplight/prism-http/dist/validator/index.js';

const kDescription = join(dirname(fileURLToPath(import.meta.url)), '../../api/http/openapi.yaml');
export const kBase = '/api/v1';

// '/entries/{id}/files/{path}': a path parameter at the end takes the slashes below it, too.
function pattern(template) {
  const parts = template.split('/').map((part, at, all) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+');
    return at === all.length - 1 && part === '{path}' ? '.+' : '[^/]+';
  });
  return new RegExp(`^${parts.join('/')}$`);
}

export class Description {
  static async load() {
    return new Description(await getHttpOperationsFromSpec(kDescription));
  }

  constructor(operations) {
    this.operations = operations;
    // What is named stands before what a parameter would take.
    this.routes = operations
      .map((operation) => ({ operation, pattern: pattern(operation.path) }))
      .sort((a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length);
  }

  // Of a path below the base; undefined where none is described.
  operation(method, path) {
    const wanted = method === 'HEAD' ? 'get' : method.toLowerCase(); // RFC 9110, 9.3.2
    return this.routes.find(({ operation, pattern }) => operation.method === wanted && pattern.test(path))?.operation;
  }

  // What stands before its path: some of what only operators ask stands at the root.
  base(operation) {
    return operation.servers?.[0]?.url === '/' ? '' : kBase;
  }

  // What the answer is and the description does not say, as sentences. A part of it, or that it is as before, says nothing.
  wrongAnswer(operation, { status, headers, body }) {
    if ([206, 304].includes(status)) return [];
    const joined = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
    const element = { statusCode: status, headers: joined, body: parsed(headers['content-type'], body) };
    return sentences(validateOutput({ resource: operation, element }));
  }

  // What an accepted request holds and the description does not.
  wrongRequest(operation, { url, headers, body }) {
    // Only one thing reads a form of several parts, and its own tests say how.
    if (headers['content-type']?.startsWith('multipart/')) return [];
    const query = Object.fromEntries([...url.searchParams.keys()].map((key) => [key, single(url.searchParams.getAll(key))]));
    const path = operation.path.endsWith('/{path}') ? operation.path : url.pathname.slice(kBase.length);
    const element = { url: { path, query }, method: operation.method, headers, body: parsed(headers['content-type'], body) };
    return sentences(validateInput({ resource: operation, element }));
  }
}

function single(values) {
  return values.length === 1 ? values[0] : values;
}

function parsed(type, body) {
  if (!type) return undefined;
  if (!/json/.test(type)) return body.toString('latin1');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return body.toString('utf8');
  }
}

function sentences(judged) {
  if (judged._tag === 'Right') return [];
  return judged.left.map(({ path, message }) => `${(path ?? []).join('.')} ${message}`.trim());
}
