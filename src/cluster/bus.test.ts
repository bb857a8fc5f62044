import { expect, it } from 'vitest';
import type { Happened } from '../domain/ports.ts';
import { createLog } from '../lib/log.ts';
import { createBus } from './bus.ts';

const key = { operatorId: 1, stationId: 2 };
const happened: Happened = { key, facts: [], frames: [] };

it('asks whoever serves, and says so while nobody does', async () => {
  const bus = createBus({ log: createLog('silent') });
  expect(await bus.ask(key, { kind: 'live' })).toMatchObject({ kind: 'refused', reason: 'station.offline' });
  bus.serve(async (of, question) => {
    expect([of, question]).toEqual([key, { kind: 'live' }]);
    return { kind: 'done' };
  });
  expect(await bus.ask(key, { kind: 'live' })).toEqual({ kind: 'done' });
});

it('tells every listener, also after one that throws, until it no longer wants to hear', () => {
  const bus = createBus({ log: createLog('silent') });
  const heard: Happened[] = [];
  bus.onHappened(() => {
    throw new Error('a bug of a listener');
  });
  const leave = bus.onHappened((one) => heard.push(one));
  bus.publish(happened);
  leave();
  bus.publish(happened);
  expect(heard).toEqual([happened]);
});
