import { renewWithin } from '../domain/certificate.ts';
import type { Bus, StationKey } from '../domain/ports.ts';
import { isFailure } from '../lib/errors.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { type Clock, day, type Instant, minute } from '../lib/time.ts';
import type { CertificateStore, Ending } from './store.ts';

export interface RenewingOptions {
  readonly store: CertificateStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

const atOnce = 200;
/** A station that did not ask for a certificate when it was told to is told again after this. */
const askAgain = day;
/** ... and one that got a new certificate and still comes with the old one after this. */
const useWithin = 7 * day;

/**
 * Renewal before the end (OCPP 2.0.1 A02, A03.FR.02; 1.6 security whitepaper A02): stations are asked for a signing request a month
 * before, day by day until they come in with a new certificate. Where that does not help an error tells of it. Cut off, it can be done again.
 */
export function createRenewing({ store, bus, clock, newId, log }: RenewingOptions) {
  const renew = async (one: Ending, now: Instant): Promise<void> => {
    await bus.ask(one.key, { kind: 'certificateEnds', notAfter: one.notAfter });
    if (!wantsRequest(one, now)) return;
    const reply = await bus.ask(one.key, {
      kind: 'command',
      commandId: newId(now),
      command: { kind: 'trigger', message: 'signStation' },
      whenOffline: 'refuse',
      timeoutMs: minute,
    });
    if (reply.kind === 'refused')
      log.info({ station: one.key, reason: reply.reason }, 'A certificate could not be renewed now');
  };

  return async (signal: AbortSignal): Promise<void> => {
    const now = clock.now();
    let after: StationKey | undefined;
    while (!signal.aborted) {
      const page = await store.ending(now + renewWithin, after, atOnce);
      for (const one of page) {
        if (signal.aborted) return;
        await renew(one, now).catch((error: unknown) => {
          if (!isFailure(error)) throw error;
          log.info({ err: error, station: one.key }, 'A certificate could not be renewed now');
        });
      }
      after = page.at(-1)?.key;
      if (page.length < atOnce) return;
    }
  };
}

const wantsRequest = ({ connected, askedAt, unusedSince }: Ending, now: Instant): boolean =>
  connected &&
  (askedAt === undefined || now - askedAt >= askAgain) &&
  (unusedSince === undefined || now - unusedSince >= useWithin);
