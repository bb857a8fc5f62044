// Every text exists in English and German, with the same placeholders.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'web'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /(\/texts\.ts|sentences\.ts)$/.test(file));

// Inside the project, so that the bundles find their packages.
const folder = mkdtempSync(path.join(process.cwd(), 'node_modules', '.texts-'));
const faults = [];
const names = (text) =>
  [...text.matchAll(/\{\s*(\w+)/g)]
    .map((match) => match[1])
    .filter((name, index, all) => all.indexOf(name) === index)
    .sort();
try {
  await build({
    entryPoints: files,
    outdir: folder,
    outbase: '.',
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    logLevel: 'error',
  });
  for (const file of files) {
    const module = await import(pathToFileURL(path.join(folder, file.replace(/\.ts$/, '.mjs'))).href);
    const catalogue = module.texts ?? module.sentences ?? module;
    const { en, de } = catalogue;
    if (!en || !de) {
      faults.push(`${file}: no en and de`);
      continue;
    }
    for (const id of new Set([...Object.keys(en), ...Object.keys(de)])) {
      if (en[id] === undefined) faults.push(`${file}: ${id} has no English text`);
      else if (de[id] === undefined) faults.push(`${file}: ${id} has no German text`);
      else if (names(en[id]).join() !== names(de[id]).join())
        faults.push(`${file}: ${id}: English uses {${names(en[id])}}, German {${names(de[id])}}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.log(faults.join('\n'));
  process.exit(1);
}
