import type { OCPP16 } from 'typed-ocpp';
import type { Command } from '../../../domain/commands.ts';
import { compact } from '../../compact.ts';
import { outgoing } from '../../define.ts';
import { answered } from '../../words.ts';
import { idTagInfo } from '../card.ts';

type SendLocalList = Extract<Command, { kind: 'sendLocalList' }>;

/** Section 5.15: an entry without idTagInfo takes the card off the list. */
export const sendLocalList = outgoing<SendLocalList, OCPP16.SendLocalListRequest, OCPP16.SendLocalListResponse>({
  kind: 'sendLocalList',
  write: ({ version, mode, entries }) => ({
    action: 'SendLocalList',
    payload: {
      listVersion: version,
      updateType: mode === 'full' ? 'Full' : 'Differential',
      localAuthorizationList: entries.map(({ token, authorisation }) =>
        compact({
          idTag: token.number,
          idTagInfo: authorisation === undefined ? undefined : idTagInfo(authorisation),
        }),
      ),
    },
  }),
  read: answered,
});
