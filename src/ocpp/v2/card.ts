import type { OCPP20, OCPP21 } from 'typed-ocpp';
import type { Authorisation, PresentedToken, TokenType } from '../../domain/message.ts';
import { iso } from '../../lib/time.ts';
import { name } from '../bounds.ts';
import { compact } from '../compact.ts';

type WrittenType = OCPP20.AuthorizeRequest['idToken']['type'];

const written = {
  central: 'Central',
  eMAID: 'eMAID',
  iso14443: 'ISO14443',
  iso15693: 'ISO15693',
  keyCode: 'KeyCode',
  local: 'Local',
  macAddress: 'MacAddress',
  noAuthorization: 'NoAuthorization',
} as const satisfies Record<TokenType, WrittenType>;

// OCPP 2.1 leaves the list open (appendix 7, IdTokenEnumStringType). EVCCID is the car's MAC address; any other
// kind was made up at the station.
const read: Readonly<Record<string, TokenType>> = {
  ...Object.fromEntries(Object.entries(written).map(([type, word]) => [word.toLowerCase(), type as TokenType])),
  evccid: 'macAddress',
};

export const cardOf = ({ idToken, type }: OCPP21.AuthorizeRequest['idToken']): PresentedToken => {
  const known = String(type).toLowerCase();
  return { number: name(idToken), type: Object.hasOwn(read, known) ? read[known]! : 'local' };
};

export const idTokenOf = ({ number, type }: PresentedToken) => ({ idToken: number, type: written[type] });

/** A group has no kind of its own in the domain; groups are made by the back end. */
export const groupOf = (group: string) => ({ idToken: group, type: written.central });

const statuses = {
  accepted: 'Accepted',
  blocked: 'Blocked',
  expired: 'Expired',
  concurrent: 'ConcurrentTx',
} as const;

/** OCPP 2.x tells an unknown card from one that may not be used here (AuthorizationStatusEnumType). */
const statusOf = ({ status, reason }: Authorisation) =>
  status === 'invalid' ? (reason === 'card.unknown' ? 'Unknown' : 'Invalid') : statuses[status];

export const idTokenInfo = (authorisation: Authorisation) =>
  compact({
    status: statusOf(authorisation),
    cacheExpiryDateTime: authorisation.validUntil === undefined ? undefined : iso(authorisation.validUntil),
    groupIdToken:
      authorisation.group !== undefined && authorisation.group.length <= 36 ? groupOf(authorisation.group) : undefined,
  });
