import { describe, expect, it } from 'vitest';
import { type Asked, type Course, nextStep, outcomeOf, type WaveCount, waveSizes } from './rules.ts';

describe('waves', () => {
  it.each([
    [[{ stations: 1 }, { percent: 5 }, { percent: 100 }], 100, [1, 5, 94]],
    [[{ stations: 1 }, { percent: 5 }, { percent: 100 }], 3, [1, 1, 1]],
    [[{ stations: 1 }, { percent: 5 }, { percent: 100 }], 1, [1]],
    [[{ percent: 50 }, { percent: 10 }], 10, [5, 5]],
    [[{ stations: 500 }], 10, [10]],
    [[{ stations: 500 }, { percent: 5 }], 10, [10]],
    [[{ percent: 0.1 }, { percent: 100 }], 10, [1, 9]],
  ])('%j of %i stations are %j', (waves, total, sizes) => {
    expect(waveSizes(waves, total)).toEqual(sizes);
  });
});

const course: Course = { wave: 0, waves: 3, nextWaveAt: undefined, pauseMs: 1000, mostFailures: 0, forgiven: 0 };
const wave = (n: number, of: Partial<WaveCount>): WaveCount => ({
  wave: n,
  waiting: 0,
  reachable: 0,
  asked: 0,
  done: 0,
  failed: 0,
  over: 0,
  ...of,
});
const rest = [wave(1, { waiting: 5, reachable: 5 }), wave(2, { waiting: 94, reachable: 90 })];

describe('a roll-out', () => {
  it('waits for its wave, then for the pause, then goes on', () => {
    expect(nextStep(course, [wave(0, { waiting: 1, reachable: 1 }), ...rest], 0)).toEqual({ kind: 'go' });
    expect(nextStep(course, [wave(0, { asked: 1 }), ...rest], 0)).toEqual({ kind: 'go' });
    expect(nextStep(course, [wave(0, { done: 1 }), ...rest], 50)).toEqual({ kind: 'pause', until: 1050 });
    const paused = { ...course, nextWaveAt: 1050 };
    expect(nextStep(paused, [wave(0, { done: 1 }), ...rest], 1049)).toEqual({ kind: 'go' });
    expect(nextStep(paused, [wave(0, { done: 1 }), ...rest], 1050)).toEqual({ kind: 'advance' });
  });

  it('is not held up by stations that are away, but proves each wave first', () => {
    expect(nextStep(course, [wave(0, { done: 2, waiting: 1 }), ...rest], 0).kind).toBe('pause');
    expect(nextStep(course, [wave(0, { waiting: 1 }), ...rest], 0).kind).toBe('go');
  });

  it('halts by itself when more fails than may, and not again for what was forgiven', () => {
    const counts = [wave(0, { done: 1 }), wave(1, { done: 3, failed: 2 }), rest[1]!];
    const on = { ...course, wave: 1 };
    expect(nextStep(on, counts, 0)).toEqual({ kind: 'halt' });
    expect(nextStep({ ...on, mostFailures: 1 }, counts, 0)).toEqual({ kind: 'halt' });
    expect(nextStep({ ...on, mostFailures: 2 }, counts, 0).kind).toBe('pause');
    expect(nextStep({ ...on, forgiven: 2 }, counts, 0).kind).toBe('pause');
  });

  it('is done when nobody waits', () => {
    expect(nextStep({ ...course, wave: 2 }, [wave(2, { done: 3, over: 1 })], 0)).toEqual({ kind: 'done' });
    expect(nextStep({ ...course, wave: 2 }, [wave(2, { done: 3, waiting: 1 })], 0)).toEqual({ kind: 'go' });
  });
});

const asked: Asked = {
  askedAt: 1000,
  tried: 1,
  command: 'answered',
  commandReason: undefined,
  answer: undefined,
  firmware: '1.0',
  bootedAt: 500,
};
const outcome = (over: Partial<Asked>, tries = 3, now = 2000) => outcomeOf({ ...asked, ...over }, '2.0', tries, now);

describe('one station', () => {
  it('is at it until it says so, or until it boots with the new version (L01.FR.32)', () => {
    expect(outcome({}).kind).toBe('still');
    expect(outcome({ command: 'done' }).kind).toBe('done');
    expect(outcome({ firmware: '2.0', bootedAt: 1500 }).kind).toBe('done');
    expect(outcome({ firmware: '2.0', bootedAt: 900 }).kind).toBe('still');
    expect(outcome({ command: 'timedOut', firmware: '2.0', bootedAt: 1500 }).kind).toBe('done');
  });

  it('is tried again after what may pass, and not after what will not', () => {
    expect(outcome({ command: 'failed', commandReason: 'DownloadFailed' })).toEqual({
      kind: 'retry',
      reason: 'DownloadFailed',
    });
    expect(outcome({ command: 'failed', commandReason: 'DownloadFailed', tried: 3 })).toEqual({
      kind: 'failed',
      reason: 'DownloadFailed',
    });
    expect(outcome({ command: 'failed', commandReason: 'InvalidSignature' })).toEqual({
      kind: 'failed',
      reason: 'InvalidSignature',
    });
    for (const answer of ['InvalidCertificate', 'RevokedCertificate'])
      expect(outcome({ command: 'refused', answer })).toEqual({ kind: 'failed', reason: answer });
    expect(outcome({ command: 'refused', answer: 'Rejected' })).toEqual({ kind: 'retry', reason: 'Rejected' });
    expect(outcome({ command: 'timedOut', commandReason: 'effect.missing' }).kind).toBe('retry');
    expect(outcome({ command: 'cancelled', commandReason: 'replaced' })).toEqual({
      kind: 'failed',
      reason: 'replaced',
    });
  });

  it('is asked once more for the same when the program ended in between', () => {
    expect(outcome({ command: undefined }).kind).toBe('still');
    expect(outcome({ command: undefined }, 3, 1000 + 120_001).kind).toBe('askAgain');
  });
});
