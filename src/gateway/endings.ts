import { connectionCodes, type EndingReason } from '../domain/connection.ts';
import type { Side } from '../domain/facts.ts';

/** How a connection ended, before the counts are added. */
export interface Parting {
  readonly code: string;
  readonly side: Side;
  readonly reason: string;
}

/** We ended it. `code` is the one we sent; where nothing could be sent the other side sees 1006, and so do we. */
export const byUs = (code: number, reason: EndingReason): Parting => ({ code: String(code), side: 'broker', reason });

/** The codes ws sends by itself when a frame breaks the WebSocket protocol. Its own close event then says 1006. */
const libraryCodes: Readonly<Record<string, Parting>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: byUs(1009, 'tooBig'),
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: byUs(1009, 'tooBig'),
  WS_ERR_INVALID_UTF8: byUs(1007, 'invalidText'),
  // See StationWebSocket.close.
  WS_ERR_TOO_MANY_BUFFERED_PARTS: byUs(1009, 'fragments'),
};

/** What an `error` event of ws means for the history; undefined: the network failed and the close event will tell. */
export function partingOfError(error: Error & { readonly code?: string }): Parting | undefined {
  if (error.code === undefined || !error.code.startsWith('WS_ERR_')) return undefined;
  return libraryCodes[error.code] ?? byUs(1002, 'protocolError');
}

/** What a `close` event means when we did not end the connection ourselves. */
export function partingOfClose(code: number, reason: string): Parting {
  if (code === 1006) return { code: '1006', side: 'unknown', reason: 'lost' };
  // RFC 6455 section 7.1.5: 1005 stands for a close frame without a code.
  if (code === 1005) return { code: '0000', side: 'station', reason };
  return { code: String(code), side: 'station', reason };
}

/** The label under which an ending is counted. */
export const countedCode = (code: string): string => (Object.hasOwn(connectionCodes, code) ? code : 'other');

/** RFC 6455 section 7.4: what may be sent in a close frame. */
export const isSendable = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999);

/** A close frame holds 123 bytes of reason. */
export function closeReason(text: string): string {
  let reason = text.slice(0, 123);
  while (Buffer.byteLength(reason) > 123) reason = reason.slice(0, -1);
  return reason;
}
