import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { until } from '../until.ts';
import { launchBrowser } from './browser.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';

const person = { name: 'Erika Muster', email: 'erika@voltyard.example', password: 'a sentence is better' };
const profile = { ...profileOf(0, 'ocpp2.0.1', createRandom(7)), identity: 'VY-0001' };
const slow = { timeout: 60_000 };

let browser: Browser;
let product: Product;
let visitor: Visitor;
let station: Simulation | undefined;
const dataDir = newDataDir();

beforeAll(async () => {
  browser = await launchBrowser();
  product = await startProduct(dataDir);
  // A server that is killed is a lost connection in the browser's console.
  visitor = await visit(browser, {
    url: product.url,
    allowed: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_NETWORK/],
  });
});
afterAll(async () => {
  await station?.stop();
  await visitor?.close();
  await browser?.close();
  await product?.end('SIGTERM');
  removeDataDir(dataDir);
});

afterEach((context) => pictureOfFailure(context, visitor?.page));

/** Each step goes on from the one before it, as a person does. */
describe.sequential('a newcomer with only Node', () => {
  const credentials = { url: '', user: '', password: '' };

  it('opens the printed link and sets up administrator, operator, language and time zone', async () => {
    const { page } = visitor;
    const [, link] = await product.said(/(http:\/\/\S+\/setup\S*)/);
    await page.goto(link!);
    await page.getByLabel('Your name').fill(person.name);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(
      await page.getByLabel('Password', { exact: true }).evaluate((field: HTMLInputElement) => field.validity.valid),
    ).toBe(false);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByLabel('Name of the operator').fill('Muster Charging');
    await page.getByRole('main').getByLabel('Language').selectOption('en');
    await page.getByLabel('Time zone').selectOption('Europe/Vienna');
    await page.getByRole('button', { name: 'Create account and go on' }).click();
    await page.getByRole('heading', { name: 'Bring in your first station' }).waitFor();
    visitor.expectClean();
  });

  it('gets address and credentials for a real station, and hears that only this machine can reach it', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: /Connect a real station/ }).click();
    await page.getByText('VOLTYARD_HOST=0.0.0.0').waitFor();
    await page.getByText(/listens on this machine only/).waitFor();
    await page.getByLabel('Station ID').fill(profile.identity);
    await page.getByLabel('Name').last().fill('Nordpark A1');
    await page.getByRole('button', { name: 'Make credentials' }).click();
    const shown = page.locator('.credentials dd');
    await shown.first().waitFor();
    const [url, user, password] = (await shown.allInnerTexts()).map((text) => text.trim());
    Object.assign(credentials, { url, user, password });
    expect(url).toBe(`${product.ocpp}/${profile.identity}`);
    expect(user).toBe(profile.identity);
    expect(password!.length).toBeGreaterThanOrEqual(16);
    await page.getByText('Waiting for VY-0001 to connect').waitFor();
    visitor.expectClean();
  });

  it('INF-1 the page notices the first connection and leads to the data sheet, where what it said stands', async () => {
    const { page } = visitor;
    station = simulate({
      profile,
      url: product.ocpp,
      password: credentials.password,
      cards: ['04A1B2C3D4'],
      seed: 1,
      meterSeconds: 0.5,
      pace: 10,
      pauseSeconds: 1e6,
    });
    await station.start();
    await page.waitForURL('**/stations/*/information', slow);
    await page.getByRole('heading', { level: 1, name: 'Nordpark A1' }).waitFor();
    for (const said of [profile.model, profile.serial, profile.iccid!, profile.imsi!, profile.firmware])
      await page.locator('#tab').getByText(said, { exact: false }).first().waitFor(slow);
    await page.locator('.head-connection', { hasText: 'Connected' }).waitFor();
    visitor.expectClean();
  });

  it('adds a card and watches a session run: state and power move without a reload', async () => {
    const { page } = visitor;
    const sheet = page.url();
    await page.goto('/cards');
    await page.getByRole('button', { name: 'Add card' }).first().click();
    await page.getByLabel('Number', { exact: true }).fill('04A1B2C3D4');
    await page.getByLabel('Holder (optional)').fill('Max Fahrer');
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByRole('cell', { name: 'Max Fahrer' }).waitFor();

    await page.goto(sheet);
    const bay = page.locator('.bay').first();
    await bay.getByText('Available').waitFor(slow);
    await until(() => station!.plugIn(1));
    await bay.getByText('Charging', { exact: true }).waitFor(slow);
    const power = bay.locator('.bay-power');
    await power.waitFor(slow);
    const first = await power.innerText();
    await page.waitForFunction(
      (before) => {
        const now = document.querySelector('.bay .bay-power')?.textContent;
        return now !== undefined && now !== null && now !== before;
      },
      first,
      slow,
    );
    visitor.expectClean();
  });

  it('sees the frames in words, and raw with call and answer', async () => {
    const { page } = visitor;
    const rail = page.getByRole('navigation', { name: 'Tabs of this station' });
    await rail.getByRole('link', { name: 'Logs', exact: true }).click();
    const log = page.getByRole('table', { name: 'Messages in words' });
    await log.getByRole('row').filter({ hasText: /C3D4/ }).first().waitFor(slow);
    await rail.getByRole('link', { name: 'Communication logs' }).click();
    await page.getByRole('row').filter({ hasText: 'BootNotification' }).first().click();
    const side = page.getByRole('complementary').filter({ hasText: 'Request' });
    await side.getByText(profile.serial).first().waitFor();
    await side.getByText('"Accepted"').first().waitFor();
    visitor.expectClean();
  });

  it('LOG-1 stops the session from the screen: stopping, then what came of it', async () => {
    const { page } = visitor;
    await page
      .getByRole('navigation', { name: 'Tabs of this station' })
      .getByRole('link', { name: /Charge logs/ })
      .click();
    await page.getByRole('button', { name: /^Stop session/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/has delivered|has been busy/).waitFor();
    await dialog.getByRole('button', { name: 'Stop 1 session' }).click();
    const tray = page.getByRole('region', { name: 'Commands' });
    await tray.getByText(/^Stop session/).waitFor();
    await tray.getByText(/Done\./).waitFor(slow);
    await page.getByRole('row').filter({ hasText: '#' }).first().getByText('Remotely').waitFor(slow);
    expect(station!.running).toEqual([]);
    visitor.expectClean();
  });

  it('CON-2 pulls the plug with kill -9, starts again, and everything is still there', async () => {
    const { page } = visitor;
    const sheet = page.url().replace(/\/[^/]*$/, '');
    const frames = await page.evaluate(
      async (address) => (await (await fetch(address)).json()).items.map((row: { id: string }) => row.id),
      `/api/v1${new URL(sheet).pathname}/frames?limit=20&language=en`,
    );
    expect(frames.length).toBeGreaterThan(5);
    const port = Number(new URL(product.url).port);
    await product.end('SIGKILL');
    product = await startProduct(dataDir, { port });
    expect(product.url, 'the same address').toBe(new URL(sheet).origin);

    await page.goto(`${sheet}/connection-history`);
    await page.getByRole('heading', { level: 1, name: 'Nordpark A1' }).waitFor(slow);
    const cut = page.getByRole('row').filter({ hasText: '0001' }).first();
    await cut.getByText('Server restart').waitFor(slow);
    await cut.getByText('Broker').waitFor();
    // The station comes back by itself.
    await page.getByRole('row').filter({ hasText: 'Connected now' }).first().waitFor(slow);

    await page.goto(`${sheet}/charge-logs`);
    const session = page.getByRole('row').filter({ hasText: '#' }).first();
    await session.getByText('Max Fahrer').waitFor();
    expect(await session.innerText()).toMatch(/\d\s*k?Wh/);
    for (const id of frames.slice(0, 3)) {
      await page.goto(`${sheet}/communication-logs?frame=${id}`);
      await page.getByText(/^Request, /).waitFor();
    }
    visitor.expectClean();
  });
});
