import { expect, test } from 'vitest';
import { history, type Past } from './history.ts';
import { type Protocol, profileOf } from './profile.ts';
import { createRandom } from './random.ts';

const from = Date.UTC(2026, 8, 1);
const until = from + 14 * 86_400_000;

function live(protocol: Protocol, seed: number): Past[] {
  const run = history({ profile: profileOf(1, protocol, createRandom(seed)), cards: ['A', 'B'], seed, from, until });
  const all: Past[] = [];
  let number = 0;
  let step = run.next();
  while (!step.done) {
    all.push(step.value);
    const action = step.value.kind === 'call' ? step.value.call[0] : '';
    const payload = step.value.kind === 'call' ? step.value.call[1] : {};
    const unknown = JSON.stringify(payload).includes('UNKNOWN');
    const status = { status: unknown ? 'Invalid' : 'Accepted' };
    step = run.next(
      action === 'StartTransaction'
        ? { transactionId: ++number, idTagInfo: status }
        : { idTagInfo: status, idTokenInfo: status },
    );
  }
  return all;
}

test.each([
  'ocpp1.6',
  'ocpp2.0.1',
  'ocpp2.1',
] as const)('a fortnight of %s is in order, inside its bounds, and the same for the same seed', (protocol) => {
  const all = live(protocol, 7);
  expect(all.length).toBeGreaterThan(200);
  expect(all[0]).toMatchObject({ kind: 'opened', at: from });
  for (const [index, past] of all.entries()) {
    expect(past.at).toBeGreaterThanOrEqual(all[index - 1]?.at ?? from);
    expect(past.at).toBeLessThanOrEqual(until + 1_000);
  }
  expect(all.at(-1)!.kind).toBe('closed');
  expect(live(protocol, 7)).toEqual(all);
  expect(live(protocol, 8)).not.toEqual(all);
});

test('every session that starts also ends, with the meter never going back', () => {
  const calls = live('ocpp1.6', 3).flatMap((past) => (past.kind === 'call' ? [past.call] : []));
  const starts = calls.filter(([action]) => action === 'StartTransaction');
  const stops = new Map(
    calls.filter(([action]) => action === 'StopTransaction').map(([, payload]) => [payload.transactionId, payload]),
  );
  expect(starts.length).toBeGreaterThan(20);
  expect(stops.size).toBe(starts.length);
  for (const [index, [, start]] of starts.entries())
    expect(Number(stops.get(index + 1)!.meterStop)).toBeGreaterThanOrEqual(Number(start.meterStart));
});

test('nothing is sent while the network is away', () => {
  let open = false;
  for (const past of live('ocpp2.0.1', 5)) {
    if (past.kind === 'opened') open = true;
    else if (past.kind === 'closed') open = false;
    else expect(open).toBe(true);
  }
});
