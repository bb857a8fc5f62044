import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Claimant,
  connectionCodes,
  endingReasons,
  judgeContest,
  judgeSecond,
  takeoversBeforeContest,
} from './connection.ts';

const here: Claimant = { address: '192.0.2.1', securityProfile: 1, credential: 7 };

describe('the second connection of a station', () => {
  it.each<[string, Claimant, Claimant, number, 'replace' | 'contest']>([
    ['C-02 same secret, same address: the device came back', here, here, 0, 'replace'],
    [
      'C-02 profile 3 from anywhere',
      { address: '192.0.2.1', securityProfile: 3 },
      { address: '198.51.100.2', securityProfile: 3 },
      0,
      'replace',
    ],
    ['C-03 same secret, other address', here, { ...here, address: '198.51.100.2' }, 0, 'contest'],
    ['C-03 other secret, same address', here, { ...here, credential: 8 }, 0, 'contest'],
    [
      'C-03 no secret at all, same address',
      { address: '192.0.2.1', securityProfile: 0 },
      { address: '192.0.2.1', securityProfile: 0 },
      0,
      'contest',
    ],
    ['C-03 a certificate against a password', here, { ...here, securityProfile: 3, credential: 9 }, 0, 'contest'],
    [
      'C-03 a checked password against one nobody checked',
      { ...here, proven: false },
      { ...here, address: '198.51.100.2', credential: 8, proven: true },
      takeoversBeforeContest,
      'replace',
    ],
    [
      'C-03 no checked password against a checked one',
      { ...here, proven: true },
      { address: '192.0.2.1', securityProfile: 0, proven: false },
      0,
      'contest',
    ],
    [
      'C-03 both checked, other address',
      { ...here, proven: true },
      { ...here, address: '198.51.100.2', proven: true },
      0,
      'contest',
    ],
    ['CON-3 two equal devices that keep taking over', here, here, takeoversBeforeContest, 'contest'],
  ])('%s', (_, holder, newcomer, takeovers, verdict) => {
    expect(judgeSecond(holder, newcomer, takeovers)).toBe(verdict);
  });

  it('C-01 only a holder without a sign of life loses a contest', () => {
    expect(judgeContest(false)).toBe('replace');
    expect(judgeContest(true)).toBe('refuse');
  });

  it('C-03 never replaces at once across addresses below profile 3', () => {
    const claimant = fc.record({
      address: fc.constantFrom('a', 'b'),
      securityProfile: fc.constantFrom(0, 1, 2),
      credential: fc.constantFrom(1, 2),
    });
    fc.assert(
      fc.property(claimant, claimant, fc.nat(10), (holder, newcomer, takeovers) => {
        fc.pre(holder.address !== newcomer.address);
        return judgeSecond(holder, newcomer, takeovers) === 'contest';
      }),
    );
  });
});

describe('the codes of the Connection history', () => {
  it('CON-1 has every code of the article', () => {
    for (const code of ['0000', '0001', '1000', '1001', '1002', '1006', '1009', '1011'])
      expect(connectionCodes).toHaveProperty([code]);
  });
  it('gives every code and every reason a text of its own', () => {
    const texts = [...Object.values(connectionCodes).map((code) => code.text)];
    expect(new Set(texts).size).toBe(texts.length);
    expect(Object.values(endingReasons).every((text) => text.length > 0)).toBe(true);
  });
});
