import { type Console, createConsole } from '../console.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { until } from '../until.ts';

export interface DemoNetwork {
  readonly product: Product;
  /** Its administrator at the API. */
  readonly api: Console;
  readonly email: string;
  readonly password: string;
  end(): Promise<void>;
}

/** The program with twelve living stations and ninety days of history, as `npm start -- --demo` makes it. */
export async function demoNetwork(): Promise<DemoNetwork> {
  const dataDir = newDataDir();
  const product = await startProduct(dataDir, { args: ['--demo'] });
  const end = async () => {
    await product.end('SIGTERM');
    removeDataDir(dataDir);
  };
  try {
    const [, email, password] = await product.said(/Demo sign-in\s+(\S+)\s+password (\S+)/);
    const api = createConsole(product.url);
    await api.call('POST', '/session', { email, password });
    await until(async () => {
      const { state, detail } = await api.call('GET', '/setup/demo');
      if (state === 'failed') throw new Error(`the demo failed: ${detail}`);
      return state === 'running';
    }, 150);
    return { product, api, email: email!, password: password!, end };
  } catch (error) {
    await end();
    throw error;
  }
}
