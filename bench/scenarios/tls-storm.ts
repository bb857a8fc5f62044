import { rmSync } from 'node:fs';
import { serverFiles } from '../../test/pki.ts';
import { atLeast } from '../asked.ts';
import { startFloor } from '../targets.ts';
import type { Scenario } from './scenario.ts';
import { seedRiders, storm } from './storm.ts';

/** What a station takes as the server's signature: which of the two certificates it is shown follows from it. */
const signatures = { ecdsa: 'ECDSA+SHA256', rsa: 'RSA-PSS+SHA256:RSA+SHA256' };

/** Security profile 2: TLS with whole handshakes and Basic auth, all stations at once, while sessions run. */
export const tlsStorm: Scenario = async ({ product, password, passwordHash, operatorId, stations }) => {
  await seedRiders(product.pool, operatorId, passwordHash);
  const { folder, environment, rsa, ec } = await serverFiles();
  const ca = `${rsa.cert}\n${ec.cert}`;
  const floor = await startFloor(environment);
  let secure = await product.restart('SIGTERM', environment);
  try {
    const figures: Record<string, unknown> = {};
    for (const [kind, taken] of Object.entries(signatures)) {
      const bare = await storm(floor, { stations, ca, signatures: taken });
      const ours = await storm(secure, { stations, password, ca, signatures: taken });
      figures[kind] = {
        floor: bare,
        voltyard: ours,
        ratioToFloor: ours.perSecond / bare.perSecond,
        bound: atLeast(300, ours.perSecond, 'stations/s'),
      };
      // Each kind by a program that has seen none before.
      secure = await secure.restart('SIGTERM');
    }
    return { stations, ...figures };
  } finally {
    await secure.stop();
    await floor.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
