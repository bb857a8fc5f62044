import { setTimeout as sleep } from 'node:timers/promises';
import { type Abilities, type Able, is16, isoAt, type Payload } from './ability.ts';

/** What a station writes down about itself, made up on the spot: a line every minute. */
function logText({ profile, memory, bays }: Able, kind: string, from: number, until: number): string {
  const lines = [`${profile.vendor} ${profile.model} ${profile.serial} firmware ${memory.firmware}, ${kind}`];
  for (let at = from, n = 0; at <= until && n < 1000; at += 60_000, n++) {
    const bay = bays[n % bays.length]!;
    lines.push(
      kind === 'SecurityLog'
        ? `${isoAt(at)} security ${n % 7 === 0 ? 'StartupOfTheDevice' : 'SettingSystemTime'}`
        : `${isoAt(at)} point ${bay.number} ${bay.status} ${Math.round(bay.meterWh)} Wh, ${30 + (n % 9)} °C`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function uploaded(url: string, text: string, tries: number, pauseSeconds: number): Promise<boolean> {
  for (let n = 0; n <= tries; n++) {
    for (const method of ['PUT', 'POST']) {
      try {
        const reply = await fetch(url, {
          method,
          body: text,
          headers: { 'content-type': 'text/plain' },
          signal: AbortSignal.timeout(30_000),
        });
        if (reply.ok) return true;
        if (reply.status !== 405) break;
      } catch {
        break;
      }
    }
    if (n < tries) await sleep(pauseSeconds * 1000);
  }
  return false;
}

interface Upload {
  readonly kind: string;
  readonly url: string;
  readonly fileName: string;
  readonly from: number;
  readonly until: number;
  readonly retries: number;
  readonly pause: number;
  readonly tell: (status: string) => Promise<unknown>;
  readonly failed: string;
}

async function upload(able: Able, one: Upload, work: { cancelled: boolean }): Promise<void> {
  const tell = (status: string) => (work.cancelled ? undefined : one.tell(status));
  await tell('Uploading');
  // A folder is completed by the file's name; anything else is an address.
  const url = one.url.endsWith('/') ? `${one.url}${one.fileName}` : one.url;
  await sleep(able.stepMs);
  if (work.cancelled) return;
  const text = logText(able, one.kind, one.from, one.until);
  await tell((await uploaded(url, text, one.retries, one.pause)) ? 'Uploaded' : one.failed);
}

function begin(able: Able, one: Upload): boolean {
  const { memory } = able;
  const before = memory.logWork;
  if (before) before.cancelled = true;
  const work = { cancelled: false };
  memory.logWork = work;
  able.later(20, async () => {
    await upload(able, one, work);
    if (memory.logWork === work) delete memory.logWork;
  });
  return before !== undefined;
}

const time = (text: string | undefined, otherwise: number) => (text === undefined ? otherwise : Date.parse(text));
const nameOf = ({ profile, now }: Able, kind: string) =>
  `${profile.identity}-${kind}-${isoAt(now()).replace(/\D/g, '').slice(0, 14)}.log`;

/** 1.6 section 5.9 and whitepaper N01; 2.0.1 N01. */
export const logs: Abilities = {
  GetDiagnostics(call, able) {
    const fileName = nameOf(able, 'diagnostics');
    begin(able, {
      kind: 'DiagnosticsLog',
      url: call.location,
      fileName,
      from: time(call.startTime, able.now() - 3_600_000),
      until: time(call.stopTime, able.now()),
      retries: call.retries ?? 0,
      pause: call.retryInterval ?? 1,
      tell: (status) => {
        able.memory.logStatus = { status };
        return able.say(['DiagnosticsStatusNotification', { status }]);
      },
      failed: 'UploadFailed',
    });
    return { fileName };
  },
  GetLog(call, able) {
    const { requestId, log, logType } = call;
    // 2.1 knows a third kind, which these stations have not.
    if (logType === 'DataCollectorLog') return { status: 'Rejected' };
    const fileName = nameOf(able, logType === 'SecurityLog' ? 'security' : 'diagnostics');
    const tell = (status: string) => {
      able.memory.logStatus = { status, requestId };
      return able.say(['LogStatusNotification', { status, requestId }]);
    };
    const cancelled = begin(able, {
      kind: logType,
      url: log.remoteLocation,
      fileName,
      from: time(log.oldestTimestamp, able.now() - 3_600_000),
      until: time(log.latestTimestamp, able.now()),
      retries: call.retries ?? 0,
      pause: call.retryInterval ?? 1,
      tell,
      failed: 'UploadFailure',
    });
    return { status: cancelled ? 'AcceptedCanceled' : 'Accepted', filename: fileName };
  },
};

/** The answer to a trigger: what was told last (L01.FR.25, N01.FR.10). */
export const lastLogStatus = (able: Able, diagnostics: boolean): Payload => {
  const { status, requestId } = able.memory.logStatus;
  if (/^Upload(ed|Fail)/.test(status)) return { status: 'Idle' };
  return is16(able) && diagnostics ? { status } : { status, ...(requestId === undefined ? {} : { requestId }) };
};
