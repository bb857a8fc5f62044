import { describe, expect, it } from 'vitest';
import { knownSetting, knownSettings } from './fields/known-settings.ts';
import { valueFault } from './fields/value-fault.ts';
import { texts } from './texts.ts';

describe('settings of the standard', () => {
  it('each has a sentence in both languages, and no name means two', () => {
    for (const { id } of knownSettings)
      for (const language of ['en', 'de'] as const)
        expect(texts[language], id).toHaveProperty([`device.known.${id}`], expect.stringMatching(/\.$/));
    const told = Object.keys(texts.en).filter((id) => id.startsWith('device.known.'));
    expect(told).toHaveLength(knownSettings.length);
    const names = knownSettings.flatMap((known) => known.names.map((name) => name.toLowerCase()));
    expect(new Set(names).size).toBe(names.length);
  });

  it('is found by its key in 1.6 and by component and variable in 2.x, without case', () => {
    expect(knownSetting('', 'heartbeatinterval')?.id).toBe('heartbeat');
    expect(knownSetting('OCPPCommCtrlr', 'HeartbeatInterval')?.id).toBe('heartbeat');
    expect(knownSetting('SomethingElse', 'HeartbeatInterval')).toBeUndefined();
  });

  it('SET-5 what can cut the connection is known to be dangerous', () => {
    for (const [component, variable] of [
      ['', 'AuthorizationKey'],
      ['SecurityCtrlr', 'BasicAuthPassword'],
      ['SecurityCtrlr', 'SecurityProfile'],
      ['OCPPCommCtrlr', 'NetworkConfigurationPriority'],
      ['SecurityCtrlr', 'Identity'],
    ] as const)
      expect(knownSetting(component, variable)?.danger, variable).toBe(true);
    expect(knownSetting('', 'HeartbeatInterval')?.danger).toBeUndefined();
  });
});

describe('SET-2 a value that cannot be right is not sent', () => {
  const integer = { dataType: 'integer', minLimit: 0, maxLimit: 10 };
  const list = { dataType: 'MemberList', values: ['a', 'b'] };
  it.each([
    [integer, undefined, '10', undefined],
    [integer, undefined, '11', 'most'],
    [integer, undefined, '-1', 'least'],
    [integer, undefined, '1.5', 'integer'],
    [integer, undefined, '', 'integer'],
    [{ dataType: 'decimal' }, undefined, '1.5', undefined],
    [{ dataType: 'decimal' }, undefined, 'x', 'decimal'],
    [{}, 'integer', 'x', 'integer'],
    [{}, undefined, 'x', undefined],
    [list, undefined, 'a, b', undefined],
    [list, undefined, 'a,c', 'values'],
    [{ dataType: 'string', maxLimit: 2 }, undefined, 'abc', 'tooLong'],
  ] as const)('%j %s "%s": %s', (setting, known, value, rule) => {
    expect(valueFault(setting, known, value)?.rule).toBe(rule);
  });
});
