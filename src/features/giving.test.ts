import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rights } from '../http/rights.ts';
import { rightsOf, roles, scopeOf, scopes } from '../http/roles.ts';
import { refusalToGive } from './giving.ts';

describe('nobody gives more than they have', () => {
  it.each(roles)('%s gives itself and less', (role) => {
    const own = { rights: rightsOf[role], scope: scopeOf[role] };
    expect(refusalToGive(own, own)).toBeUndefined();
    expect(refusalToGive(own, { rights: [...own.rights].slice(1), scope: 'own' })).toBeUndefined();
  });
  it('refuses one right more, and a wider view', () => {
    fc.assert(
      fc.property(fc.subarray(rights), fc.constantFrom(...rights), fc.constantFrom(...scopes), (has, more, scope) => {
        const refusal = refusalToGive({ rights: new Set(has), scope }, { rights: [more], scope });
        expect(refusal === undefined).toBe(has.includes(more));
      }),
    );
    const all = { rights: new Set(rights) };
    expect(refusalToGive({ ...all, scope: 'ownAndBelow' }, { rights: [], scope: 'everything' })).toContain('wider');
    expect(refusalToGive({ ...all, scope: 'own' }, { rights: [], scope: 'ownAndBelow' })).toContain('wider');
  });
});
