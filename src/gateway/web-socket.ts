import { WebSocket } from 'ws';
import { partingOfClose, partingOfError } from './endings.ts';
import type { StationSocket } from './socket.ts';

/** A `ws` socket that knows whose it is, and hands everything to it: a list of listeners for each would be the largest part of it. */
export class StationWebSocket extends WebSocket {
  owner: StationSocket | undefined = undefined;

  override emit(event: string | symbol, ...given: unknown[]): boolean {
    const { owner } = this;
    if (owner === undefined) return super.emit(event, ...given);
    switch (event) {
      case 'message':
        owner.receive(given[0] as Buffer, given[1] as boolean);
        return true;
      case 'ping':
        owner.pong(given[0] as Buffer);
        return true;
      case 'pong':
        owner.ponged(given[0] as Buffer);
        return true;
      case 'error': {
        // ws has already sent its close frame; what it sent is in the error, not in the close event that follows.
        const parting = partingOfError(given[0] as Error);
        if (parting !== undefined) owner.end(parting, 'gone');
        return true;
      }
      case 'close':
        owner.end(partingOfClose(given[0] as number, (given[1] as Buffer).toString('utf8')), 'gone');
        return true;
      default:
        return super.emit(event, ...given);
    }
  }

  /** ws itself closes without words, and with 1008 only for too many fragments: that is a message too big as well (W-01). */
  override close(code?: number, data?: string | Buffer): void {
    super.close(code === 1008 && data === undefined ? 1009 : code, data);
  }
}
