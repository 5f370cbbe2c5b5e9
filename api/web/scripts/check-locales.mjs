// Every text is in locales/, in both languages, and none lies there unused.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '../src');
const read = (path) => readFileSync(path, 'utf8');
const leaves = (node, prefix = '') =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : leaves(value, `${prefix}${key}.`),
  );
const valueOf = (node, key) => key.split('.').reduce((at, part) => at?.[part], node);

const zh = JSON.parse(read(join(source, 'locales/zh-CN.json')));
const en = JSON.parse(read(join(source, 'locales/en.json')));
const files = readdirSync(source, { recursive: true })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: read(join(source, name)) }));
const wrong = [];

const keys = new Set(leaves(zh));
for (const key of keys) if (valueOf(en, key) === undefined) wrong.push(`en.json lacks ${key}`);
for (const key of leaves(en)) if (!keys.has(key)) wrong.push(`zh-CN.json lacks ${key}`);

// Placeholders must agree, or one language loses a number.
const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
for (const key of keys) {
  const other = valueOf(en, key);
  if (other !== undefined && holes(valueOf(zh, key)) !== holes(other)) {
    wrong.push(`${key}: the placeholders differ`);
  }
}

const used = new Set();
const prefixes = new Set();
for (const { name, text } of files) {
  for (const [, key] of text.matchAll(/\bt\(\s*'([^']+)'/g)) {
    used.add(key);
    if (!keys.has(key)) wrong.push(`${name}: no text for ${key}`);
  }
  for (const [, key] of text.matchAll(/\?\s*t\('([^']+)'\)/g)) used.add(key);
  for (const [, prefix] of text.matchAll(/\bte?\(\s*`([^`$]+)\$\{/g)) prefixes.add(prefix);
  text.split('\n').forEach((line, index) => {
    if (/[\u3400-\u9fff]/.test(line)) wrong.push(`${name}:${index + 1}: text outside locales/`);
  });
}
for (const key of keys) {
  const dynamic = [...prefixes].some((prefix) => key.startsWith(prefix));
  if (!used.has(key) && !dynamic) wrong.push(`${key}: nobody uses it`);
}

for (const line of wrong) console.error(line);
process.exit(wrong.length ? 1 : 0);
