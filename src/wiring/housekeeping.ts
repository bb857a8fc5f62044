import type { Jobs } from '../jobs/jobs.ts';
import { hour } from '../lib/time.ts';
import type { ArchiveFramesOptions } from '../storage/archives/archive-frames.ts';
import { keepRetention } from '../storage/retention/keep.ts';

/** Every hour, on one node: partitions ahead, and what is older than the settings say archived or deleted. */
export function keepHouse(jobs: Jobs, options: Omit<ArchiveFramesOptions, 'signal'>): void {
  jobs.every('retention', hour, async ({ signal }) => {
    const report = await keepRetention({ ...options, signal });
    if (report.partitions > 0) options.log.info(report, 'Old messages left the database');
  });
}
