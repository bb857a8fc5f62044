import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Bringing, Came, Coming, Order, Report, Riding } from './orders.ts';

/** Stations that one process plays: below what it may open, and few enough that it keeps up. */
const perProcess = 9_000;
const addresses = 4;

/** Stations played by processes of their own, so that the clients' work is not done where latencies are taken. */
export interface Crowds {
  come(coming: CrowdOptions): Promise<Came>;
  ride(riding: CrowdOptions & Pick<Riding, 'card' | 'everyMs'>): Promise<Came>;
  /** Until the last of the messages was answered. */
  bring(bringing: CrowdOptions & Pick<Bringing, 'card' | 'messages' | 'days'>): Promise<Came>;
  /** All together. */
  report(): Promise<Report>;
  /** Their processes, for what the clients cost. */
  pids(): number[];
  leave(): Promise<void>;
}

export type CrowdOptions = Omit<Coming, 'localAddresses'> & {
  /** The last number of their loopback addresses, 127.0.0.x; further ones count up from it, four for each process. */
  readonly address: number;
};

const folder = path.dirname(new URL(import.meta.url).pathname);

export function createCrowds(): Crowds {
  const processes: ChildProcess[] = [];

  const ask = <T>(child: ChildProcess, order: Order): Promise<T> =>
    new Promise((resolve, reject) => {
      const died = (code: number | null) => reject(new Error(`A process that plays stations ended with ${code}.`));
      child.once('exit', died);
      child.once('message', (message: { value: T }) => {
        child.off('exit', died);
        resolve(message.value);
      });
      child.send(order);
    });

  const start = async ({ address, ...coming }: CrowdOptions, order: (part: Coming) => Order): Promise<Came> => {
    const count = coming.to - coming.from + 1;
    const parts = Math.ceil(count / perProcess);
    const came = await Promise.all(
      Array.from({ length: parts }, (_, part) => {
        const child = fork(path.join(folder, 'crowd.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
        processes.push(child);
        const from = coming.from + Math.floor((count * part) / parts);
        const to = coming.from + Math.floor((count * (part + 1)) / parts) - 1;
        const atOnce = Math.ceil(coming.atOnce / parts);
        const localAddresses = Array.from(
          { length: addresses },
          (_, one) => `127.0.0.${address + part * addresses + one}`,
        );
        return ask<Came>(child, order({ ...coming, from, to, atOnce, localAddresses }));
      }),
    );
    return {
      booted: came.reduce((sum, one) => sum + one.booted, 0),
      refused: added(came.map((one) => one.refused)),
      retries: came.reduce((sum, one) => sum + one.retries, 0),
      seconds: Math.max(...came.map((one) => one.seconds)),
      waits: merged(came.map((one) => one.waits)),
    };
  };

  return {
    come: (options) => start(options, (coming) => ({ do: 'come', coming })),
    ride: ({ card, everyMs, ...options }) =>
      start(options, (coming) => ({ do: 'ride', riding: { ...coming, card, everyMs } })),
    bring: ({ card, messages, days, ...options }) =>
      start(options, (coming) => ({ do: 'bring', bringing: { ...coming, card, messages, days } })),
    async report() {
      const reports = await Promise.all(processes.map((child) => ask<Report>(child, { do: 'report' })));
      const sum = (of: 'open' | 'lost' | 'answered' | 'errors') => reports.reduce((all, one) => all + one[of], 0);
      return {
        open: sum('open'),
        lost: sum('lost'),
        answered: sum('answered'),
        errors: sum('errors'),
        latencies: merged(reports.map((one) => one.latencies)),
        stops: merged(reports.map((one) => one.stops)),
      };
    },
    pids: () => processes.map((child) => child.pid!),
    async leave() {
      await Promise.all(
        processes.splice(0).map(async (child) => {
          await ask(child, { do: 'leave' });
          const gone = new Promise((resolve) => child.once('exit', resolve));
          // Closes what is still open.
          setTimeout(() => child.disconnect(), 500);
          await gone;
        }),
      );
    },
  };
}

const merged = (lists: readonly (readonly number[])[]): number[] => lists.flat().sort((a, b) => a - b);

function added(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of counts) for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
