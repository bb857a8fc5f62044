import type { OCPP16 } from 'typed-ocpp';
import { expect, incoming } from '../../define.ts';
import { cardOf, idTagInfo } from '../card.ts';

export const authorize = incoming<OCPP16.AuthorizeRequest, OCPP16.AuthorizeResponse>({
  action: 'Authorize',
  read: (payload) => ({ kind: 'authorize', token: cardOf(payload.idTag) }),
  answer: (answer) => ({ idTagInfo: idTagInfo(expect(answer, 'authorize').authorisation) }),
});
