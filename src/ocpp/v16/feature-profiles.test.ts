import { describe, expect, it } from 'vitest';
import { type CommandKind, commandKinds } from '../../domain/commands.ts';
import { featureProfiles } from './feature-profiles.ts';

const all = 'Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger';
const without = (profile: string) => all.replace(`,${profile}`, '');
const greyed = (settings: Record<string, string>) =>
  commandKinds.filter((kind) => featureProfiles.lacking(kind, settings) !== undefined);

describe('SupportedFeatureProfiles of OCPP 1.6 (sections 3.3 and 9.1.26)', () => {
  it.each<[string, CommandKind[]]>([
    ['Reservation', ['reserve', 'cancelReservation']],
    ['SmartCharging', ['setChargingProfile', 'clearChargingProfiles', 'readCompositeSchedule']],
    ['LocalAuthListManagement', ['sendLocalList', 'readLocalListVersion']],
    ['FirmwareManagement', ['updateFirmware', 'readLog']],
    ['RemoteTrigger', ['trigger']],
  ])('without %s a station cannot be asked for what stands in it, and is told why', (profile, kinds) => {
    const settings = { supportedfeatureprofiles: without(profile) };
    expect(greyed(settings).sort()).toEqual([...kinds].sort());
    for (const kind of kinds) expect(featureProfiles.lacking(kind, settings)).toContain(profile);
  });

  it.each<[string, Record<string, string>]>([
    ['did not say', {}],
    ['said nothing', { supportedfeatureprofiles: '' }],
    ['named no Core, as if it had not been filled in', { supportedfeatureprofiles: 'n/a' }],
    ['has everything', { supportedfeatureprofiles: all }],
    ['writes it its own way', { supportedfeatureprofiles: all.replaceAll(',', ' , ').toUpperCase() }],
  ])('a station that %s can be asked for everything', (_, settings) => {
    expect(greyed(settings)).toEqual([]);
  });

  it('what the security extension has messages for stays where a station has the extension', () => {
    const settings = { supportedfeatureprofiles: 'Core', securityprofile: '1' };
    expect(greyed(settings)).not.toContain('updateFirmware');
    expect(greyed(settings)).not.toContain('readLog');
    expect(greyed(settings)).not.toContain('trigger');
    expect(greyed(settings)).toContain('reserve');
  });
});
