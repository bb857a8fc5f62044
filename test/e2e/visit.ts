import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, type TestContext } from 'vitest';
import { createConsole } from '../console.ts';

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Nothing went wrong in the browser so far: no console error, no uncaught error, no breach of the content policy. */
  expectClean(): void;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly url: string;
  readonly language?: 'en' | 'de';
  readonly appearance?: 'light' | 'dark';
  readonly phone?: boolean;
  /** Signs in before the first page, as someone who was here before. */
  readonly as?: { readonly email: string; readonly password: string };
  /** Browser messages that belong to the test, e.g. a refused sign-in. */
  readonly allowed?: readonly RegExp[];
}

const zone = 'Europe/Vienna';

/** One person with a browser of their own. */
export async function visit(browser: Browser, options: VisitOptions): Promise<Visitor> {
  const { url, language = 'en', appearance = 'light', phone = false, allowed = [] } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    timezoneId: zone,
    colorScheme: appearance,
    reducedMotion: 'reduce',
    isMobile: phone,
    hasTouch: phone,
  });
  context.setDefaultTimeout(30_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  // Written once: choices the test makes later must survive a reload.
  await context.addInitScript((chosen) => {
    if (localStorage.getItem('voltyard.language') === null) localStorage.setItem('voltyard.language', chosen);
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  }, language);
  if (options.as) await signedIn(context, url, options.as);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const text = `${message.text()} (${message.location().url})`;
    if (!allowed.some((pattern) => pattern.test(text))) faults.push(text);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
  return {
    context,
    page,
    expectClean: () => expect(faults.splice(0), 'errors in the browser').toEqual([]),
    close: () => context.close(),
  };
}

/** Puts the cookies of a sign-in at the API into the browser. */
async function signedIn(
  context: BrowserContext,
  url: string,
  person: { readonly email: string; readonly password: string },
): Promise<void> {
  const { email, password } = person;
  const reply = await createConsole(url).ask('POST', '/session', { email, password });
  expect(reply.status, reply.text).toBe(200);
  await context.addCookies(
    reply.headers.getSetCookie().map((line) => {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      return { name: name!, value: value!, url, httpOnly: true, sameSite: 'Lax' as const };
    }),
  );
}

/** What the page showed when a test failed, beside the other pictures. */
export async function pictureOfFailure(context: TestContext, page: Page | undefined): Promise<void> {
  if (context.task.result?.state !== 'fail' || !page) return;
  const name = context.task.name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60);
  await page.screenshot({ path: `test-results/failed/${name}.png` }).catch(() => {});
}
