import { randomBytes } from 'node:crypto';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';

export interface WireOptions {
  /** ws:// or wss://, without the identity. */
  readonly url: string;
  readonly identity: string;
  readonly password?: string | undefined;
  readonly protocol: string;
  /** A loopback address to come from: one address has 28,000 ports. */
  readonly localAddress?: string | undefined;
  /** For wss: who signed the server's certificate, and the signatures the station takes. */
  readonly ca?: string | undefined;
  readonly signatures?: string | undefined;
  readonly onText: (text: string) => void;
  readonly onClose: (code: number | undefined) => void;
}

export interface Wire {
  send(text: string): void;
  end(): void;
}

/** An HTTP answer that was no 101. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

const contexts = new Map<string, tls.SecureContext>();

/** Made once: reading a certificate for each of thousands of stations is work of the machine that plays them. Handshakes stay whole ones. */
function contextOf(ca: string | undefined, signatures: string | undefined): tls.SecureContext {
  const name = `${signatures} ${ca}`;
  let context = contexts.get(name);
  if (context === undefined) {
    context = tls.createSecureContext({ ca, ...(signatures !== undefined && { sigalgs: signatures }) });
    contexts.set(name, context);
  }
  return context;
}

/**
 * One station's connection with as little as the protocol needs, so that a machine that plays ten thousand of them measures the server
 * and not its own clients. Rejects with `Refused`, or with the fault of the socket.
 */
export function openWire(options: WireOptions): Promise<Wire> {
  const { url, identity, password, protocol, localAddress, ca, signatures } = options;
  const { hostname: host, port, protocol: scheme, pathname } = new URL(url);
  const to = { host, port: Number(port), ...(localAddress !== undefined && { localAddress }) };
  const socket: Socket =
    scheme === 'wss:'
      ? tls.connect({ ...to, secureContext: contextOf(ca, signatures), servername: 'localhost' })
      : net.connect(to);
  socket.setNoDelay();
  const basic = password === undefined ? '' : Buffer.from(`${identity}:${password}`).toString('base64');
  const request =
    `GET ${pathname.replace(/\/$/, '')}/${encodeURIComponent(identity)} HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\n` +
    `Connection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Protocol: ${protocol}\r\n${basic === '' ? '' : `Authorization: Basic ${basic}\r\n`}\r\n`;
  socket.once(scheme === 'wss:' ? 'secureConnect' : 'connect', () => socket.write(request));

  return new Promise((resolve, reject) => {
    let open = false;
    let code: number | undefined;
    let rest: Buffer | undefined;
    const wire: Wire = {
      send: (text) => void socket.write(frameOf(1, Buffer.from(text))),
      end: () => {
        socket.write(frameOf(8, Buffer.from([3, 232])));
        socket.end();
      },
    };
    const take = (opcode: number, payload: Buffer): void => {
      if (opcode === 1) options.onText(payload.toString());
      else if (opcode === 9) socket.write(frameOf(10, payload));
      else if (opcode === 8) {
        code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
        socket.end(frameOf(8, payload.subarray(0, 2)));
      }
    };
    socket.on('data', (chunk: Buffer) => {
      let data = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      rest = undefined;
      if (!open) {
        const end = data.indexOf('\r\n\r\n');
        if (end >= 0) {
          const status = Number(data.toString('latin1', 9, 12));
          if (status !== 101) {
            socket.destroy();
            reject(new Refused(status));
            return;
          }
          open = true;
          data = data.subarray(end + 4);
          resolve(wire);
        }
      }
      if (open) data = takeFrames(data, take);
      if (data.length > 0) rest = data;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      if (open) options.onClose(code);
      else reject(new Error('closed before an answer'));
    });
  });
}

/** Calls `take` for each whole frame (a server does not mask) and returns what is left over. */
function takeFrames(data: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer {
  let at = 0;
  while (data.length - at >= 2) {
    const short = data[at + 1]! & 127;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (data.length - at < head) break;
    const length =
      short === 127 ? Number(data.readBigUInt64BE(at + 2)) : short === 126 ? data.readUInt16BE(at + 2) : short;
    if (data.length - at < head + length) break;
    take(data[at]! & 15, data.subarray(at + head, at + head + length));
    at += head + length;
  }
  return data.subarray(at);
}

/** Masked with zeros: a mask is for proxies on the way, and the server takes it off all the same. */
function frameOf(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? 2 : 4;
  const frame = Buffer.alloc(head + 4 + length);
  frame[0] = 128 | opcode;
  frame[1] = 128 | (head === 2 ? length : 126);
  if (head === 4) frame.writeUInt16BE(length, 2);
  payload.copy(frame, head + 4);
  return frame;
}
