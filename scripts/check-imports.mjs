// Holds the import rules of .dependency-cruiser.cjs. The checker cannot read this TypeScript itself, so each file is stripped of its types first
// (imports of types disappear with them, which is what the rules want), into the same tree.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const folder = path.resolve('dist/import-rules');
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'web', 'sim', 'bench'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const called = { '.ts': '.mjs', '.tsx': '.jsx' };
const inner = /((?:from|import)\s*\(?\s*["']\.[^"']*?)(\.tsx?)(["'])/g;
const strip = async (ending) => {
  const { outputFiles } = await build({
    entryPoints: files.filter((file) => file.endsWith(ending)),
    outdir: folder,
    outbase: '.',
    format: 'esm',
    target: 'esnext',
    jsx: 'automatic',
    outExtension: { '.js': called[ending] },
    logLevel: 'error',
    write: false,
  });
  for (const { path: file, text } of outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      text.replace(inner, (_, before, end, after) => before + called[end] + after),
    );
  }
};
await Promise.all([strip('.ts'), strip('.tsx')]);

const { stdout, stderr, status } = spawnSync(
  path.resolve('node_modules/.bin/depcruise'),
  ['--config', path.resolve('.dependency-cruiser.cjs'), 'src', 'web', 'sim', 'bench'],
  { cwd: folder, encoding: 'utf8' },
);
rmSync(folder, { recursive: true, force: true });
const seen = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
console.log(`${stdout}${stderr}`.trim());
// A checker that reads nothing finds nothing.
if (status !== 0 || seen < files.length) {
  if (status === 0) console.log(`only ${seen} of ${files.length} files were read`);
  process.exit(1);
}
