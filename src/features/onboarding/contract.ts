import { Type } from 'typebox';
import type { Contract } from '../../http/contract.ts';
import { line, maybe, page, pageQuery, StationParams, Time } from '../../http/schema.ts';
import { Credentials, Protocol } from '../station-words.ts';

/** A station that knocked and nobody knows yet (ONB-1). Its frames are kept; nothing it asks for is executed. */
export const InboxStation = Type.Object({
  stationId: Type.Integer(),
  identity: Type.String(),
  address: maybe(Type.String()),
  connected: Type.Boolean(),
  protocol: maybe(Protocol),
  vendor: maybe(Type.String()),
  model: maybe(Type.String()),
  serial: maybe(Type.String()),
  firmware: maybe(Type.String()),
  firstSeenAt: Time,
  lastSeenAt: maybe(Time),
  /** Exchanges kept so far. */
  frames: Type.Integer(),
  chargePoints: Type.Integer(),
});

export const onboardingContract = {
  list: {
    method: 'GET',
    url: '/onboarding',
    right: 'stations.onboard',
    tag: 'Onboarding',
    summary: 'Unknown stations that knocked, the newest first',
    query: Type.Object(pageQuery),
    reply: page(InboxStation),
  },
  adopt: {
    method: 'POST',
    url: '/onboarding/:stationId/adopt',
    right: 'stations.onboard',
    tag: 'Onboarding',
    summary: 'Take a station in; its next boot is accepted and all it reported is on its sheet',
    params: StationParams,
    body: Type.Object({ name: line(120), location: maybe(line()) }),
    reply: Type.Object({ stationId: Type.Integer(), credentials: Credentials }),
  },
  dismiss: {
    method: 'DELETE',
    url: '/onboarding/:stationId',
    right: 'stations.onboard',
    tag: 'Onboarding',
    summary: 'Take an unknown station out of the inbox and refuse it from now on; what it sent stays kept',
    params: StationParams,
  },
} as const satisfies Contract;
