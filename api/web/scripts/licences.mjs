// The licences of what others made and this build holds, as licences.txt beside it: one part for each
// package whose code or styles came in, from the package's own data. A licence that nobody has looked at yet
// stops the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const kKnown = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);

// The folder of the package that a module is in; undefined: ours.
function folderOf(module) {
  const found = module.replace(/^\0+/, '').match(/^.*\/node_modules\/(@[^/]+\/[^/]+|[^/@][^/]*)(?=\/)/);
  return found?.[0];
}

function partOf(folder) {
  const { name, version, license, author, homepage, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!kKnown.has(license)) throw new Error(`licence of ${name} not known: ${JSON.stringify(license)}`);
  const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /(^|\/)(licen[cs]e|notice|copying)[^/]*$/i.test(join(file.parentPath, file.name).slice(folder.length)))
    .filter((file) => !join(file.parentPath, file.name).slice(folder.length).includes('/node_modules/'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8').trim());
  const by = typeof author === 'string' ? author : author?.name;
  const where = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return [`${name} ${version}`, `${license}${by ? `, by ${by}` : ''}`, where, '', ...texts].join('\n').trim();
}

export function licences() {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const folders = new Set();
      for (const module of this.getModuleIds()) folders.add(folderOf(module));
      folders.delete(undefined);
      const parts = [...folders].map(partOf).sort((a, b) => (a < b ? -1 : 1));
      const source = `Made by others and compiled into the web page of Jianzhen\n\n${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
  };
}
