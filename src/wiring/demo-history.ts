import { history } from '../../sim/history.ts';
import type { Profile } from '../../sim/profile.ts';
import type { Desk, Link, StationKey } from '../domain/ports.ts';
import type { NewId } from '../lib/ids.ts';
import type { OcppVersion } from '../ocpp/table.ts';

export interface HistoryWriting {
  /** A desk of this station's own, whose clock is `clock.at`. */
  readonly desk: Desk;
  readonly clock: { at: number };
  readonly key: StationKey;
  readonly profile: Profile;
  readonly cards: readonly string[];
  readonly version: OcppVersion;
  readonly newId: NewId;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly onProgress: (share: number) => void;
  readonly cancelled: () => boolean;
}

/** Nobody is there to be called in the past. */
const nobody = (protocol: Link['protocol']): Link => ({
  protocol,
  unsupported: () => 'The past cannot be changed.',
  send: () => Promise.reject(new Error('a command in the past')),
  close: () => {},
  letIn: () => {},
});

/**
 * Lets a station live through a time of the past: every call goes through the same translators, rules and writer as a live one,
 * only the clock is set back. Returns the meter registers to go on from.
 */
export async function writeHistory(w: HistoryWriting): Promise<readonly number[]> {
  const run = history({ profile: w.profile, cards: w.cards, seed: w.seed, from: w.from, until: w.until });
  let seat: Awaited<ReturnType<Desk['open']>> | undefined;
  let connectionId = '';
  let count = { received: 0, sent: 0, bytes: 0, lastAction: '' };
  let step = run.next();
  for (let n = 0; !step.done; n++) {
    if (w.cancelled()) throw new Error('The demo was removed while it was being made.');
    const past = step.value;
    w.clock.at = past.at;
    let answer: Record<string, unknown> | undefined;
    if (past.kind === 'opened') {
      connectionId = w.newId(past.at);
      count = { received: 0, sent: 0, bytes: 0, lastAction: '' };
      seat = await w.desk.open(
        w.key,
        { connectionId, protocol: w.profile.protocol, address: '127.0.0.1', securityProfile: 1, at: past.at },
        nobody(w.profile.protocol),
      );
    } else if (past.kind === 'closed') {
      const side = past.code === '1006' ? 'unknown' : 'station';
      await seat?.close({ code: past.code, side, reason: '', ...count, at: past.at });
      seat = undefined;
    } else if (seat) {
      const [action, payload] = past.call;
      const message = w.version.incoming.get(action)!;
      const id = n.toString(36);
      const text = JSON.stringify([2, id, action, payload]);
      count = {
        received: count.received + 1,
        sent: count.sent + 1,
        bytes: count.bytes + text.length,
        lastAction: action,
      };
      const answered = await seat.message({
        frame: {
          id: w.newId(past.at),
          connectionId,
          direction: 'in',
          kind: 'call',
          receivedAt: past.at,
          action,
          messageId: id,
          call: text,
        },
        message: message.read(payload),
        encode: (decision) => ({ text: JSON.stringify([3, id, message.answer(decision, payload)]) }),
      });
      answer =
        answered === undefined ? undefined : (JSON.parse(answered) as [number, string, Record<string, unknown>])[2];
    }
    if (n % 100 === 0) w.onProgress((past.at - w.from) / (w.until - w.from));
    step = run.next(answer);
  }
  w.onProgress(1);
  return step.value;
}
