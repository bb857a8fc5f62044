import { describe, expect, it } from 'vitest';
import { hour } from '../lib/time.ts';
import { decideAnswer, decideCommand, decideOverdue } from './command.ts';
import type { Command, CommandAnswer } from './commands.ts';
import { hear, noon, type Rig, rebuilt, record, restart, rig, truth } from './rig.ts';

const online = (): Rig => {
  const on = rig();
  record(on, [
    {
      at: on.now,
      body: {
        type: 'station.connected',
        connectionId: 'x',
        protocol: 'ocpp2.0.1',
        address: '',
        node: 'n',
        securityProfile: 1,
      },
    },
  ]);
  return on;
};
const update = (requestId: number): Command => ({
  kind: 'updateFirmware',
  requestId,
  url: 'https://yard.example/files/x',
  retrieveAt: noon,
});
const log = (requestId: number): Command => ({
  kind: 'readLog',
  requestId,
  log: 'diagnostics',
  url: 'https://yard.example/files/y',
});
const accepted: CommandAnswer = { outcome: 'accepted', status: 'Accepted' };

function ask(on: Rig, commandId: string, command: Command, answer?: CommandAnswer): void {
  const decision = decideCommand(
    on.state,
    { commandId, command, whenOffline: 'refuse', timeoutMs: 30_000 },
    { now: on.now },
  );
  if (!('facts' in decision)) throw new Error(decision.detail);
  record(on, decision.facts);
  if (answer) record(on, decideAnswer(on.state, commandId, answer, on.now));
}
const firmware = (on: Rig, status: string, requestId?: number) =>
  hear(on, { kind: 'firmwareStatus', status, ...(requestId === undefined ? {} : { requestId }) });
const logStatus = (on: Rig, status: string, requestId?: number) =>
  hear(on, { kind: 'logStatus', status, ...(requestId === undefined ? {} : { requestId }) });
const stateOf = (on: Rig, id: string) => on.state.commands[id]?.state;
const told = (on: Rig) => on.touched.flatMap((one) => one.requestStatuses ?? []);

describe('a firmware update', () => {
  it('is done when it is installed, not when it is accepted', () => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    expect(stateOf(on, 'a')).toBe('answered');
    for (const status of ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting'])
      firmware(on, status, 7);
    expect(stateOf(on, 'a')).toBe('answered');
    firmware(on, 'Installed', 7);
    expect(stateOf(on, 'a')).toBe('done');
    expect(told(on).map(({ work, requestId, status }) => `${work} ${requestId} ${status}`)).toEqual([
      'firmware 7 Downloading',
      'firmware 7 Downloaded',
      'firmware 7 SignatureVerified',
      'firmware 7 Installing',
      'firmware 7 InstallRebooting',
      'firmware 7 Installed',
    ]);
    expect(truth(rebuilt(on))).toBe(truth(on.state));
  });

  it.each([
    'DownloadFailed',
    'InvalidSignature',
    'InstallVerificationFailed',
    'InstallationFailed',
  ])('has failed with %s, and says so', (status) => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    firmware(on, status, 7);
    expect(on.state.commands.a).toMatchObject({ state: 'failed', reason: status });
  });

  it('of OCPP 1.6 names no request: it is the newest one; Idle is about none', () => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    firmware(on, 'Idle');
    expect(stateOf(on, 'a')).toBe('answered');
    firmware(on, 'Downloading');
    restart(on);
    firmware(on, 'Installed');
    expect(stateOf(on, 'a')).toBe('done');
    expect(told(on).map(({ requestId, status }) => [requestId, status])).toEqual([
      [7, 'Downloading'],
      [7, 'Installed'],
    ]);
    firmware(on, 'Installed');
    expect(told(on)).toHaveLength(2);
  });

  it('another request’s status changes nothing here', () => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    firmware(on, 'Installed', 8);
    expect(stateOf(on, 'a')).toBe('answered');
  });

  it('L01.FR.24 a station that gives one up for a newer one says AcceptedCanceled: the old one is cancelled', () => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    ask(on, 'l', log(3), accepted);
    ask(on, 'b', update(8), { outcome: 'accepted', status: 'AcceptedCanceled' });
    expect([stateOf(on, 'a'), stateOf(on, 'b'), stateOf(on, 'l')]).toEqual(['cancelled', 'answered', 'answered']);
    firmware(on, 'InstallationFailed', 7);
    expect(stateOf(on, 'b')).toBe('answered');
  });

  it('may take hours as long as it goes on; silence ends it', () => {
    const on = online();
    ask(on, 'a', update(7), accepted);
    on.now += 5 * hour;
    firmware(on, 'Downloading', 7);
    on.now += 5 * hour;
    expect(decideOverdue(on.state, on.now)).toEqual([]);
    firmware(on, 'InstallScheduled', 7);
    on.now += 20 * hour;
    expect(decideOverdue(on.state, on.now)).toEqual([]);
    firmware(on, 'Installing', 7);
    on.now += 30 * hour;
    expect(decideOverdue(on.state, on.now)[0]?.body).toMatchObject({ state: 'timedOut', reason: 'effect.missing' });
  });
});

describe('the upload of a log', () => {
  it('is done when it was uploaded, failed when the station says so', () => {
    const on = online();
    ask(on, 'a', log(1), accepted);
    logStatus(on, 'Uploading', 1);
    expect(stateOf(on, 'a')).toBe('answered');
    logStatus(on, 'Uploaded', 1);
    expect(stateOf(on, 'a')).toBe('done');
    ask(on, 'b', log(2), accepted);
    logStatus(on, 'UploadFailed');
    expect(on.state.commands.b).toMatchObject({ state: 'failed', reason: 'UploadFailed' });
  });

  it('N01.FR.20 the station says of the old one that it was cancelled', () => {
    const on = online();
    ask(on, 'a', log(1), accepted);
    logStatus(on, 'AcceptedCanceled', 1);
    expect(stateOf(on, 'a')).toBe('cancelled');
  });

  it('DIA-2 silence for an hour ends it', () => {
    const on = online();
    ask(on, 'a', log(1), accepted);
    logStatus(on, 'Uploading', 1);
    on.now += hour + 1;
    expect(decideOverdue(on.state, on.now)[0]?.body).toMatchObject({ state: 'timedOut' });
  });
});
