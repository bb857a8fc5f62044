import type { Authorisation, PresentedToken } from '../../domain/message.ts';
import { iso } from '../../lib/time.ts';
import { name } from '../bounds.ts';
import { compact } from '../compact.ts';

/** OCPP 1.6 does not say what kind of card it is; they are RFID cards. An empty number stays: the domain refuses it by name. */
export const cardOf = (idTag: string): PresentedToken => ({ number: name(idTag), type: 'iso14443' });

/** Section 7.28, IdToken. */
export const longestIdTag = 20;

const statuses = {
  accepted: 'Accepted',
  blocked: 'Blocked',
  expired: 'Expired',
  invalid: 'Invalid',
  concurrent: 'ConcurrentTx',
} as const satisfies Record<Authorisation['status'], string>;

/** OCPP 1.6 section 7.27. A group that is too long cannot be told. */
export const idTagInfo = (authorisation: Authorisation) =>
  compact({
    status: statuses[authorisation.status],
    expiryDate: authorisation.validUntil === undefined ? undefined : iso(authorisation.validUntil),
    parentIdTag:
      authorisation.group !== undefined && authorisation.group.length <= longestIdTag ? authorisation.group : undefined,
  });
