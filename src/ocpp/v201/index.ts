// OCPP 2.0.1. What it shares with 2.1 stands in v2/; it knows nothing of 2.1.
import * as validators from '../../../generated/ocpp/v201.js';
import { explainWith } from '../explain.ts';
import type { OcppVersion } from '../table.ts';
import { calls } from '../v2/calls.ts';
import { commands } from '../v2/commands/index.ts';
import { setNetworkProfileWith } from '../v2/commands/set-network-profile.ts';
import { errorCodes } from '../v2/error-codes.ts';
import { asked } from '../v2/explain.ts';
import { authorize } from '../v2/messages/authorize.ts';
import { get15118EVCertificate, getCertificateStatus } from '../v2/messages/contract.ts';
import { notifyEVChargingNeeds } from '../v2/messages/ev-charging.ts';
import { messages } from '../v2/messages/index.ts';
import { unsupportedIn } from '../v2/unsupported.ts';
import { defineVersion } from '../version.ts';
import { newer, without } from './unsupported.ts';

const shared = unsupportedIn('OCPP 2.0.1', {
  idToken: 36,
  value: 1000,
  url: 512,
  text: 512,
  rootCertificate: 5500,
  network: { user: 20, password: 20 },
});

export const v201: OcppVersion = defineVersion({
  protocol: 'ocpp2.0.1',
  messages: [...messages, authorize, get15118EVCertificate(5600), getCertificateStatus(5500), notifyEVChargingNeeds],
  calls,
  sends: [],
  commands: {
    ...commands,
    // OCPPVersionEnumType of 2.0.1 has one word for 2.0 and 2.0.1, and none for 2.1 (refused in unsupported.ts).
    setNetworkProfile: setNetworkProfileWith({ OCPP16: 'OCPP16', OCPP201: 'OCPP20', OCPP21: 'OCPP20' }),
    ...without,
  },
  unsupported: (command) => newer(command) ?? shared(command),
  validators,
  errorCodes,
  hasSend: false,
  hasResultError: false,
  explain: explainWith(asked),
});
