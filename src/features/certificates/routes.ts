import type pg from 'pg';
import type { Static } from 'typebox';
import type { Handlers } from '../../http/contract.ts';
import { readCursor, writeCursor } from '../../lib/cursor.ts';
import { Failure } from '../../lib/errors.ts';
import { present } from '../../lib/present.ts';
import { type Instant, iso } from '../../lib/time.ts';
import { asOperator } from '../../storage/as-operator.ts';
import { type AuditDeps, audit } from '../audit.ts';
import type { certificatesContract, StationCertificate } from './contract.ts';
import { stateOf } from './rules.ts';
import * as store from './store.ts';

/** What is read from a certificate in PEM. */
export interface ReadCertificate {
  readonly fingerprint: string;
  readonly name: string;
  readonly key: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly pem: string;
  readonly authority: boolean;
  readonly weak: boolean;
}

export interface CertificatesDeps extends AuditDeps {
  readonly pool: pg.Pool;
  readonly authorities: {
    organisation(operatorId: number): Promise<string>;
    /** Of the built-in authority, PEM. */
    own(): Promise<readonly string[]>;
    /** Of the one that signs for the connection to cars. */
    v2g(): Promise<readonly string[]>;
    /** What this server shows to stations, PEM chains. */
    server(): readonly string[];
    /** Undefined: this is no certificate. */
    read(pem: string): ReadCertificate | undefined;
    /** What an operator trusts has changed. */
    forget(operatorId: number): void;
  };
}

/** A list of trusted authorities is told to every client in its handshake. */
const mostTrusted = 20;

export function certificatesRoutes(deps: CertificatesDeps): Handlers<typeof certificatesContract> {
  const { pool, clock, authorities } = deps;

  const shown = (one: ReadCertificate) =>
    present({
      fingerprint: one.fingerprint,
      name: one.name,
      key: one.key,
      notBefore: iso(one.notBefore),
      notAfter: iso(one.notAfter),
      state: stateOf(one, clock.now()),
      pem: one.pem,
    });
  const listed = (row: store.AuthorityRow) =>
    present({
      fingerprint: row.fingerprint,
      name: row.name,
      key: row.key,
      notBefore: row.not_before.toISOString(),
      notAfter: row.not_after.toISOString(),
      state: stateOf({ notBefore: row.not_before.getTime(), notAfter: row.not_after.getTime() }, clock.now()),
      pem: row.pem,
      addedAt: row.added_at.toISOString(),
      addedBy: row.added_by,
    });
  const readable = (pems: readonly string[]) => pems.flatMap((pem) => authorities.read(pem) ?? []).map(shown);

  return {
    list: async ({ caller, query: { after, limit = 50, state } }) => {
      const marker = after === undefined ? undefined : readCursor(after, 'number', 'string');
      const now = clock.now();
      const rows = await asOperator(pool, caller, (client) =>
        store.listCertificates(client, caller.operatorId, { state, after: marker, limit: limit + 1, now }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return present({
        items: rows.slice(0, limit).map((row) => ({
          ...stationCertificate(row, now),
          stationId: row.station_id,
          stationName: row.station_name,
          identity: row.identity,
        })),
        next: last && writeCursor(last.not_after.getTime(), last.fingerprint),
      });
    },

    authorities: async ({ caller: { operatorId, entities } }) => {
      const [organisation, own, v2g, trusted] = await Promise.all([
        authorities.organisation(operatorId),
        authorities.own(),
        authorities.v2g(),
        asOperator(pool, { operatorId, entities }, async (client) => ({
          stations: await store.listTrusted(client, operatorId, 'stations'),
          contracts: await store.listTrusted(client, operatorId, 'contracts'),
        })),
      ]);
      return {
        organisation,
        own: readable(own),
        v2g: readable(v2g),
        server: readable(authorities.server()),
        trusted: trusted.stations.map(listed),
        contracts: trusted.contracts.map(listed),
      };
    },

    trust: async ({ caller, body }) => {
      const { vouchesFor = 'stations' } = body;
      const read = authorities.read(body.certificate);
      const at = clock.now();
      const wrong =
        read === undefined
          ? 'is no certificate in PEM'
          : !read.authority
            ? 'is no certificate of an authority'
            : read.weak
              ? 'has a key or a signature that is too weak'
              : at > read.notAfter
                ? 'has expired'
                : undefined;
      if (read === undefined || wrong !== undefined)
        throw new Failure('value.refused', `The text ${wrong}.`, { fields: { certificate: wrong ?? '' } });
      await asOperator(pool, caller, async (client) => {
        if ((await store.countTrusted(client, caller.operatorId, vouchesFor)) >= mostTrusted)
          throw new Failure('state.conflict', `More than ${mostTrusted} authorities cannot be trusted.`);
        const { fingerprint, name, key, notBefore, notAfter, pem } = read;
        const row = { fingerprint, name, key, notBefore, notAfter, pem, at, added_by: caller.userId };
        if (!(await store.addTrusted(client, caller.operatorId, vouchesFor, row)))
          throw new Failure('name.taken', 'This authority is trusted already.');
        await audit(client, deps, caller, 'authority.trusted', { fingerprint, name, vouchesFor });
      });
      authorities.forget(caller.operatorId);
      return present({ ...shown(read), addedAt: iso(at), addedBy: caller.name });
    },

    distrust: async ({ caller, params: { fingerprint }, query: { vouchesFor = 'stations' } }) => {
      await asOperator(pool, caller, async (client) => {
        const name = await store.removeTrusted(client, caller.operatorId, fingerprint, vouchesFor);
        if (name === undefined) throw new Failure('thing.unknown', 'There is no such trusted authority.');
        await audit(client, deps, caller, 'authority.distrusted', { fingerprint, name, vouchesFor });
      });
      authorities.forget(caller.operatorId);
      return undefined;
    },
  };
}

export function stationCertificate(row: store.CertificateRow, now: Instant): Static<typeof StationCertificate> {
  const state = stateOf(
    {
      notBefore: row.not_before.getTime(),
      notAfter: row.not_after.getTime(),
      revokedAt: row.revoked_at?.getTime(),
      revokedFor: row.revoked_for ?? undefined,
    },
    now,
  );
  return present({
    fingerprint: row.fingerprint,
    name: row.name,
    key: row.key,
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after.toISOString(),
    state,
    origin: row.origin,
    use: row.use,
    issuer: row.issuer,
    serial: row.serial,
    createdAt: row.created_at.toISOString(),
    firstUsedAt: row.first_used_at?.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString(),
    revokedAt: row.revoked_at?.toISOString(),
    revokedBy: row.revoked_by,
    revokedFor: row.revoked_for,
  });
}
