import path from 'node:path';
import { iso } from '../src/lib/time.ts';
import { writeBackup } from '../src/storage/backup/write.ts';
import { joinDatabase } from '../src/storage/engines/attach.ts';
import { runTool, withEngine } from './tool.ts';

/** `npm run backup [-- file.tar.gz]`: everything `npm start` works on, in one archive, whether the server runs or not. */
await runTool(async ({ config, log, version, files }) => {
  const now = Date.now();
  const target = path.resolve(process.argv[2] ?? `voltyard-${iso(now).slice(0, 19).replaceAll(':', '-')}.tar.gz`);
  const { dataDir, databaseUrl } = config;
  const report = await withEngine(joinDatabase({ databaseUrl, dataDir, log }), async ({ connection }) =>
    writeBackup({ connection, files: await files(), dataDir, target, version, now }),
  );
  console.log(
    `${target}: ${report.rows} rows of ${report.tables} tables and ${report.files} files in ${report.bytes} bytes`,
  );
  console.log('It holds passwords, keys and messages as they are: keep it like them.');
});
