import type pg from 'pg';
import type { Config } from '../config.ts';
import { tellEverybody } from '../features/notifications/index.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { NewId } from '../lib/ids.ts';
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
  readonly newId: NewId;
  readonly consoleUrl: () => string;
  readonly log: Log;
  readonly config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'privateWebhooks'>;
}

/** Tells who has a rule, and delivers what waits: each on one node. */
export function keepOutbox({ jobs, pool, files, clock, newId, log, config, consoleUrl }: OutboxOptions): void {
  const { smtpUrl, mailFrom: from } = config;
  const delivery = createDelivery({
    pool,
    mailer: smtpUrl && from && createMailer({ ...smtpUrl, from }, files),
    outside: createOutside({ privateAddresses: config.privateWebhooks, timeoutMs: 15 * second }),
    clock,
    log,
  });
  jobs.every('outbox', 2 * second, ({ signal }) => delivery.turn(signal));
  jobs.every('notifications', 3 * second, ({ signal }) =>
    tellEverybody({ pool, clock, newId, log, consoleUrl }, signal),
  );
  jobs.every('outbox tidy', hour, ({ signal }) => delivery.tidy(signal));
}
