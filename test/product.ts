import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The built program as a child, as `npm start` runs it. */
export interface Product {
  readonly url: string;
  readonly ocpp: string;
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  readonly output: () => string;
  /** Resolves with the match once the output has it. */
  said(pattern: RegExp, seconds?: number): Promise<RegExpMatchArray>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export const newDataDir = (): string => mkdtempSync(path.join(tmpdir(), 'voltyard-test-'));
export const removeDataDir = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true });

export async function startProduct(
  dataDir: string,
  options: {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly port?: number;
    /** Where the program lies; default: here. */
    readonly folder?: string;
  } = {},
): Promise<Product> {
  const child = spawn(
    process.execPath,
    [path.join(options.folder ?? '.', 'scripts/run.mjs'), ...(options.args ?? [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        VOLTYARD_DATA: dataDir,
        VOLTYARD_PORT: String(options.port ?? 0),
        VOLTYARD_LOG: 'warn',
        ...options.env,
      },
    },
  );
  let text = '';
  const waiting = new Set<() => void>();
  const hear = (data: Buffer) => {
    text += data.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', () => {
    for (const look of waiting) look();
  });
  const said = (pattern: RegExp, seconds = 60) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const late = setTimeout(
        () => done(new Error(`the program did not say ${pattern} within ${seconds} s:\n${text}`)),
        seconds * 1_000,
      );
      const done = (result: RegExpMatchArray | Error) => {
        clearTimeout(late);
        waiting.delete(look);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const look = () => {
        const found = pattern.exec(text);
        if (found) done(found);
        else if (child.exitCode !== null || child.signalCode !== null)
          done(new Error(`the program ended (${child.exitCode ?? child.signalCode}):\n${text}`));
      };
      waiting.add(look);
      look();
    });
  const end = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
      child.once('exit', (code) => resolve(code));
      child.kill(signal);
    });
  const [, url] = await said(/Console\s+(https?:\/\/\S+)/);
  const [, ocpp] = await said(/Stations\s+(wss?:\/\/\S+\/ocpp)/);
  return { url: url!, ocpp: ocpp!, child, output: () => text, said, end };
}
