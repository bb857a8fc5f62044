// docs/conformance.md: which test covers which certification case and which duty of the server in the OCPP texts, or why none
// does. Built from the strings of the tests. `--check`: fails when the document is old, when a reason or an id is needless or
// unknown, and when a row has neither a test nor a reason.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseSync } from 'vite';

const document = 'docs/conformance.md';
const catalog = JSON.parse(readFileSync('test/conformance/catalog.json', 'utf8'));
const { reasons } = JSON.parse(readFileSync('test/conformance/reasons.json', 'utf8'));
const idPattern = /(?:(1\.6|2\.0\.1|2\.1):)?\b(TC_[A-Z0-9]+(?:_\d+)*_CSMS|(?:[A-Z]\d\d\.)FR\.\d+|FR\.\d+)\b/g;

const faults = [];
/** version and id -> the files whose tests name it */
const found = new Map();
const note = (version, id, file) => {
  const key = `${version} ${id}`;
  found.set(key, (found.get(key) ?? new Set()).add(file));
};
const has = (version, id) => id in catalog[version].cases || catalog[version].requirements.includes(id);

/** Every string of a test file; comments do not count. */
function* stringsOf(file) {
  const { program } = parseSync(file, readFileSync(file, 'utf8'));
  const stack = [program];
  while (stack.length > 0) {
    const node = stack.pop();
    if (Array.isArray(node)) stack.push(...node);
    else if (node !== null && typeof node === 'object') {
      if (node.type === 'Literal' && typeof node.value === 'string') yield node.value;
      else if (node.type === 'TemplateElement') yield node.value.raw;
      else stack.push(...Object.values(node));
    }
  }
}

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'test', 'sim'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.test\.ts$/.test(file) || file.startsWith('test/conformance/cases/'))
  .sort();
for (const file of files)
  for (const text of stringsOf(file))
    for (const [, only, id] of text.matchAll(idPattern)) {
      const versions = Object.keys(catalog).filter((version) => (only ?? version) === version && has(version, id));
      for (const version of versions) note(version, id, file);
      if (versions.length === 0 && id.startsWith('TC_')) faults.push(`${file}: there is no case ${only ?? ''} ${id}`);
    }

const shown = (names) =>
  [...names]
    .sort()
    .map((name) => `[${name.replace(/^.*\//, '')}](../${name})`)
    .join(', ');

/** What covers a row: tests that name it, or a case that tests it and is covered itself. */
function coverage(version, id) {
  const tests = found.get(`${version} ${id}`);
  if (tests) return { kind: 'test', text: shown(tests) };
  const via = Object.entries(catalog['2.0.1'].cases)
    .filter(([name, duties]) => version !== '1.6' && duties.includes(id) && found.has(`2.0.1 ${name}`))
    .map(([name]) => name);
  if (via.length > 0) return { kind: 'test', text: `through ${via.join(', ')}` };
  const reason = reasons[`${version}:${id}`] ?? (version === '1.6' ? undefined : reasons[id]);
  return reason ? { kind: 'reason', text: `_does not apply:_ ${reason}` } : { kind: 'open', text: '**open**' };
}

const lines = [];
const totals = { test: 0, reason: 0, open: 0 };
const open = [];
const table = (title, heading, version, ids) => {
  const rows = ids.map((id) => ({ id, ...coverage(version, id) }));
  for (const { id, kind } of rows) {
    totals[kind]++;
    if (kind === 'open') open.push(`${version}:${id}`);
    if (found.has(`${version} ${id}`) && reasons[`${version}:${id}`])
      faults.push(`${version}:${id} has a test and a reason`);
  }
  const count = (kind) => rows.filter((row) => row.kind === kind).length;
  lines.push(
    `## ${title}`,
    '',
    `${rows.length} rows: ${count('test')} tested, ${count('reason')} not applicable, ${count('open')} open.`,
    '',
    `| ${heading} | covered by |`,
    '| --- | --- |',
    ...rows.map(({ id, text }) => `| ${id} | ${text} |`),
    '',
  );
};
table('OCPP 1.6: certification cases of a central system', 'case', '1.6', Object.keys(catalog['1.6'].cases));
table('OCPP 2.0.1: certification cases of a CSMS (Part 6)', 'case', '2.0.1', Object.keys(catalog['2.0.1'].cases));
table('OCPP 2.0.1: duties of the CSMS (Part 2)', 'requirement', '2.0.1', catalog['2.0.1'].requirements);
table('OCPP 2.1: duties of the CSMS (Part 2)', 'requirement', '2.1', catalog['2.1'].requirements);

const text = [
  '# Conformance',
  '',
  'Each row is a certification case for the central side, or a requirement that binds it, by its number in the OCPP texts. The tests run',
  'against simulated stations over real WebSockets. Made by `node scripts/conformance.mjs` from the titles of the tests and from',
  '`test/conformance/reasons.json`; `npm run check` fails when it is not current.',
  '',
  `${totals.test + totals.reason + totals.open} rows: ${totals.test} tested, ${totals.reason} not applicable, ${totals.open} open.`,
  '',
  ...lines,
].join('\n');

for (const key of Object.keys(reasons)) {
  const [version, id] = key.includes(':') ? key.split(':') : [undefined, key];
  if (!Object.keys(catalog).some((one) => (version ?? one) === one && has(one, id)))
    faults.push(`reasons.json: there is no ${key}`);
}
if (open.length > 0)
  faults.push(`${open.length} rows have neither a test nor a reason: ${open.slice(0, 20).join(', ')}`);
if (process.argv.includes('--open')) console.log(open.join('\n'));
else if (process.argv.includes('--check')) {
  if (readFileSync(document, 'utf8') !== text) faults.push(`${document} is old: node scripts/conformance.mjs makes it`);
} else writeFileSync(document, text);
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
