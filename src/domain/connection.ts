import type { Proof, Side } from './facts.ts';

/**
 * The codes of the Connection history. Four digits: WebSocket close codes (RFC 6455 section 7.4) and, below 1000, our
 * own two. `side` is who usually closes with it; a connection's own record may say otherwise.
 */
export const connectionCodes = {
  '0000': { name: 'unknown', side: 'unknown', text: 'The connection ended and nobody said why' },
  '0001': { name: 'serverRestart', side: 'broker', text: 'The server was restarted' },
  '1000': { name: 'normal', side: 'station', text: 'Closed in good order' },
  '1001': { name: 'goingAway', side: 'station', text: 'The other side is going away' },
  '1002': { name: 'protocolError', side: 'broker', text: 'The WebSocket protocol was broken' },
  '1003': { name: 'binary', side: 'broker', text: 'Binary data was sent; OCPP is text' },
  '1006': { name: 'abnormal', side: 'unknown', text: 'The connection broke off' },
  '1007': { name: 'invalidText', side: 'broker', text: 'The text was not valid UTF-8' },
  '1008': { name: 'policy', side: 'broker', text: 'Closed because a rule was broken' },
  '1009': { name: 'tooBig', side: 'broker', text: 'A frame was too big' },
  '1011': { name: 'internalError', side: 'broker', text: 'An unexpected error on the server' },
  '1012': { name: 'drain', side: 'broker', text: 'The server is being restarted in good order' },
} as const satisfies Record<string, { readonly name: string; readonly side: Side; readonly text: string }>;

/**
 * Why we ended a connection, one word each; the catalogs have a text for every one. Where the station closed, the
 * reason is its own text, or `lost` when it just went, or empty when it gave none.
 */
export const endingReasons = {
  replaced: 'Replaced by a new connection',
  pingTimeout: 'The station did not answer two pings',
  kicked: 'Disconnected by a person',
  rate: 'Too many messages for too long',
  badFrames: 'Too many unreadable frames',
  binary: 'A binary frame was sent',
  tooBig: 'A frame was too big',
  fragments: 'A message came in too many pieces',
  invalidText: 'The text was not valid UTF-8',
  protocolError: 'The WebSocket protocol was broken',
  slowConsumer: 'The station did not read what was sent to it',
  internal: 'An unexpected error on the server',
  drain: 'The server is being restarted in good order',
  serverRestart: 'The server was restarted',
  secondConnection: 'Another connection of this station is alive',
  unproven: 'It must come back with its password',
  serialDiffers: 'It says another serial number than its certificate',
  certificateRevoked: 'Its certificate was revoked',
  profileRaised: 'It must come back with the security profile it needs',
  lost: 'The connection broke off',
} as const satisfies Record<string, string>;

export type EndingReason = keyof typeof endingReasons;

/** Who claims to be a station: what the handshake told about it. */
export interface Claimant {
  readonly address: string;
  readonly securityProfile: number;
  /** A mark of the secret it proved to know, equal for equal secrets; absent on profile 0. */
  readonly credential?: number;
  /** Whether what it came with was checked: true for a password that matched, false where there was nothing to check it against. */
  readonly proven?: boolean;
  readonly proof?: Proof;
}

/** So many takeovers within a minute are two devices fighting for one name (CON-3: no flapping loop). */
export const takeoversBeforeContest = 5;
export const takeoverWindowMs = 60_000;

/**
 * A station that already has a connection opens another one. `replace`: the new one wins at once, it is the same
 * device that came back. `contest`: the old one is asked for a sign of life first, the new one waits (C-01 to C-03).
 */
export function judgeSecond(holder: Claimant, newcomer: Claimant, recentTakeovers: number): 'replace' | 'contest' {
  // Whoever took the name before it had a password must not keep the station itself out; it cannot come back either, so nothing flaps.
  if (newcomer.proven === true && holder.proven === false) return 'replace';
  if (recentTakeovers >= takeoversBeforeContest) return 'contest';
  if (holder.securityProfile === 3 && newcomer.securityProfile === 3) return 'replace';
  const sameSecret = newcomer.credential !== undefined && newcomer.credential === holder.credential;
  return sameSecret && newcomer.address === holder.address ? 'replace' : 'contest';
}

/**
 * The node that holds the station's connection cannot be asked: it is gone, or the bus is. A station that proved itself need not wait for
 * that to be found out (C-01: no lock-out); one that nobody could check must (C-03).
 */
export const judgeSilentHolder = (newcomer: Claimant): 'replace' | 'refuse' =>
  newcomer.proven === true || newcomer.securityProfile === 3 ? 'replace' : 'refuse';

/** The end of a contest: only a holder that shows no life loses its place, so nobody is locked out and nobody pushed out. */
export const judgeContest = (holderAlive: boolean): 'replace' | 'refuse' => (holderAlive ? 'refuse' : 'replace');
