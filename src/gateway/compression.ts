import type { IncomingMessage } from 'node:http';
import { type Server, WebSocketServer } from 'ws';
import type { OcppVersion } from '../ocpp/table.ts';
import type { GatewaySettings } from './settings.ts';
import { StationWebSocket } from './web-socket.ts';

export type StationServer = Server<typeof StationWebSocket>;

/** The WebSocket servers of one gateway: they differ only in what compression they take. */
export interface StationServers {
  /** The one to upgrade with; without a version (nothing will be said) the plain one. */
  of(request: IncomingMessage, version?: OcppVersion): StationServer;
  close(): void;
}

/** Windows of 1 KiB: a compressor or decompressor of one station costs some 20 KiB instead of 300. */
const windowBits = 10;
/** The smallest window there is: every offer that limits ours can be taken. */
const ourWindowBits = 9;

/**
 * OCPP 2.x: the CSMS supports compression as in RFC 7692; 1.6 advises against it (OCPP-J 1.6 section 5.1). Nothing is kept
 * from message to message and only answers of a kilobyte and more are compressed, so that an idle station that negotiated it
 * costs what another one does until it compresses something (W-17). A bomb is cut at the limit of a message.
 */
export function createServers(settings: GatewaySettings): StationServers {
  const make = (compression: false | { readonly clientMaxWindowBits?: number }): StationServer =>
    new WebSocketServer<typeof StationWebSocket>({
      noServer: true,
      WebSocket: StationWebSocket,
      clientTracking: false,
      perMessageDeflate: compression && {
        ...compression,
        serverMaxWindowBits: ourWindowBits,
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        concurrencyLimit: 4,
        threshold: 1024,
        zlibDeflateOptions: { level: 3, memLevel: 3, chunkSize: 4096 },
        zlibInflateOptions: { chunkSize: 4096 },
      },
      autoPong: false,
      maxPayload: settings.maxFrameBytes,
      maxFragments: settings.maxFragments,
      maxBufferedChunks: 4096,
      closeTimeout: settings.closeTimeoutMs,
    } as ConstructorParameters<typeof WebSocketServer<typeof StationWebSocket>>[0]);
  const plain = make(false);
  const compressing = make({});
  // A station's window may only be limited where it offered that (RFC 7692 section 7.1.2.2).
  const limiting = make({ clientMaxWindowBits: windowBits });
  return {
    of(request, version) {
      if (version === undefined || version.protocol === 'ocpp1.6') return plain;
      const offer = readOffer(request.headers['sec-websocket-extensions']);
      if (offer === undefined) return plain;
      return offer.limitable ? limiting : compressing;
    },
    close() {
      for (const server of [plain, compressing, limiting]) server.close();
    },
  };
}

const parameter =
  /^(?:(?:server|client)_no_context_takeover|(server|client)_max_window_bits(?:\s*=\s*("?)([89]|1[0-5])\2)?)$/;

/**
 * What is offered, where all of it can be taken; else undefined: ws would refuse the whole handshake for an offer that it does
 * not like, and a station is better served without compression than not at all.
 */
function readOffer(header: string | undefined): { readonly limitable: boolean } | undefined {
  if (header === undefined || header.length > 500) return undefined;
  let limitable = true;
  for (const one of header.split(',')) {
    const [name, ...parameters] = one.split(';').map((part) => part.trim());
    if (name !== 'permessage-deflate' || new Set(parameters).size < parameters.length) return undefined;
    let window = 0;
    for (const part of parameters) {
      const match = parameter.exec(part);
      if (match === null) return undefined;
      const [, side, , bits] = match;
      if (side === 'server' && (bits === undefined || Number(bits) < ourWindowBits)) return undefined;
      if (side === 'client') window = bits === undefined ? 15 : Number(bits);
    }
    limitable &&= window >= windowBits;
  }
  return { limitable };
}
