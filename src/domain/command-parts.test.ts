import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joined, limitOf, partsOf } from './command-parts.ts';
import type { Command } from './commands.ts';

const name = (variable: string) => ({ component: 'AuthCtrlr', variable });

it('B06.FR.05 reads no more variables in one message than the station takes, and all of them in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 7 }), (all, size) => {
      const command: Command = { kind: 'readSettings', requestId: 1, names: all.map(name) };
      const parts = partsOf(command, size) as Extract<Command, { kind: 'readSettings' }>[];
      expect(parts.every(({ names }) => names!.length > 0 && names!.length <= size)).toBe(true);
      expect(parts.flatMap(({ names }) => names)).toEqual(command.names);
    }),
  );
});

it.each<[Command, string | undefined]>([
  [{ kind: 'readSettings', requestId: 1 }, undefined],
  [{ kind: 'readSettings', requestId: 1, names: [name('a')] }, undefined],
  [{ kind: 'readSettings', requestId: 1, names: [name('a'), name('b')] }, 'GetVariables'],
  [
    {
      kind: 'writeSettings',
      values: [
        { name: name('a'), value: '1' },
        { name: name('b'), value: '2' },
      ],
    },
    'SetVariables',
  ],
  [{ kind: 'clearMonitors', ids: [1, 2] }, 'ClearVariableMonitoring'],
  [{ kind: 'clearCache' }, undefined],
])('B05.FR.11 asks for the station’s limit only where there is one: %o', (command, instance) => {
  expect(limitOf(command)?.variableInstance).toBe(instance);
  expect(partsOf(command, 1).length).toBe(instance === undefined ? 1 : 2);
});

it('joins what the parts were answered: refused only when all were', () => {
  const refused = { outcome: 'refused', status: 'Rejected', detail: 'why', unknown: ['a'] } as const;
  const accepted = { outcome: 'accepted', status: 'Accepted', variables: [] } as const;
  expect(joined([refused, accepted])).toEqual({ ...accepted, detail: 'why', variables: [], unknown: ['a'] });
  expect(joined([refused, refused])).toEqual({ ...refused, unknown: ['a', 'a'] });
  expect(joined([accepted])).toBe(accepted);
});
