import { subjectOf } from '../domain/certificate.ts';
import type { SignCertificateMessage, StationMessage } from '../domain/message.ts';
import { minute } from '../lib/time.ts';
import type { StationsContext } from './context.ts';
import type { Orders } from './orders.ts';
import type { Held, Station } from './station.ts';

/** What follows an answer: a new password for a station that came with its factory's, a certificate for one that asked. */
export function createRenewal(context: StationsContext, orders: Orders) {
  const { certificates, clock, newId, log } = context;

  /** OCPP 2.0.1 A00.FR.806: while its boot is answered Pending. */
  const replaceFactoryPassword = async (station: Station): Promise<void> => {
    const { factoryPassword, passwordCommand, adopted } = station.state?.master ?? {};
    if (!factoryPassword || !adopted || passwordCommand !== undefined) return;
    const reply = await orders.changePassword(station, { commandId: newId(clock.now()) });
    if (reply.kind === 'refused')
      log.warn({ station: station.key, reason: reply.reason }, 'A factory password could not be replaced');
  };

  /** A02.FR.06: the certificate comes as a call of ours. */
  const deliver = async (station: Station, { request, use, requestId }: SignCertificateMessage): Promise<void> => {
    if (certificates === undefined) return;
    const signed = await station.step(async (state) => {
      const result = await certificates.issue(subjectOf(state), request, use);
      if ('fault' in result) return undefined;
      const at = clock.now();
      if (result.issued !== undefined)
        await station.record(state, [{ at, body: { type: 'certificate.issued', use, ...result.issued } }], {
          receivedAt: at,
        });
      return result.chain;
    });
    if (signed === undefined) return;
    const reply = await orders.ask(station, {
      kind: 'command',
      commandId: newId(clock.now()),
      command: { kind: 'deliverCertificate', chain: signed, use, ...(requestId !== undefined && { requestId }) },
      whenOffline: 'refuse',
      timeoutMs: minute,
    });
    if (reply.kind === 'refused')
      log.warn({ station: station.key, reason: reply.reason }, 'A certificate could not be delivered');
  };

  return {
    /** After its answer has left: a station takes one thing after the other. */
    answered(station: Station, held: Held, message: StationMessage): void {
      setImmediate(() => {
        if (station.held !== held) return;
        const work =
          message.kind === 'signCertificate'
            ? deliver(station, message)
            : message.kind === 'boot'
              ? replaceFactoryPassword(station)
              : undefined;
        work?.catch((error) =>
          log.error({ err: error, station: station.key }, 'What follows an answer could not be done'),
        );
      });
    },
  };
}
