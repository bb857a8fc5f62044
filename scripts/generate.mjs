// Makes the validators of OCPP payloads, generated/ocpp/*.js, from the schemas that two npm packages carry. Never
// committed: the schemas' licence allows no edited copies. `--check` only says whether the files are current.
//
// Two validators per payload, one function call each:
//   tolerant  what must hold for a message to be read at all; stops at the first fault; the only one on the hot path
//   strict    the schema as published (but see `spellings`); collects every fault, for the log viewer and strict mode
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import Ajv from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';

const require = createRequire(import.meta.url);
const published = new URL('lib/schemas/', pathToFileURL(require.resolve('ocpp-rpc/package.json')));
const typed = pathToFileURL(require.resolve('typed-ocpp'));
const standaloneCode = standalone.default ?? standalone;
const target = new URL('../generated/ocpp/', import.meta.url);

const versions = {
  v16: { file: 'ocpp1_6.json', second: 'ocpp16', messages: 39 },
  v201: { file: 'ocpp2_0_1.json', messages: 64 },
  v21: { file: 'ocpp2_1.json', messages: 91 },
};

/**
 * Messages that carry a charging transaction: what is odd in their content is stored and flagged, never refused,
 * because a refused one is energy nobody can bill (OCPP 1.6 sections 4.7, 4.8, 4.10; OCPP 2.0.1 J02.FR.19).
 */
const transactional = new Set(['StartTransaction', 'StopTransaction', 'MeterValues', 'TransactionEvent']);
/** Without these it cannot even be said what happened to which transaction. */
const structural = new Set(['eventType']);
/** A meter reading is odd content even when it is no number ("NaN", "12.5 kWh"). */
const readings = new Set(['value', 'meterStart', 'meterStop']);

// RFC 3339, but seconds may be 60 and the zone may lack its colon. Stations' clocks are judged in ocpp/timestamp.ts.
const dateTime =
  '^\\d{4}-(0\\d|1[0-2])-([0-2]\\d|3[01])[Tt]([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([Zz]|[+-]\\d{2}:?\\d{2})$';

const annotations = new Set(['$schema', '$id', 'id', 'comment', 'description', 'javaType', 'default', 'title']);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema without what says nothing about a payload, and without its definitions. */
function bare(schema, change) {
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (annotations.has(key) || key === 'definitions' || key === 'additionalItems') continue;
    if (key === 'properties') {
      out.properties = {};
      for (const [name, property] of Object.entries(value)) out.properties[name] = bare(property, change);
    } else out[key] = isObject(value) ? bare(value, change) : value;
  }
  // `additionalProperties: false` on a string or enum means nothing.
  if (out.properties === undefined && out.type !== 'object') delete out.additionalProperties;
  return change(out);
}

function strict(schema) {
  if (schema.format === 'date-time') return { ...without(schema, 'format'), pattern: dateTime };
  return without(schema, 'format');
}

/** Extra fields and odd times are noted, not refused (W-06, T-13). */
const tolerant = (schema) => without(schema, 'additionalProperties', 'format');

/** Everything but the skeleton: names, required fields, kinds of values (W-07). */
function skeleton(schema) {
  const out = without(
    schema,
    ...[
      'additionalProperties',
      'format',
      'enum',
      'maxLength',
      'minimum',
      'maximum',
      'minItems',
      'maxItems',
      'multipleOf',
    ],
  );
  if (out.properties === undefined) return out;
  const required = new Set(out.required ?? []);
  const properties = {};
  for (const [name, property] of Object.entries(out.properties)) {
    if (structural.has(name)) properties[name] = { ...property, keep: true };
    else if (readings.has(name) && property.type !== 'object')
      properties[name] = { type: ['number', 'string', 'boolean', 'null'] };
    else properties[name] = required.has(name) ? property : orNull(property);
  }
  return { ...out, properties };
}

/** Firmware writes null for what it has not got. */
const orNull = (schema) =>
  typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : { anyOf: [schema, { type: 'null' }] };

function without(schema, ...keys) {
  const out = { ...schema };
  for (const key of keys) delete out[key];
  return out;
}

/** 1.6: the published set and its security extension differ in lengths; the longer one is allowed. */
function longer(a, b) {
  const out = { ...a };
  for (const [key, value] of Object.entries(a)) {
    if (key === 'maxLength' && b?.maxLength > value) out.maxLength = b.maxLength;
    else if (isObject(value) && isObject(b?.[key])) out[key] = longer(value, b[key]);
  }
  return out;
}

/** Both spellings of the unit are in the field (OCPP 1.6 errata). */
function spellings(schema) {
  if (Array.isArray(schema)) return schema;
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'enum' && value.includes('Celcius') !== value.includes('Celsius'))
      out.enum = [...value, 'Celcius', 'Celsius'].filter((word, at, all) => all.indexOf(word) === at);
    else out[key] = isObject(value) ? spellings(value) : value;
  }
  return out;
}

/** `urn:Authorize.req`, `urn:AuthorizeRequest` and the 2.1 SEND `urn:NotifyPeriodicEventStream` -> action and side. */
function named(id) {
  const name = id.replace('urn:', '');
  const answer = /(\.conf|Response)$/.test(name);
  return { action: name.replace(/(\.req|\.conf|Request|Response)$/, ''), answer };
}

/** Definitions of one name are mostly the same in all messages: they are compiled once per version. */
function createPool() {
  const shared = {};
  return {
    shared,
    hoist(schema, definitions, change) {
      const names = new Map();
      const resolve = (name) => {
        if (names.has(name)) return names.get(name);
        const body = rewrite(bare(definitions[name], change));
        let key = name;
        for (let n = 2; shared[key] && JSON.stringify(shared[key]) !== JSON.stringify(body); n++) key = `${name}~${n}`;
        shared[key] = body;
        names.set(name, key);
        return key;
      };
      const rewrite = (value) => {
        if (Array.isArray(value)) return value.map(rewrite);
        if (!isObject(value)) return value;
        if (typeof value.$ref === 'string') {
          const name = value.$ref.split('/').pop();
          // `keep`: this enum stays although enums are relaxed here.
          if (value.keep) return bare(definitions[name], tolerant);
          return { $ref: `shared#/definitions/${resolve(name)}` };
        }
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner)]));
      };
      return rewrite(bare(schema, change));
    },
  };
}

function compile(schemas, mode) {
  const pool = createPool();
  const ready = [];
  for (const schema of schemas) {
    const { action, answer } = named(schema.$id);
    const change = mode === 'strict' ? strict : transactional.has(action) && !answer ? skeleton : tolerant;
    const $id = `${action}${answer ? '.answer' : '.call'}`;
    ready.push({ ...pool.hoist(schema, schema.definitions ?? {}, change), $id });
  }
  const ajv = new Ajv({
    strict: false,
    allErrors: mode === 'strict',
    messages: false,
    logger: false,
    // 0.1 is no binary fraction: 16.1 must count as a multiple of it.
    multipleOfPrecision: 6,
    // Counting UTF-16 units instead of characters needs no run-time package and is faster; OCPP texts are almost all ASCII.
    unicode: false,
    code: { source: true, optimize: 2 },
    schemas: [{ $id: 'shared', definitions: pool.shared }, ...ready],
  });
  const code = standaloneCode(ajv, Object.fromEntries(ready.map(({ $id }) => [$id, $id])));
  if (code.includes('require(')) throw new Error('a validator wants a run-time package');
  return code;
}

async function schemasOf({ file, second, messages }) {
  const first = JSON.parse(readFileSync(new URL(file, published), 'utf8'));
  const other = second ? await import(new URL(`${second}/schemas.js`, typed)) : {};
  const all = first.map((schema) => {
    const { action, answer } = named(schema.$id);
    return spellings(longer(schema, other[`${action}${answer ? 'Response' : 'Request'}`]));
  });
  const calls = all.filter(({ $id }) => !named($id).answer).length;
  if (calls !== messages) throw new Error(`${file}: ${calls} messages instead of ${messages}`);
  return all;
}

const types = `// Generated by scripts/generate.mjs.
import type { Validator } from '../../src/ocpp/schema.ts';
/** Key: \`<Action>.call\` or \`<Action>.answer\`. The code runs on the first call, not on import. */
export declare function tolerant(): Record<string, Validator>;
export declare function strict(): Record<string, Validator>;
`;

function stampOfInputs() {
  const hash = createHash('sha256').update(readFileSync(new URL(import.meta.url)));
  for (const { file } of Object.values(versions)) hash.update(readFileSync(new URL(file, published)));
  hash.update(readFileSync(new URL('ocpp16/schemas.js', typed)));
  hash.update(readFileSync(require.resolve('ajv/package.json')));
  return hash.digest('hex');
}

const stamp = stampOfInputs();
const stampFile = new URL('stamp', target);
const outputs = Object.keys(versions).flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
const current =
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stamp &&
  outputs.every((name) => existsSync(new URL(name, target)));

if (process.argv.includes('--check')) {
  if (!current) console.error('generated/ocpp is not current: run `npm run generate`');
  process.exitCode = current ? 0 : 1;
} else if (!current) {
  mkdirSync(target, { recursive: true });
  for (const [name, version] of Object.entries(versions)) {
    const schemas = await schemasOf(version);
    const part = (mode) =>
      `export function ${mode}() {\nconst exports = {};\n${compile(schemas, mode)}\nreturn exports;\n}\n`;
    // Half the text is half the time to load it.
    const { code } = transformSync(part('tolerant') + part('strict'), {
      minify: true,
      format: 'esm',
      target: 'node20',
    });
    writeFileSync(new URL(`${name}.js`, target), `// Generated by scripts/generate.mjs.\n${code}`);
    writeFileSync(new URL(`${name}.d.ts`, target), types);
  }
  writeFileSync(stampFile, stamp);
}
