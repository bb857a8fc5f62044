import type { OCPP21 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact, someOrNone } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { idTokenInfo, idTokenOf } from '../card.ts';

type SendLocalList = Extract<Command, { kind: 'sendLocalList' }>;

/** D01: an entry without idTokenInfo takes the card off the list (D01.FR.17), no entries in full empty it (D01.FR.04). */
export const sendLocalList = outgoing<SendLocalList, OCPP21.SendLocalListRequest, OCPP21.SendLocalListResponse>({
  kind: 'sendLocalList',
  write: ({ version, mode, entries }) => ({
    action: 'SendLocalList',
    payload: compact({
      versionNumber: version,
      updateType: mode === 'full' ? ('Full' as const) : ('Differential' as const),
      localAuthorizationList: someOrNone(
        entries.map(({ token, authorisation }) =>
          compact({
            idToken: idTokenOf(token),
            idTokenInfo: authorisation === undefined ? undefined : idTokenInfo(authorisation),
          }),
        ),
      ),
    }),
  }),
  read: answered,
});
