import { WebSocket } from 'ws';
import { partingOfClose, partingOfError } from './endings.ts';
import type { StationSocket } from './socket.ts';

/** A `ws` socket that knows whose it is: the handlers are shared by all sockets, none is made per socket. */
export class StationWebSocket extends WebSocket {
  owner: StationSocket | undefined = undefined;

  /** ws itself closes without words, and with 1008 only for too many fragments: that is a message too big as well (W-01). */
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === 1008 && data === undefined ? 1009 : code, data);
  }
}

export function attach(ws: StationWebSocket, owner: StationSocket): void {
  ws.owner = owner;
  ws.on('message', onMessage);
  ws.on('ping', onPing);
  ws.on('pong', onPong);
  ws.on('error', onError);
  ws.on('close', onClose);
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  (this as StationWebSocket).owner?.receive(data as Buffer, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  (this as StationWebSocket).owner?.pong(data);
}

function onPong(this: WebSocket, data: Buffer): void {
  (this as StationWebSocket).owner?.ponged(data);
}

/** ws has already sent its close frame; what it sent is in the error, not in the close event that follows. */
function onError(this: WebSocket, error: Error): void {
  const parting = partingOfError(error);
  if (parting !== undefined) (this as StationWebSocket).owner?.end(parting, 'gone');
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  (this as StationWebSocket).owner?.end(partingOfClose(code, reason.toString('utf8')), 'gone');
}
