// What the wiretap wrote down: how much was judged, and every way it was not as described, once.
//   node traffic.mjs REPORT      exit status 1 where anything was not
import { readFileSync } from 'node:fs';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const ways = new Map();
for (const { method, url, status, operation, wrong } of lines) {
  for (const what of wrong) {
    const way = `${operation ?? method} ${status}: ${what}`;
    ways.set(way, ways.get(way) ?? `${method} ${url}`);
  }
}
const operations = new Set(lines.map(({ operation }) => operation));
console.log(`${lines.length} requests to ${operations.size} operations, ${ways.size} ways not as described`);
for (const [way, example] of ways) console.log(`${way} (${example})`);
process.exit(ways.size ? 1 : 0);
