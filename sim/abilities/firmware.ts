import { createHash, createVerify, X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Abilities, type Able, is16, isoAt, type Payload } from './ability.ts';

const longest = 30_000;

async function fetched(url: string, tries: number, pauseSeconds: number): Promise<Buffer | undefined> {
  for (let n = 0; n <= tries; n++) {
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(longest) });
      if (reply.ok) return Buffer.from(await reply.arrayBuffer());
    } catch {
      // The next try, or a failure that is told.
    }
    if (n < tries) await sleep(pauseSeconds * 1000);
  }
  return undefined;
}

/** L01.FR.04: over the whole file. */
function isSigned(file: Buffer, certificate: string, signature: string): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return createVerify('sha256').update(file).verify(publicKey, signature, 'base64');
  } catch {
    return false;
  }
}

const isCertificate = (text: string): boolean => {
  try {
    const { validTo } = new X509Certificate(text);
    return Date.parse(validTo) > Date.now();
  } catch {
    return false;
  }
};

/** The version in the name of the file, else one more than before. */
function versionAfter(url: string, before: string): string {
  const named = /(\d+\.\d+(?:\.\d+)?)[^/]*$/.exec(url)?.[1];
  return named ?? before.replace(/\d+$/, (last) => String(Number(last) + 1));
}

interface Update {
  readonly url: string;
  readonly at: number;
  readonly installAt?: number;
  readonly requestId?: number;
  readonly retries: number;
  readonly pause: number;
  readonly certificate?: string;
  readonly signature?: string;
}

async function install(able: Able, update: Update, work: { cancelled: boolean }): Promise<void> {
  const { memory, now, stepMs } = able;
  const signed = update.certificate !== undefined;
  const action = is16(able) && signed ? 'SignedFirmwareStatusNotification' : 'FirmwareStatusNotification';
  const tell = async (status: string) => {
    if (work.cancelled) return;
    const told = { status, ...(update.requestId === undefined ? {} : { requestId: update.requestId }) };
    memory.firmwareStatus = told;
    await able.say([action, told]);
  };
  const security = (type: string) =>
    is16(able) && !signed ? undefined : able.say(['SecurityEventNotification', { type, timestamp: isoAt(now()) }]);
  const until = async (at: number) => {
    while (!work.cancelled && now() < at) await sleep(Math.min(1000, at - now()));
  };

  // 1.6 without the extension has no word for a download that waits.
  if (update.at > now() + 1000 && (signed || !is16(able))) await tell('DownloadScheduled');
  await until(update.at);
  await tell('Downloading');
  const file = await fetched(update.url, update.retries, update.pause);
  if (work.cancelled) return;
  if (file === undefined) return tell('DownloadFailed');
  await tell('Downloaded');
  if (signed) {
    if (!isSigned(file, update.certificate!, update.signature ?? '')) {
      await tell('InvalidSignature');
      await security('InvalidFirmwareSignature');
      return;
    }
    await tell('SignatureVerified');
  }
  if (update.installAt !== undefined && update.installAt > now()) {
    await tell('InstallScheduled');
    await until(update.installAt);
  }
  // L01.FR.06
  while (!work.cancelled && able.bays.some(({ session }) => session)) await sleep(stepMs);
  await tell('Installing');
  await sleep(stepMs);
  if (work.cancelled) return;
  await tell('Installed');
  await security('FirmwareUpdated');
  able.restartWith(versionAfter(update.url, memory.firmware));
}

function begin(able: Able, update: Update): Payload {
  const { memory } = able;
  const cancelled = memory.firmwareWork !== undefined;
  if (memory.firmwareWork) memory.firmwareWork.cancelled = true;
  const work = { cancelled: false };
  memory.firmwareWork = work;
  able.later(20, async () => {
    await install(able, update, work);
    if (memory.firmwareWork === work) delete memory.firmwareWork;
  });
  return { status: cancelled ? 'AcceptedCanceled' : 'Accepted' };
}

function signedUpdate(call: Payload, able: Able): Payload {
  const { firmware } = call;
  // L01.FR.22
  if (firmware.signingCertificate !== undefined && !isCertificate(firmware.signingCertificate))
    return { status: 'InvalidCertificate' };
  return begin(able, {
    url: firmware.location,
    at: Date.parse(firmware.retrieveDateTime),
    requestId: call.requestId,
    retries: call.retries ?? 0,
    pause: call.retryInterval ?? 1,
    ...(firmware.installDateTime === undefined ? {} : { installAt: Date.parse(firmware.installDateTime) }),
    ...(firmware.signingCertificate === undefined
      ? {}
      : { certificate: firmware.signingCertificate, signature: firmware.signature }),
  });
}

async function publish(call: Payload, able: Able): Promise<void> {
  const tell = (status: string, more: Payload = {}) =>
    able.say(['PublishFirmwareStatusNotification', { status, requestId: call.requestId, ...more }]);
  await tell('Downloading');
  const file = await fetched(call.location, call.retries ?? 0, call.retryInterval ?? 1);
  if (file === undefined) {
    await tell('DownloadFailed');
    return;
  }
  await tell('Downloaded');
  // PublishFirmwareRequest.checksum is MD5 (L03).
  if (createHash('md5').update(file).digest('hex') !== String(call.checksum).toLowerCase()) {
    await tell('InvalidChecksum');
    return;
  }
  await tell('ChecksumVerified');
  const location = `http://station.local/firmware/${call.checksum}`;
  able.memory.published.set(call.checksum, location);
  await tell('Published', { location: [location] });
}

/** 1.6 section 5.19 and whitepaper L01; 2.0.1 L01 to L04. */
export const firmware: Abilities = {
  UpdateFirmware(call, able) {
    if (call.firmware !== undefined) return signedUpdate(call, able);
    begin(able, {
      url: call.location,
      at: Date.parse(call.retrieveDate),
      retries: call.retries ?? 0,
      pause: call.retryInterval ?? 1,
    });
    return {};
  },
  SignedUpdateFirmware: signedUpdate,
  PublishFirmware(call, able) {
    able.later(20, () => publish(call, able));
    return { status: 'Accepted' };
  },
  UnpublishFirmware: (call, { memory }) => ({
    status: memory.published.delete(call.checksum) ? 'Unpublished' : 'NoFirmware',
  }),
};
