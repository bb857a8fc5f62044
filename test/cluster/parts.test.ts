import { expect, it } from 'vitest';
import { without } from './parts.ts';

it('tests of a cluster are left out under a name that says what to install, and in CI that is a failure', () => {
  expect(without('two nodes', [], true)).toBeUndefined();
  expect(without('two nodes', ['nats-server'], false)).toEqual({
    leaveOut: 'two nodes (needs nats-server: apt-get install nats-server)',
  });
  expect(without('two nodes', ['nats-server', 'postgresql-15'], true)).toEqual({
    fail: 'In CI nothing is left out: install nats-server and postgresql-15.',
  });
});
