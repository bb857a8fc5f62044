import type pg from 'pg';
import type { Config } from '../config.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Log } from '../lib/log.ts';
import { createOutside } from '../lib/outside.ts';
import { type Clock, hour, second } from '../lib/time.ts';
import { createDelivery } from '../outbox/delivery.ts';
import { createMailer } from '../outbox/mail.ts';
import type { FileStore } from '../storage/files/file-store.ts';

export interface OutboxOptions {
  readonly jobs: Jobs;
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'privateWebhooks'>;
}

/** Delivers what waits, on one node. */
export function keepOutbox({ jobs, pool, files, clock, log, config }: OutboxOptions): void {
  const { smtpUrl, mailFrom: from } = config;
  const delivery = createDelivery({
    pool,
    mailer: smtpUrl && from && createMailer({ ...smtpUrl, from }, files),
    outside: createOutside({ privateAddresses: config.privateWebhooks, timeoutMs: 15 * second }),
    clock,
    log,
  });
  jobs.every('outbox', 2 * second, ({ signal }) => delivery.turn(signal));
  jobs.every('outbox tidy', hour, ({ signal }) => delivery.tidy(signal));
}
