// Request for request against @tus/server, the protocol's own server in Node: the same requests go to
// both, and status and tus headers are compared. Where we want to differ, the table below says why;
// a difference that is not in it fails, and so does one that is there no more.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Service } from './service.mjs';

const require = createRequire(new URL('../../api/web/package.json', import.meta.url));

const kEntry = 'LN2024-7002';
const kBytes = 'the bytes of a file, sent in pieces';
const kTus = { 'Tus-Resumable': '1.0.0' };
const kNotMade = 'not made'; // an upload that an earlier request should have made
const kPiece = { ...kTus, 'Content-Type': 'application/offset+octet-stream' };
const kHeaders = ['tus-resumable', 'tus-version', 'upload-offset', 'upload-length', 'upload-metadata', 'upload-concat'];

let service;
let peer;
let folder;
let addresses;

before(async () => {
  service = await Service.start();
  const form = JSON.stringify({ entry: kEntry, applicant: { name: '沈阳对照示例科技有限公司' } });
  await service.send('POST', '/entries', form, { 'Content-Type': 'application/json' });
  const { Server } = await import(require.resolve('@tus/server'));
  const { FileStore } = await import(require.resolve('@tus/file-store'));
  folder = mkdtempSync(join(tmpdir(), 'jianzhen-tus-peer-'));
  const tus = new Server({ path: '/files', datastore: new FileStore({ directory: folder }) });
  peer = createServer((request, response) => void tus.handle(request, response));
  await new Promise((resolve) => peer.listen(0, '127.0.0.1', resolve));
  addresses = [`${service.root}/api/v1/files`, `http://127.0.0.1:${peer.address().port}/files`];
});
after(async () => {
  await service?.stop();
  peer?.closeAllConnections();
  await new Promise((resolve) => (peer ? peer.close(resolve) : resolve()));
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const encoded = (text) => Buffer.from(text).toString('base64');
const metadata = (path) => ({
  'Upload-Metadata': `entry ${encoded(kEntry)},path ${encoded(path)}`,
});

// What one server answers: {status, headers of tus, body where it is no error, where it put the file}.
async function asked(address, { method, at = '', headers = {}, body }, made) {
  const url = at.startsWith('<') ? made[at.slice(1, -1)] : address + at;
  if (!url) return { seen: { status: kNotMade }, location: null };
  const filled = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.replace(/<(\w+)>/g, (_, upload) => new URL(made[upload] ?? 'http://none/none').pathname),
    ]),
  );
  const response = await fetch(url, { method, headers: filled, body });
  await response.arrayBuffer();
  const seen = { status: response.status };
  for (const name of kHeaders) {
    const value = response.headers.get(name);
    if (value !== null) seen[name] = value;
  }
  // Each has its own addresses.
  if (seen['upload-concat']?.startsWith('final')) seen['upload-concat'] = 'final';
  const location = response.headers.get('location');
  seen.location = location !== null;
  return { seen, location: location && new URL(location, address).href };
}

const created = (as, length, more = {}) => ({
  name: `create ${as}`,
  as,
  method: 'POST',
  headers: { ...kTus, 'Upload-Length': String(length), ...metadata(`${as}.bin`), ...more },
});
const head = (upload) => ({ name: `look at ${upload}`, method: 'HEAD', at: `<${upload}>`, headers: kTus });
const patch = (name, upload, offset, body, more = {}) => ({
  name,
  method: 'PATCH',
  at: `<${upload}>`,
  headers: { ...kPiece, 'Upload-Offset': String(offset), ...more },
  body,
});

const kRequests = [
  { name: 'ask what is spoken', method: 'OPTIONS' },
  created('whole', kBytes.length),
  head('whole'),
  patch('first piece', 'whole', 0, kBytes.slice(0, 10)),
  head('whole'),
  patch('a piece from another place', 'whole', 3, 'xxx'),
  patch('a piece without bytes', 'whole', 10, ''),
  patch('the last piece', 'whole', 10, kBytes.slice(10)),
  head('whole'),
  patch('a piece behind the end', 'whole', kBytes.length, 'more'),
  { ...created('with_bytes', 5, { 'Content-Type': 'application/offset+octet-stream' }), body: '12345' },
  head('with_bytes'),
  { ...created('with_first_bytes', 9, { 'Content-Type': 'application/offset+octet-stream' }), body: '1234' },
  head('with_first_bytes'),
  created('empty', 0),
  head('empty'),
  created('refused', 10),
  { name: 'a piece of another type', method: 'PATCH', at: '<refused>', headers: { ...kTus, 'Upload-Offset': '0', 'Content-Type': 'text/plain' }, body: '12' },
  { name: 'a piece without its place', method: 'PATCH', at: '<refused>', headers: kPiece, body: '12' },
  { name: 'a place that is no number', method: 'PATCH', at: '<refused>', headers: { ...kPiece, 'Upload-Offset': 'ten' }, body: '12' },
  { name: 'a negative place', method: 'PATCH', at: '<refused>', headers: { ...kPiece, 'Upload-Offset': '-1' }, body: '12' },
  { name: 'a piece without a version', method: 'PATCH', at: '<refused>', headers: { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' }, body: '12' },
  { name: 'another version', method: 'HEAD', at: '<refused>', headers: { 'Tus-Resumable': '0.2.2' } },
  { name: 'PATCH said by a POST', method: 'POST', at: '<refused>', headers: { ...kPiece, 'Upload-Offset': '0', 'X-HTTP-Method-Override': 'PATCH' }, body: '12' },
  { name: 'no length', method: 'POST', headers: { ...kTus, ...metadata('no_length.bin') } },
  { name: 'a negative length', method: 'POST', headers: { ...kTus, 'Upload-Length': '-1', ...metadata('negative.bin') } },
  { name: 'a length that is no number', method: 'POST', headers: { ...kTus, 'Upload-Length': 'long', ...metadata('long.bin') } },
  { name: 'a length that is told later', method: 'POST', headers: { ...kTus, 'Upload-Defer-Length': '1', ...metadata('later.bin') } },
  { name: 'metadata that is no base64', method: 'POST', headers: { ...kTus, 'Upload-Length': '3', 'Upload-Metadata': 'path !!!' } },
  { name: 'look at what is not there', method: 'HEAD', at: '/nowhere', headers: kTus },
  { name: 'a piece of what is not there', method: 'PATCH', at: '/nowhere', headers: { ...kPiece, 'Upload-Offset': '0' }, body: 'x' },
  created('ended', 10),
  { name: 'end it', method: 'DELETE', at: '<ended>', headers: kTus },
  head('ended'),
  { name: 'end what is not there', method: 'DELETE', at: '/nowhere', headers: kTus },
  created('left', 5, { 'Upload-Concat': 'partial' }),
  created('right', 6, { 'Upload-Concat': 'partial' }),
  head('left'),
  patch('the left part', 'left', 0, 'hello'),
  patch('the right part', 'right', 0, ' world'),
  { name: 'join them', as: 'joined', method: 'POST', headers: { ...kTus, 'Upload-Concat': 'final;<left> <right>', ...metadata('joined.bin') } },
  { name: 'join parts that are not there', method: 'POST', headers: { ...kTus, 'Upload-Concat': 'final;/files/nowhere', ...metadata('none.bin') } },
  created('summed', 5),
  patch('a piece with another sum', 'summed', 0, 'hello', { 'Upload-Checksum': `sha1 ${encoded('not its sum, 20 byte')}` }),
];

// "request: what" → ours, theirs, and why we want that. (Ours are never kept by a cache, whatever they say; theirs
// say so of HEAD alone.)
const kTold = 'Where it stands is told at once: whoever goes on need not ask.';
const kNoStore = 'Its FileStore cannot join uploads; ours can, which parallelUploads needs.';
const kWanted = {
  'create whole: upload-offset': ['0', undefined, kTold],
  'create empty: upload-offset': ['0', undefined, kTold],
  'create refused: upload-offset': ['0', undefined, kTold],
  'create ended: upload-offset': ['0', undefined, kTold],
  'create summed: upload-offset': ['0', undefined, kTold],
  'a piece behind the end: status': [400, 413, 'Nothing is too large: the file is whole, and the request is wrong.'],
  'a piece behind the end: tus-resumable': [undefined, '1.0.0', 'Its bytes are refused below the protocol, while they come.'],
  'a piece of another type: status': [415, 400, 'The protocol says 415.'],
  'a piece without its place: status': [400, 403, 'Nobody is forbidden anything: a header lacks.'],
  'a piece without a version: tus-version': ['1.0.0', undefined, 'The protocol says: with 412 comes what is spoken.'],
  'another version: status': [412, 400, 'The protocol says 412.'],
  'another version: tus-version': ['1.0.0', undefined, 'The protocol says: with 412 comes what is spoken.'],
  'PATCH said by a POST: status': [405, 400, 'Who may do what is judged by the method that the request has.'],
  'PATCH said by a POST: tus-resumable': [undefined, '1.0.0', 'It does not reach the protocol.'],
  'a length that is told later: status': [400, 201, 'creation-defer-length is not spoken: room is made before the bytes come.'],
  'a length that is told later: location': [false, true, 'The same.'],
  'create left: status': [201, 501, kNoStore],
  'create left: upload-offset': ['0', undefined, kTold],
  'create left: location': [true, false, kNoStore],
  'create right: status': [201, 501, kNoStore],
  'create right: upload-offset': ['0', undefined, kTold],
  'create right: location': [true, false, kNoStore],
  'join them: status': [201, 501, kNoStore],
  'join them: upload-offset': ['11', undefined, kNoStore],
  'join them: location': [true, false, kNoStore],
  'join parts that are not there: status': [404, 501, kNoStore],
  'a piece with another sum: status': [460, 204, 'It does not speak checksum.'],
  'a piece with another sum: upload-offset': [undefined, '5', 'The same.'],
};

test('both answer the same requests alike, but where we want to differ', async () => {
  const made = [{}, {}];
  const found = {};
  for (const request of kRequests) {
    const answers = [];
    for (const side of [0, 1]) {
      const answer = await asked(addresses[side], request, made[side]);
      if (request.as && answer.location) made[side][request.as] = answer.location;
      answers.push(answer.seen);
    }
    const [ours, theirs] = answers;
    if (theirs.status === kNotMade) continue;
    for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      if (ours[key] !== theirs[key]) found[`${request.name}: ${key}`] = [ours[key], theirs[key]];
    }
  }
  const wanted = Object.fromEntries(Object.entries(kWanted).map(([name, [ours, theirs]]) => [name, [ours, theirs]]));
  assert.deepEqual(found, wanted);
});
