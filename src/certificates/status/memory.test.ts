import { expect, it } from 'vitest';
import { createMemory } from './memory.ts';

it('what was fetched is used until its time is over, and asked for once at a time', async () => {
  let now = 0;
  let made = 0;
  const memory = createMemory<number>(1000, () => now);
  const get = (key = 'a', forMs = 100) =>
    memory.get(key, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { value: ++made, forMs, bytes: 1 };
    });
  expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
  now = 99;
  expect(await get()).toBe(1);
  now = 100;
  expect(await get()).toBe(2);
  expect(await get('b', 0)).toBe(3);
  expect(await get('b', 0)).toBe(4);
});

it('a failure is not remembered', async () => {
  const memory = createMemory<number>(1000, () => 0);
  await expect(memory.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await memory.get('a', async () => ({ value: 1, forMs: 9, bytes: 1 }))).toBe(1);
});

it('it is bounded: the longest unused goes first', async () => {
  const memory = createMemory<string>(100, () => 0);
  const get = (key: string) => memory.get(key, async () => ({ value: `${key} again`, forMs: 1e9, bytes: 39 }));
  for (const key of ['a', 'b']) await memory.get(key, async () => ({ value: key, forMs: 1e9, bytes: 39 }));
  expect(await get('a')).toBe('a');
  await memory.get('c', async () => ({ value: 'c', forMs: 1e9, bytes: 39 }));
  expect(await get('a')).toBe('a');
  expect(await get('b')).toBe('b again');
});
