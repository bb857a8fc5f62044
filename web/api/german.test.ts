import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { failures } from '../../src/lib/errors.ts';
import { texts } from '../kit/texts.ts';
import { inGerman } from './german.ts';

const literal = String.raw`('(?:[^'\\]|\\.)*'|\`(?:[^\`\\]|\\.)*\`)`;
/** Where the server's code puts a sentence into a refusal. */
const places = [
  new RegExp(
    String.raw`(?:Failure|refuse|wrong)\(\s*[^,()]+,\s*(?:[^'\`,()]*\?\s*)?${literal}(?:\s*:\s*${literal})?`,
    'g',
  ),
  new RegExp(String.raw`\bdetail: ${literal}`, 'g'),
  new RegExp(String.raw`\bfields: \{ ?\w+: ${literal}`, 'g'),
];
const wholeFiles =
  /unsupported\.ts$|domain\/(command-rules|command-fit|charging\/check|network|password)\.ts$|features\/\S+\/rules\.ts$/;
/** Told to stations and in logs, or never to a browser. */
const notForPeople = /^(src\/(gateway|ocpp\/v\w+\/commands|storage\/(engines|writer)|transfer)|src\/ocpp\/version)/;

function sentences(): [file: string, sentence: string][] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !notForPeople.test(file));
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8');
    const patterns = wholeFiles.test(file) ? [...places, new RegExp(literal, 'g')] : places;
    const found = patterns.flatMap((pattern) => [...code.matchAll(pattern)].flatMap(([, ...parts]) => parts));
    return found
      .filter((part) => part !== undefined)
      .map((part) =>
        part
          .slice(1, -1)
          .replace(/\$\{[^}]*\}/g, 'Q7')
          .replaceAll("\\'", "'"),
      )
      .filter((part) => /^([A-Z]|Q7 |is |must |or |works )/.test(part) && part.includes(' ') && !part.includes('Köln'))
      .map((part): [string, string] => [file, part]);
  });
}

it('every sentence with which the server refuses has a German one', () => {
  const all = sentences();
  expect(all.length).toBeGreaterThan(100);
  const missing = all.filter(([, sentence]) => inGerman(sentence) === undefined);
  expect(missing).toEqual([]);
});

it('every kind of failure has a title in both languages', () => {
  for (const id of [...Object.keys(failures), 'internal'])
    for (const language of ['en', 'de'] as const)
      expect(texts[language][`kit.problem.${id}` as keyof typeof texts.en], `${language} ${id}`).toBeDefined();
});

it('what the server put in stands in the German sentence too', () => {
  expect(inGerman('There is no station 4711.')).toBe('Es gibt keine Ladestation 4711.');
  expect(inGerman('DE*ABC*E1 belongs to charge point 1.2 of Hof (Süd).')).toBe(
    'DE*ABC*E1 gehört zu Ladepunkt 1.2 von Hof (Süd).',
  );
  expect(inGerman('body: administrator.password must not have fewer than 12 characters.')).toBe(
    'administrator.password: muss mindestens 12 Zeichen haben.',
  );
  expect(inGerman('Something a station said')).toBeUndefined();
});
