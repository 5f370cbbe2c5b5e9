// Stands between a client and the service, changes nothing, and writes down what the description of the API does not
// say: one line of JSON each.
//   node wiretap.mjs http://127.0.0.1:PORT REPORT      prints its own address
import { appendFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { Description, kBase } from './description.mjs';

const kMost = 4 << 20; // bytes of a body that are judged; more passes through unread
const [upstream, report] = process.argv.slice(2);
const { hostname, port } = new URL(upstream);
const description = await Description.load();

class Copy {
  pieces = [];
  bytes = 0;
  take(piece) {
    this.bytes += piece.length;
    if (this.bytes <= kMost) this.pieces.push(piece);
  }
  whole() {
    return this.bytes <= kMost ? Buffer.concat(this.pieces) : undefined;
  }
}

function judge(asked, sent, answer, answered) {
  const url = new URL(asked.url, upstream);
  if (!url.pathname.startsWith(`${kBase}/`)) return;
  const operation = description.operation(asked.method, url.pathname.slice(kBase.length));
  const said = { method: asked.method, url: asked.url, status: answer.statusCode };
  // What is not there is not described; that nothing else comes of it is.
  if (!operation) {
    if (answer.statusCode < 400) write({ ...said, wrong: ['no such operation is described'] });
    return;
  }
  const wrong = [];
  const accepted = answer.statusCode < 400;
  if (accepted && sent.whole()) {
    wrong.push(...description.wrongRequest(operation, { url, headers: asked.headers, body: sent.whole() }).map((what) => `request: ${what}`));
  }
  if (answered.whole() && asked.method !== 'HEAD') {
    wrong.push(...description.wrongAnswer(operation, { status: answer.statusCode, headers: answer.headers, body: answered.whole() }));
  }
  write({ ...said, operation: operation.iid, wrong });
}

function write(line) {
  appendFileSync(report, `${JSON.stringify(line)}\n`);
}

const server = createServer((asked, answer) => {
  const sent = new Copy();
  const answered = new Copy();
  const onward = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers }, (told) => {
    answer.writeHead(told.statusCode, told.headers);
    answer.flushHeaders();
    told.on('data', (piece) => answered.take(piece));
    told.on('end', () => judge(asked, sent, told, answered));
    told.on('error', () => answer.destroy());
    told.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  asked.on('data', (piece) => sent.take(piece));
  asked.on('error', () => onward.destroy());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
});
// A stream of events is silent for long; a client that is gone is told by the socket.
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
