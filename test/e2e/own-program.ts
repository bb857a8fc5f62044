import { type Console, createConsole } from '../console.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';

export interface OwnProgram {
  readonly product: Product;
  /** Its administrator at the API. */
  readonly api: Console;
  readonly email: string;
  readonly password: string;
  end(): Promise<void>;
}

/** The program on a fresh data directory, set up in English by Erika Muster. */
export async function ownProgram(env: Readonly<Record<string, string>> = {}): Promise<OwnProgram> {
  const dataDir = newDataDir();
  const product = await startProduct(dataDir, { env });
  const email = 'erika@voltyard.example';
  const password = 'a sentence is better';
  const [, token] = await product.said(/\/setup\S*?([\w-]{20,})/);
  const api = createConsole(product.url);
  await api.call('POST', '/setup', {
    token,
    operator: 'Muster Charging',
    language: 'en',
    timeZone: 'Europe/Vienna',
    administrator: { name: 'Erika Muster', email, password },
  });
  return {
    product,
    api,
    email,
    password,
    async end() {
      api.hangUp();
      await product.end('SIGTERM');
      removeDataDir(dataDir);
    },
  };
}
