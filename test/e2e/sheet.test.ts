import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import type { Json } from '../console.ts';
import { wire } from '../flow-station.ts';
import { until } from '../until.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';

const slow = { timeout: 20_000 };
const card = '04A1B2C3D4';
const tabs = [
  'Information',
  'Additional information',
  'Charge points',
  'Charge logs',
  'Charging profiles',
  'Reservations',
  'Errors',
  'Logs',
  'Communication logs',
  'Connection history',
  'Diagnosis',
  'Settings',
  'Components',
  'Security',
  'Documents',
  'History',
];

let browser: Browser;
let own: OwnProgram;
let visitor: Visitor;
let page: Page;
let station: Simulation;
let stationId: number;
let password: string;

const profile = { ...profileOf(0, 'ocpp2.0.1', createRandom(7)), identity: 'VY-0001' };
const sheet = (tab: string) => `/stations/${stationId}/${tab}`;
const rail = () => page.getByRole('navigation', { name: 'Tabs of this station' });
const tray = () => page.getByRole('region', { name: 'Commands' });

beforeAll(async () => {
  browser = await launchBrowser();
  own = await ownProgram();
  await own.api.call('POST', '/cards', {
    number: card,
    holder: 'Max Fahrer',
    type: 'iso14443',
    concurrentAllowed: true,
  });
  const made = await own.api.call('POST', '/stations', { identity: profile.identity, name: 'Nordpark A1' });
  stationId = made.stationId;
  password = made.credentials.password;
  station = simulate({
    profile,
    url: own.product.ocpp,
    password,
    cards: [card],
    seed: 1,
    meterSeconds: 0.5,
    pace: 4,
    pauseSeconds: 1e6,
    heartbeatSeconds: 1,
  });
  await station.start();
  visitor = await visit(browser, {
    url: own.product.url,
    as: own,
    allowed: [/409 \(Conflict\).*\/cards/, /401 \(Unauthorized\)/],
  });
  page = visitor.page;
});
afterAll(async () => {
  await station?.stop();
  await visitor?.close();
  await browser?.close();
  await own?.end();
});

afterEach((context) => pictureOfFailure(context, page));

describe.sequential('the data sheet', () => {
  it('every tab opens by keyboard from the rail', async () => {
    await page.goto(sheet('information'));
    await rail().getByRole('link', { name: 'Information', exact: true }).focus();
    for (const [index, tab] of tabs.entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: tab, exact: true }).locator('.card').first().waitFor(slow);
      const current = rail().locator('[aria-current="page"]');
      expect((await current.innerText()).split('\n')[0]).toBe(tab);
      expect(await current.evaluate((link) => link === document.activeElement), `${tab} keeps the focus`).toBe(true);
    }
    visitor.expectClean();
  });

  it('INF-2 the header keeps connection and operation apart, and a lost socket shows without a reload', async () => {
    await page.goto(sheet('information'));
    await station.fault(2, { code: 'GroundFailure', vendorCode: 'E-204', info: 'Residual current' });
    const head = page.locator('.head');
    await head.getByText('1 of 4 charge points faulted').waitFor(slow);
    await head.locator('.head-connection', { hasText: 'Connected' }).waitFor();
    await page.getByText(/Charge point 2 (has a ground fault|is faulted)/).waitFor(slow);
    station.dropOut(1);
    await head.locator('.head-connection', { hasText: 'Offline' }).waitFor(slow);
    await head.locator('.head-connection', { hasText: 'Connected' }).waitFor(slow);
    await station.repair(2);
    await head.getByText('1 of 4 charge points faulted').waitFor({ state: 'detached', ...slow });
    visitor.expectClean();
  });

  it('CP-2 an EVSE-ID that is taken says whose it is at the field; CP-5 the QR code shows', async () => {
    await page.goto(sheet('charge-points'));
    const edit = async (place: string) => {
      await page.getByRole('button', { name: `Actions for ${place}` }).click();
      await page.getByRole('menuitem', { name: 'Edit…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Whole' }).click();
      return dialog;
    };
    await expect.poll(() => page.getByRole('button', { name: /^Actions for / }).count()).toBe(4);
    const places = await page
      .getByRole('button', { name: /^Actions for / })
      .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')!.replace('Actions for ', '')));
    const first = await edit(places[0]!);
    await first.getByLabel('EVSE ID', { exact: true }).fill('DE*ABC*E1');
    await first.getByText('DE*ABC*E1 is free').waitFor();
    await first.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: 'DE*ABC*E1' }).waitFor();

    const second = await edit(places[1]!);
    const field = second.getByLabel('EVSE ID', { exact: true });
    await field.fill('DE*ABC*X1');
    await second.getByText('there must be an E').waitFor();
    await field.fill('DEABCE1');
    await second.getByText(/DE.?ABC.?E1 belongs to/).waitFor();
    expect(await field.inputValue(), 'what was typed stays').toBe('DEABCE1');
    await second.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: `Actions for ${places[0]}` }).click();
    await page.getByRole('menuitem', { name: 'QR code…' }).click();
    const code = page.getByRole('dialog').getByRole('img', { name: /DE\*ABC\*E1/ });
    await code.waitFor();
    await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth ?? 1)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    visitor.expectClean();
  });

  it('the reset dialog names running sessions with figures and the safe choice has the focus', async () => {
    await page.goto(sheet('charge-logs'));
    await until(() => station.plugIn(1));
    await page.getByRole('row').filter({ hasText: '#1' }).waitFor(slow);
    await page.getByRole('button', { name: 'Reset…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/1 session is charging now \([\d.,]+.k?Wh\)/).waitFor(slow);
    await dialog.getByRole('button', { name: 'Reset when idle' }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Cancel' }).evaluate((it) => it === document.activeElement)).toBe(
      true,
    );
    await dialog.getByRole('button', { name: 'Immediately' }).click();
    const hard = dialog.getByRole('button', { name: 'Stop 1 session and reset' });
    expect(await hard.isDisabled(), 'cutting a session off asks for the name').toBe(true);
    await dialog.getByLabel(/^Type /).fill(profile.identity);
    expect(await hard.isEnabled()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(station.running).toEqual([1]);
    visitor.expectClean();
  });

  it('CP-6 the configuration is read, searched and changed, and shows what the station then says', async () => {
    await page.goto(sheet('information'));
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Settings of the station' }).click();
    await page.waitForURL('**/settings');
    await page.getByText('Not read yet').waitFor(slow);
    await page.getByRole('button', { name: 'Read settings' }).first().click();
    await page.getByLabel('Search by name').fill('heartbeatint');
    const row = page.getByRole('row').filter({ hasText: 'HeartbeatInterval' });
    // The head and the one that is left: a row that still moves up is not hit.
    await expect.poll(() => page.getByRole('row').count(), { timeout: 30_000 }).toBe(2);
    await row.getByRole('button', { name: 'Change HeartbeatInterval' }).click(slow);
    await page.getByRole('dialog').getByRole('textbox', { name: 'Value' }).fill('432');
    await page.getByRole('dialog').getByRole('button', { name: 'Write to the station' }).click();
    await row.getByText('432 s').waitFor(slow);
  });

  it('LOG-1 a session moves live, its detail has an address of its own, and stopping ends with its outcome', async () => {
    await page.goto(sheet('charge-logs'));
    const row = page.getByRole('row').filter({ hasText: '#1' });
    const energy = row.locator('td').nth(5);
    const before = await energy.innerText();
    await expect.poll(() => energy.innerText(), { timeout: 30_000 }).not.toBe(before);
    await row.getByRole('link', { name: /#1|session 1/i }).click();
    await page.waitForURL(/session=1/);
    await page.reload();
    const detail = page.getByRole('dialog', { name: /Session #1/ });
    await detail.getByText('Power over time').waitFor(slow);
    await detail.locator('canvas').first().waitFor(slow);
    await detail.getByRole('button', { name: /Stop session 1/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop 1 session' }).click();
    await tray()
      .getByText(/Done\./)
      .waitFor(slow);
    await expect.poll(() => station.running).toEqual([]);
    await page.goto(sheet('charge-logs'));
    await row.getByText('Remotely').waitFor(slow);
    visitor.expectClean();
  });

  it('LOG-1 says "stopping" until the station has reported the end; CP-6 also for 1.6', async () => {
    const made = await own.api.call('POST', '/stations', { identity: 'VY-0016', name: 'Old one' });
    const old = await wire(own.product.ocpp, { identity: 'VY-0016', password: made.credentials.password }, 'ocpp1.6', {
      onCall: (action) => (action === 'RemoteStopTransaction' ? { status: 'Accepted' } : { status: 'Rejected' }),
    });
    const at = () => new Date().toISOString();
    await old.ask(['BootNotification', { chargePointVendor: 'Voltaris', chargePointModel: 'City 50' }]);
    await old.ask([
      'StatusNotification',
      { connectorId: 1, errorCode: 'NoError', status: 'Charging', timestamp: at() },
    ]);
    const { transactionId } = await old.ask([
      'StartTransaction',
      { connectorId: 1, idTag: card, meterStart: 100, timestamp: at() },
    ]);
    await page.goto(`/stations/${made.stationId}/charge-logs`);
    await page.getByRole('button', { name: /^Stop session/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop 1 session' }).click();
    await page.getByRole('row').filter({ hasText: '#' }).first().getByText('Stopping …').waitFor(slow);
    await tray().getByText('The station has taken it').waitFor(slow);
    await old.ask(['StopTransaction', { transactionId, meterStop: 600, timestamp: at(), reason: 'Remote' }]);
    await tray()
      .getByText(/Done\./)
      .waitFor(slow);
    await page.getByRole('row').filter({ hasText: '#' }).first().getByText('Remotely').waitFor(slow);

    // Offline: what cannot be done says why, where it is.
    await old.close();
    await page.locator('.head-connection', { hasText: 'Offline' }).waitFor(slow);
    const start = page.getByRole('button', { name: 'Start charging' });
    await expect.poll(() => start.isDisabled()).toBe(true);
    expect(await page.locator('.head-actions').textContent()).toContain('The station is not connected.');
    visitor.expectClean();
  });

  it('ERR-5 the filters of the errors stand in the address, and no hit offers to clear them', async () => {
    await page.goto(sheet('errors'));
    await page.getByText('No open errors').first().waitFor(slow);
    await page.getByRole('button', { name: 'Closed', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'E-204' });
    await row.waitFor(slow);
    const severity = async (label: string) => {
      await page.getByRole('button', { name: /^All severities/ }).click();
      await page.getByRole('checkbox', { name: label, exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await severity('Critical');
    await page.waitForURL(/severity=critical/);
    const critical = page.locator('#tab tbody tr').filter({ has: page.getByRole('img', { name: 'Critical' }) });
    await critical.first().waitFor(slow);
    const shown = page.locator('#tab tbody tr:not([aria-hidden])');
    await expect.poll(async () => (await shown.count()) === (await critical.count())).toBe(true);
    await page.reload();
    await critical.first().waitFor(slow);
    expect(await shown.count()).toBe(await critical.count());
    await severity('Critical');
    await severity('Info');
    await page.waitForURL(/severity=info/);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await critical.first().or(page.getByText('No open errors')).first().waitFor();
    expect(page.url()).not.toContain('severity=');
    visitor.expectClean();
  });

  it('LGS-3 new rows never move the row being read; pausing keeps them out and counts them', async () => {
    await page.goto(sheet('logs'));
    const list = page.getByRole('table', { name: 'Messages in words' });
    const read = list.getByRole('row').nth(4);
    await read.click();
    const id = (await read.getAttribute('data-row'))!;
    const place = () =>
      page.locator(`tr[data-row="${id}"]`).evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const before = await place();
    await page.getByRole('button', { name: /newer message/ }).waitFor(slow);
    await expect.poll(place).toBe(before);

    const live = page.getByRole('button', { name: /Live|Paused/ });
    expect(await live.getAttribute('aria-pressed')).toBe('true');
    await live.click();
    await page.getByRole('button', { name: /Paused.*\d+ new/ }).waitFor(slow);
    const count = Number(await list.getAttribute('aria-rowcount'));
    await live.click();
    await expect
      .poll(async () => {
        const now = Number(await list.getAttribute('aria-rowcount'));
        return now === -1 || now > count;
      })
      .toBe(true);
    visitor.expectClean();
  });

  it('COM-1 arrow keys move the selection, the action filter stands in the address', async () => {
    await page.goto(sheet('communication-logs'));
    const selected = page.locator('tr[aria-current="true"]');
    const first = page.locator('tr[data-row]').nth(2);
    await first.click();
    const id = (await first.getAttribute('data-row'))!;
    await expect.poll(() => selected.getAttribute('data-row')).toBe(id);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => selected.getAttribute('data-row')).not.toBe(id);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => selected.getAttribute('data-row')).toBe(id);
    expect(page.url()).toContain(`frame=${id}`);

    await page.goto(sheet('communication-logs'));
    await page.getByRole('button', { name: 'All actions' }).click();
    await page.getByLabel(/^BootNotification/).check();
    await page.waitForURL(/action=BootNotification/);
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => [...new Set(await page.locator('tr[data-row] td:nth-child(3)').allInnerTexts())])
      .toEqual(['BootNotification']);
    await page.reload();
    await page.locator('tr[data-row]').first().waitFor(slow);
    visitor.expectClean();
  });

  it('CON-1 connections and refused attempts are rows with code, words and side', async () => {
    await expect(
      wire(own.product.ocpp, { identity: profile.identity, password: 'wrong' }, 'ocpp2.0.1'),
    ).rejects.toThrow('401');
    await page.goto(sheet('connection-history'));
    const row = (text: string) => page.getByRole('row').filter({ hasText: text }).first();
    await row('Connected now').waitFor(slow);
    await row('1006').getByText('Abnormal end').waitFor(slow);
    await row('Wrong password').waitFor(slow);
    visitor.expectClean();
  });
});

describe.sequential('beside the data sheet', () => {
  it('an unknown station appears in the inbox by itself, and one press takes it in', async () => {
    await page.goto('/onboarding');
    await page.getByText('Nobody is waiting').waitFor(slow);
    const stranger = await wire(own.product.ocpp, { identity: 'STRANGER-1' }, 'ocpp1.6');
    const boot = ['BootNotification', { chargePointVendor: 'Kelvin', chargePointModel: 'Depot 150' }] as const;
    expect((await stranger.ask([...boot])).status).toBe('Pending');
    const row = page.getByRole('row').filter({ hasText: 'STRANGER-1' });
    await row.getByText('Kelvin Depot 150').waitFor(slow);
    await row.getByRole('button', { name: 'Adopt STRANGER-1' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Taken in');
    await dialog.getByRole('button', { name: 'Adopt station' }).click();
    // What came in without a checked password goes, and comes back with the one it was given.
    const password = (await dialog.locator('.credentials dd').nth(2).innerText()).trim();
    const known = await wire(own.product.ocpp, { identity: 'STRANGER-1', password }, 'ocpp1.6');
    expect((await known.ask([...boot])).status).toBe('Accepted');
    await dialog.getByRole('button', { name: 'Open the data sheet' }).click();
    await page.getByRole('heading', { level: 1, name: 'Taken in' }).waitFor();
    await page.locator('#tab').getByText('Depot 150').first().waitFor(slow);
    await known.close();
    visitor.expectClean();
  });

  it('a blocked card is refused at the station', async () => {
    await page.goto('/cards');
    await page.getByRole('button', { name: 'Add card' }).first().click();
    await page.getByLabel('Number', { exact: true }).fill(card);
    await page.getByRole('button', { name: 'Save card' }).click();
    await page.getByText('A card with this number exists already.').waitFor();
    expect(await page.getByLabel('Number', { exact: true }).inputValue()).toBe(card);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Actions for card ${card}` }).click();
    await page.getByRole('menuitem', { name: 'Block', exact: true }).click();
    await page.getByRole('row').filter({ hasText: card }).getByText('Blocked').waitFor(slow);
    expect(await station.plugIn(3)).toBe(false);
    await page.goto(sheet('logs'));
    await page
      .getByRole('row')
      .filter({ hasText: /blocked/i })
      .first()
      .waitFor(slow);
    visitor.expectClean();
  });

  it('an API key is shown once and works', async () => {
    await page.goto('/api-keys');
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Billing export');
    await dialog.getByRole('button', { name: 'Make key' }).click();
    await dialog.getByText('The key is shown only now').waitFor();
    const key = (await dialog.locator('.mono').allInnerTexts()).find((text) => text.trim().length > 24)!.trim();
    const asked = () => fetch(`${own.product.url}/api/v1/stations`, { headers: { authorization: `Bearer ${key}` } });
    expect((await asked()).status).toBe(200);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('cell', { name: /^Billing export/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke Billing export' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke 1 key' }).click();
    await page.getByText('Revoked').waitFor();
    expect((await asked()).status).toBe(401);
    visitor.expectClean();
  });

  it('signing out leaves nothing behind', async () => {
    await page.goto('/stations');
    await page.getByRole('button', { name: /Erika Muster|Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    visitor.expectClean();
    const reply: Json = await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).signedIn);
    expect(reply).toBe(false);
    await page.goto(sheet('information'));
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.content()).not.toContain('Nordpark A1');
  });
});
