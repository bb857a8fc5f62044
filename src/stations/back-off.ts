import type { BootMessage, StationMessage } from '../domain/message.ts';
import { minute } from '../lib/time.ts';
import type { RetryBackOff, StationsContext } from './context.ts';
import type { Orders } from './orders.ts';
import type { Held, Station } from './station.ts';

/** Above this load there is something more urgent to do. */
const busy = 0.2;

/**
 * Tells stations of 2.x how to come back, so that after an outage not all come at once (F-06): some time after their boot, and not in the
 * rush in which many boot. Once is enough, whatever a station says to it; a new firmware may have forgotten.
 */
export function createBackOff(context: StationsContext, orders: Orders) {
  const { settings, store, clock, newId, log, load } = context;

  const tell = async (station: Station, wanted: RetryBackOff, { reason }: BootMessage): Promise<void> => {
    const value = (variable: string, number: number) => ({
      name: { component: 'OCPPCommCtrlr', variable },
      value: String(number),
    });
    const command = {
      kind: 'writeSettings',
      values: [
        value('RetryBackOffWaitMinimum', wanted.waitMinimum),
        value('RetryBackOffRandomRange', wanted.randomRange),
        value('RetryBackOffRepeatTimes', wanted.repeatTimes),
      ],
    } as const;
    if (reason !== 'FirmwareUpdate' && (await store.hasAnswered(station.key, command))) return;
    await orders.ask(station, {
      kind: 'command',
      commandId: newId(clock.now()),
      command,
      whenOffline: 'refuse',
      timeoutMs: minute,
    });
  };

  return {
    /** It has been answered. */
    answered(station: Station, held: Held, message: StationMessage): void {
      const { retryBackOff, backOffAfterMs } = settings;
      if (retryBackOff === undefined || message.kind !== 'boot' || held.link.protocol === 'ocpp1.6') return;
      if (station.state?.boot?.status !== 'accepted') return;
      const later = (): void => {
        const timer = setTimeout(
          () => {
            if (station.held !== held) return;
            if ((load?.() ?? 0) > busy) later();
            else
              tell(station, retryBackOff, message).catch((err) =>
                log.warn({ err, station: station.key }, 'A station could not be told how to come back'),
              );
          },
          backOffAfterMs * (1 + Math.random()),
        );
        timer.unref();
      };
      later();
    },
  };
}
