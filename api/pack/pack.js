// A track's entries without a network: everything is in data.js and the folders beside it. Words of
// submitters become text, never markup.
'use strict';

const kWords = {
  zh: {
    search: '检索', place: '检索全部页面', none: '没有找到包含这些词的页面。', found: '页',
    claims: '主张与证据', materials: '材料', checked: '已核对', question: '有疑点，须由人判断',
    unclaimed: '申报书中没有对应的表述', page: '第 {n} 页', previous: '上一页', next: '下一页',
    back: '返回项目', moments: '视频时刻', other: 'English', topic: '赛题 {n}',
  },
  en: {
    search: 'Search', place: 'Search every page', none: 'No page holds these words.', found: 'pages',
    claims: 'Claims and proofs', materials: 'Materials', checked: 'checked',
    question: 'in question: a person must look', unclaimed: 'not spoken of in the application',
    page: 'page {n}', previous: 'previous', next: 'next', back: 'back to the entry',
    moments: 'Moments of its videos', other: '中文', topic: 'topic {n}',
  },
};
let lang = PACK.lang;
const say = (key, n) => kWords[lang][key].replace('{n}', n);
const main = document.getElementById('main');

function make(tag, attributes, ...children) {
  const svg = tag === 'svg' || tag === 'rect';
  const node = svg
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null));
  return node;
}
const link = (hash, text) => make('a', { href: hash }, text);
const pageHash = (e, m, n, box) => `#/m/${e}/${m}/${n}${box ? `/${box.join(',')}` : ''}`;
const clock = (t) => `${Math.floor(t / 60)}:${String(Math.floor(t % 60)).padStart(2, '0')}`;
const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

function home() {
  return [
    make('h1', null, PACK.track),
    make('ul', { class: 'list' }, ...PACK.entries.map((entry, e) =>
      make('li', null, link(`#/e/${e}`, `${entry.id} ${entry.project}`),
        make('div', { class: 'quiet' }, entry.applicant,
          entry.topic ? ` · ${say('topic', entry.topic)}` : '')))),
  ];
}

function claimItem(e, claim) {
  const said = claim.claim
    ? link(pageHash(e, claim.claim.m, claim.claim.n, claim.claim.box), claim.claim.words)
    : make('span', { class: 'quiet' }, say('unclaimed'));
  const proof = claim.proof.m < 0
    ? claim.title
    : link(pageHash(e, claim.proof.m, claim.proof.n, claim.proof.box), claim.title || claim.kind);
  return make('li', null,
    make('b', { class: claim.state }, `${say(claim.state)} · ${claim.kind}`), make('div', null, said),
    make('div', null, proof, ' ', make('span', { class: 'quiet' }, claim.owner)));
}

function entryView(e) {
  const entry = PACK.entries[e];
  const moments = entry.moments.map((one) =>
    make('li', null, link(pageHash(e, one.m, one.n), `${clock(one.time)} ${one.words}`)));
  return [
    make('p', { class: 'quiet' }, entry.id), make('h1', null, entry.project),
    make('p', null, entry.applicant),
    make('h2', null, say('claims')),
    make('ul', { class: 'list' }, ...entry.claims.map((claim) => claimItem(e, claim))),
    moments.length ? make('h2', null, say('moments')) : null,
    moments.length ? make('ul', { class: 'list' }, ...moments) : null,
    make('h2', null, say('materials')),
    make('ul', { class: 'list' }, ...entry.materials.map((material, m) =>
      make('li', null, link(pageHash(e, m, material.pages[0]?.n ?? 1), material.path),
        make('span', { class: 'quiet' }, ` ${material.kind} ${material.owner}`)))),
  ].filter(Boolean);
}

function materialView(e, m, n, box) {
  const material = PACK.entries[e].materials[m];
  const at = Math.max(0, material.pages.findIndex((page) => page.n === n));
  const page = material.pages[at];
  const step = (to, text) =>
    material.pages[to] ? link(pageHash(e, m, material.pages[to].n), text) : make('span', null, '');
  const parts = [
    make('nav', null, link(`#/e/${e}`, say('back')), step(at - 1, say('previous')),
      step(at + 1, say('next')), make('span', { class: 'quiet' }, material.path)),
  ];
  if (material.video) {
    const video = make('video', { controls: '', src: material.video, preload: 'metadata' });
    video.addEventListener('loadedmetadata', () => (video.currentTime = page?.time ?? 0));
    parts.push(video);
  }
  if (page?.img) {
    const sheet = make('div', { class: 'sheet' },
      make('img', { src: page.img, alt: `${material.path} ${say('page', page.n)}` }));
    if (box) {
      const [x, y, right, bottom] = box;
      sheet.append(make('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none' },
        make('rect', { x, y, width: right - x, height: bottom - y })));
    }
    parts.push(sheet);
  }
  return parts;
}

function found(words) {
  const terms = words.split(/\s+/).map(fold).filter(Boolean);
  const hits = [];
  PACK.entries.forEach((entry, e) => entry.materials.forEach((material, m) =>
    material.pages.forEach((page) => {
      page.folded ??= fold(page.lines.map(([text]) => text).join(''));
      if (!terms.every((term) => page.folded.includes(term))) return;
      const line = page.lines.find(([text]) => terms.some((term) => fold(text).includes(term)));
      hits.push({ entry, material, page, line, e, m });
    })));
  if (hits.length === 0) return [make('p', null, say('none'))];
  return [
    make('p', { class: 'quiet', role: 'status' }, `${hits.length} ${say('found')}`),
    make('ul', { class: 'list' }, ...hits.slice(0, 200).map(({ entry, material, page, line, e, m }) =>
      make('li', null,
        link(pageHash(e, m, page.n, line?.slice(1)),
          `${entry.id} ${material.path} ${page.time === undefined ? say('page', page.n) : clock(page.time)}`),
        make('div', null, line?.[0] ?? '')))),
  ];
}

function show() {
  const [, view, ...rest] = decodeURIComponent(location.hash || '#/').split('/');
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';
  document.getElementById('title').textContent = PACK.title;
  document.getElementById('q').placeholder = say('place');
  document.getElementById('q').setAttribute('aria-label', say('place'));
  document.querySelector('#search button').textContent = say('search');
  document.getElementById('lang').textContent = say('other');
  const parts =
    view === 'e' ? entryView(Number(rest[0]))
    : view === 'm' ? materialView(Number(rest[0]), Number(rest[1]), Number(rest[2]), rest[3]?.split(',').map(Number))
    : view === 'q' ? found(rest.join('/'))
    : home();
  main.replaceChildren(...parts);
  window.scrollTo(0, 0);
}

document.getElementById('search').addEventListener('submit', (event) => {
  event.preventDefault();
  location.hash = `#/q/${encodeURIComponent(document.getElementById('q').value)}`;
});
document.getElementById('lang').addEventListener('click', () => {
  lang = lang === 'zh' ? 'en' : 'zh';
  show();
});
window.addEventListener('hashchange', show);
show();
