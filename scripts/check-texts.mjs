// Every text exists in English and German, with the same placeholders.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { IntlMessageFormat } from 'intl-messageformat';

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'web'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => /(\/texts\.ts|sentences\.ts)$/.test(file));

// Inside the project, so that the bundles find their packages.
const folder = mkdtempSync(path.join(process.cwd(), 'node_modules', '.texts-'));
const faults = [];
/** The arguments a text takes, and the tags around parts of it. Throws on a text that cannot be read. */
function names(text, language) {
  const found = new Set();
  const walk = (parts) => {
    for (const part of parts) {
      if (part.type !== 0 && part.type !== 7 && part.value) found.add(part.value);
      for (const option of Object.values(part.options ?? {})) walk(option.value);
      if (part.children) walk(part.children);
    }
  };
  walk(new IntlMessageFormat(text, language).getAst());
  return [...found].sort().join(', ');
}

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
      else {
        try {
          const [english, german] = [names(en[id], 'en'), names(de[id], 'de')];
          if (english !== german) faults.push(`${file}: ${id}: English uses {${english}}, German {${german}}`);
        } catch (error) {
          faults.push(`${file}: ${id}: ${error.message}`);
        }
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults.length > 0) {
  console.log(faults.join('\n'));
  process.exit(1);
}
