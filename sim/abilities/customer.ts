import { type Abilities, isoAt } from './ability.ts';

/** 2.0.1 N09, N10, I02, E14, B09. */
export const customer: Abilities = {
  CustomerInformation(call, able) {
    const { requestId, report, clear, idToken, customerIdentifier } = call;
    const named = [idToken, customerIdentifier, call.customerCertificate].filter((one) => one !== undefined);
    if (named.length !== 1) return { status: 'Invalid' };
    if (!report && !clear) return { status: 'Rejected' };
    const card = idToken?.idToken as string | undefined;
    const known = card === undefined ? undefined : able.memory.list.get(card);
    const data = known ? `Card ${card} in the local list: ${known.status}` : 'No data';
    if (clear && card !== undefined) able.memory.list.delete(card);
    if (report)
      able.later(20, () =>
        able.say([
          'NotifyCustomerInformation',
          { requestId, seqNo: 0, tbc: false, generatedAt: isoAt(able.now()), data },
        ]),
      );
    return { status: 'Accepted' };
  },
  CostUpdated({ transactionId, totalCost }, { memory }) {
    memory.costs.set(transactionId, totalCost);
    return {};
  },
  GetTransactionStatus({ transactionId }, { bays, offlineMessages }) {
    const messagesInQueue = offlineMessages() > 0;
    // E14.FR.06: without a session only whether anything waits.
    return transactionId === undefined
      ? { messagesInQueue }
      : { messagesInQueue, ongoingIndicator: bays.some(({ session }) => session?.id === transactionId) };
  },
  SetNetworkProfile({ configurationSlot, connectionData }, { memory }) {
    if (configurationSlot < 1 || configurationSlot > 3) return { status: 'Rejected' };
    memory.networkProfiles.set(configurationSlot, connectionData);
    return { status: 'Accepted' };
  },
};
