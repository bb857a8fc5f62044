import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Config, readConfig } from '../src/config.ts';
import { createLog, type Log } from '../src/lib/log.ts';
import type { Engine } from '../src/storage/engines/embedded.ts';
import type { FileStore } from '../src/storage/files/file-store.ts';
import { openFiles } from '../src/storage/files/open-files.ts';
import { projectFolder } from '../src/wiring/project-folder.ts';

export interface Tool {
  readonly config: Config;
  readonly log: Log;
  readonly migrations: string;
  readonly version: string;
  readonly files: () => Promise<FileStore>;
}

/** What every tool beside the server begins with: its settings are those of `npm start`. Ends the process with each fault in a line. */
export async function runTool(work: (tool: Tool) => Promise<void>): Promise<void> {
  const config = readConfig(process.env, []);
  if ('faults' in config) {
    for (const fault of config.faults) console.error(fault);
    process.exit(1);
  }
  const folder = projectFolder();
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const files = () => openFiles(config);
  try {
    await work({
      config,
      log: createLog(config.logLevel),
      migrations: path.join(folder, 'src/storage/migrations'),
      version,
      files,
    });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

export async function withEngine<T>(opening: Promise<Engine>, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await opening;
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}
