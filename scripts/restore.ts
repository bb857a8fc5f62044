import path from 'node:path';
import { restoreBackup } from '../src/storage/backup/restore.ts';
import { ownDatabase } from '../src/storage/engines/attach.ts';
import { runTool, withEngine } from './tool.ts';

/** `npm run restore -- file.tar.gz`: a backup into the empty database and file store that `npm start` would use. Stop the server first. */
await runTool(async ({ config, log, migrations, files }) => {
  const source = process.argv[2];
  if (source === undefined) throw new Error('Name the backup: npm run restore -- file.tar.gz');
  const { dataDir, databaseUrl } = config;
  const report = await withEngine(ownDatabase({ databaseUrl, dataDir, log }), async ({ connection }) =>
    restoreBackup({ connection, files: await files(), dataDir, source: path.resolve(source), migrations }),
  );
  console.log(
    `Restored what was there at ${report.takenAt}: ${report.rows} rows of ${report.tables} tables and ${report.files} files.`,
  );
  if (report.migrated.length > 0) console.log(`Brought up to date by ${report.migrated.join(', ')}.`);
});
