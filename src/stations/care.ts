import { certificateEnds } from '../domain/certificate.ts';
import { isHeard, registrationOf } from '../domain/station.ts';
import { type Instant, minute, second } from '../lib/time.ts';
import type { StationsContext } from './context.ts';
import type { Orders } from './orders.ts';
import type { Station } from './station.ts';

// What is done for stations without anybody asking.

/** Whoever looks after certificates found that the station's ends soon: people are told once. */
export async function noteCertificateEnd(
  { clock, newId }: StationsContext,
  station: Station,
  notAfter: Instant,
): Promise<void> {
  await station.step(async (state) => {
    const now = clock.now();
    await station.record(state, certificateEnds(state, notAfter, now, newId(now)), { receivedAt: now });
  });
}

/** Most stations boot by themselves once they are connected: so long they have for it. */
const bootsWithin = 5 * second;

/** It was told to wait and need not any more: it was adopted, or has a password of its own now. Once per connection. */
export function waitsForNothing({ clock, settings }: StationsContext, { held, state }: Station): boolean {
  if (held === undefined || held.hastened || state?.boot?.status !== 'pending') return false;
  // A model of which that is known goes on without.
  if (isHeard(state, { kind: 'heartbeat' }, settings.lenientModels)) return false;
  return registrationOf(state) === 'accepted' && clock.monotonic() - held.since >= bootsWithin;
}

/** Instead of waiting its interval out it is asked to boot (OCPP 2.0.1 B02.FR.04, F06; 1.6 section 5.17). */
export async function hastenBoot({ clock, newId }: StationsContext, orders: Orders, station: Station): Promise<void> {
  if (station.held !== undefined) station.held.hastened = true;
  await orders.ask(station, {
    kind: 'command',
    commandId: newId(clock.now()),
    command: { kind: 'trigger', message: 'boot' },
    whenOffline: 'refuse',
    timeoutMs: minute,
  });
}
