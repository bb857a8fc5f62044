import type pg from 'pg';
import type { Static } from 'typebox';
import type { Bus } from '../../domain/ports.ts';
import type { Caller } from '../../http/contract.ts';
import { readablePassword } from '../../lib/passwords.ts';
import { changeStation } from '../ask-station.ts';
import type { Credentials } from '../station-words.ts';
import { stationPasswordLength, stationUrl } from './rules.ts';
import { operatorSegment } from './store.ts';

export interface CredentialsDeps {
  readonly pool: pg.Pool;
  readonly bus: Bus;
  /** Where stations connect, ending with a slash. Known once the port is open. */
  readonly ocppUrl: () => string;
  /** The same for stations without TLS, where there is a place for them beside TLS. */
  readonly plainUrl: () => string | undefined;
  /** The salted hash that the gateway's side checks against. */
  readonly hashPassword: (password: string) => string;
}

/** A new password for a station: its hash goes into the station's facts, the password itself only into this one answer (S-13). */
export async function issueCredentials(
  { pool, bus, ocppUrl, plainUrl, hashPassword }: CredentialsDeps,
  caller: Caller,
  stationId: number,
  identity: string,
): Promise<Static<typeof Credentials>> {
  const password = readablePassword(stationPasswordLength);
  await changeStation(bus, caller, stationId, { kind: 'setCredentials', passwordHash: hashPassword(password) });
  const segment = await operatorSegment(pool, caller.operatorId);
  const plain = plainUrl();
  return {
    url: stationUrl(ocppUrl(), segment, identity),
    ...(plain === undefined ? {} : { plainUrl: stationUrl(plain, segment, identity) }),
    user: identity,
    password,
  };
}

/** What is typed into a station of an operator, by its identity. */
export const addressOf =
  ({ pool, ocppUrl }: Pick<CredentialsDeps, 'pool' | 'ocppUrl'>) =>
  async (operatorId: number): Promise<(identity: string) => string> => {
    const segment = await operatorSegment(pool, operatorId);
    return (identity) => stationUrl(ocppUrl(), segment, identity);
  };
