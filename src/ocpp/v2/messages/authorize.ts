import type { OCPP20, OCPP21 } from 'typed-ocpp';
import { expect, incoming } from '../../define.ts';
import { cardOf, idTokenInfo } from '../card.ts';

export const authorize = incoming<OCPP21.AuthorizeRequest, OCPP20.AuthorizeResponse>({
  action: 'Authorize',
  read: ({ idToken }) => ({ kind: 'authorize', token: cardOf(idToken) }),
  answer: (answer) => ({ idTokenInfo: idTokenInfo(expect(answer, 'authorize').authorisation) }),
});
