import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { type Console, createConsole } from '../console.ts';
import { type Product, startProduct } from '../product.ts';
import { until } from '../until.ts';

export interface DemoNetwork {
  readonly product: Product;
  /** Its administrator at the API. */
  readonly api: Console;
  readonly email: string;
  readonly password: string;
}

/** The program with twelve living stations and ninety days of history; made once per run, started again for later files. */
export async function demoNetwork(): Promise<DemoNetwork> {
  const dataDir = inject('demoDir');
  const remembered = path.join(dataDir, 'sign-in.json');
  const known = existsSync(remembered);
  const product = await startProduct(dataDir, known ? {} : { args: ['--demo'] });
  if (!known) {
    const [, email, password] = await product.said(/Demo sign-in\s+(\S+)\s+password (\S+)/);
    writeFileSync(remembered, JSON.stringify({ email, password }));
  }
  const { email, password } = JSON.parse(readFileSync(remembered, 'utf8')) as { email: string; password: string };
  const api = createConsole(product.url);
  await api.call('POST', '/session', { email, password });
  await until(async () => {
    const { state, detail } = await api.call('GET', '/setup/demo');
    if (state === 'failed') throw new Error(`the demo failed: ${detail}`);
    return state === 'running';
  }, 150);
  // Stations come back one after the other after a restart.
  await until(async () => (await api.call('GET', '/stations?connected=true')).items.length >= 10, 60);
  return { product, api, email, password };
}
