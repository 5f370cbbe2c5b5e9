// Random requests for a described operation, as fast-check draws them: mostly what the description asks for, with words
// of our kind in it, and now and then anything at all.
import fc from 'fast-check';

const kWords = ['沈阳示例科技有限公司', '', ' ', '𠮷', 'a/b', '..', '%', '\u0000', '📎'.repeat(40), '2024-02-30', '-1', '9'.repeat(30), "' OR 1=1 --"];
const word = fc.oneof(fc.constantFrom(...kWords), fc.string({ unit: 'grapheme', maxLength: 40 }));

function referred(schema, operation) {
  if (!schema?.$ref) return schema ?? {};
  return schema.$ref
    .slice(2)
    .split('/')
    .reduce((found, key) => found?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], operation);
}

function string(schema) {
  const some = [word];
  if (schema.format === 'date') some.push(fc.constantFrom('2024-09-30', '2024-13-01'));
  if (schema.format === 'date-time') some.push(fc.constantFrom('2024-09-30T09:00:00Z', '2024-09-30'));
  return fc.oneof(...some);
}

function valueOf(given, operation, depth = 0) {
  const schema = referred(given, operation);
  const one = (part) => valueOf(part, operation, depth + 1);
  if (depth > 6) return fc.constant(null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.oneOf || schema.anyOf) return fc.oneof(...(schema.oneOf ?? schema.anyOf).map(one));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(one)).map((parts) => Object.assign({}, ...parts));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const around = { min: (schema.minimum ?? -2) - 1, max: (schema.maximum ?? 1000) + 1 };
  switch (type) {
    case 'string':
      return string(schema);
    case 'integer':
      return fc.oneof(fc.integer({ min: Math.max(around.min, -(2 ** 31)), max: Math.min(around.max, 2 ** 31 - 1) }), fc.constant(2 ** 53));
    case 'number':
      return fc.double({ min: around.min, max: around.max, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(one(schema.items ?? {}), { maxLength: 4 });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {});
      return fc.record(Object.fromEntries(fields.map(([name, of]) => [name, one(of)])), {
        requiredKeys: fields.map(([name]) => name).filter((name) => schema.required?.includes(name)),
      });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

const nearly = (good, weight = 9) => fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });

// `known`: what stands for a path parameter of that name so that something is there.
function path(operation, known) {
  const parameters = operation.request?.path ?? [];
  const values = parameters.map(({ name, schema }) =>
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...(known[name] ?? ['1'])) }, { weight: 2, arbitrary: valueOf(schema, operation) }),
  );
  return fc.tuple(...values).map((chosen) =>
    parameters.reduce((made, { name }, at) => made.replace(`{${name}}`, encodeURIComponent(String(chosen[at]).toWellFormed())), operation.path),
  );
}

function query(operation) {
  const parameters = operation.request?.query ?? [];
  const fields = parameters.map(({ name, schema }) => [name, nearly(valueOf(schema, operation))]);
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] }).map((chosen) => {
    const made = new URLSearchParams();
    for (const [name, value] of Object.entries(chosen)) {
      for (const one of Array.isArray(value) ? value : [value]) made.append(name, String(one).toWellFormed());
    }
    return made.size ? `?${made}` : '';
  });
}

function headers(operation) {
  const named = (operation.request?.headers ?? []).filter(({ name }) => !/^(content-length|upload-concat)$/i.test(name));
  const plain = fc.oneof(fc.constantFrom('*', '"1"', '0', '5', '1.0.0', 'bytes=0-10'), fc.string({ maxLength: 12 }).filter((text) => /^[\x21-\x7e]*$/.test(text)));
  return fc.record(Object.fromEntries(named.map(({ name }) => [name, plain])), { requiredKeys: [] });
}

function body(operation) {
  const contents = operation.request?.body?.contents ?? [];
  if (!contents.length) return fc.constant(undefined);
  const kinds = contents.map(({ mediaType, schema }) => {
    const bytes = /json/.test(mediaType)
      ? fc.oneof({ weight: 19, arbitrary: nearly(valueOf(schema, operation), 30).map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: fc.string() })
      : fc.string({ maxLength: 300 });
    return bytes.map((text) => ({ type: mediaType, text }));
  });
  return fc.oneof(...kinds);
}

export function requestFor(operation, known) {
  return fc.record({ path: path(operation, known), query: query(operation), headers: headers(operation), body: body(operation) });
}
