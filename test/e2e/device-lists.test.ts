import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { makeCertificate } from '../pki.ts';
import { bootOf, dial, type SecureStation } from '../secure-station.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { sheetParts } from './sheet-parts.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

/** Streams, tariffs, parts that a station leaves out, messages of manufacturers, contracts of cars: as an operator sees them. */
const slow = { timeout: 20_000 };
let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let newest: number;
let old: number;
const stations: SecureStation[] = [];
const tariffs = new Map<string, number>();
let interval = 60;

const { dialog, done, give, rows } = sheetParts(() => page);

/** A 2.1 station that keeps tariffs and one stream. */
const obeys = (action: string, payload: Json): Json => {
  switch (action) {
    case 'SetDefaultTariff':
      tariffs.set(payload.tariff.tariffId, payload.evseId);
      return { status: 'Accepted' };
    case 'GetTariffs':
      return tariffs.size === 0
        ? { status: 'NoTariff' }
        : {
            status: 'Accepted',
            tariffAssignments: [...tariffs.keys()].map((tariffId) => ({ tariffId, tariffKind: 'DefaultTariff' })),
          };
    case 'ClearTariffs':
      for (const id of payload.tariffIds) tariffs.delete(id);
      return { clearTariffsResult: payload.tariffIds.map((tariffId: string) => ({ tariffId, status: 'Accepted' })) };
    case 'GetPeriodicEventStream':
      return { constantStreamData: [{ id: 3, variableMonitoringId: 7, params: { interval } }] };
    case 'AdjustPeriodicEventStream':
      interval = payload.params.interval;
      return { status: 'Accepted' };
    default:
      return { status: 'Accepted' };
  }
};
const keys = [
  { key: 'HeartbeatInterval', readonly: false, value: '60' },
  { key: 'SupportedFeatureProfiles', readonly: true, value: 'Core, SmartCharging,FirmwareManagement' },
];

async function living(
  protocol: string,
  identity: string,
  onCall: (action: string, payload: Json) => Json,
): Promise<number> {
  const { stationId, credentials } = await own.api.call('POST', '/stations', { identity, name: identity });
  const station = await dial(own.product.ocpp, identity, { password: credentials.password, protocol, onCall });
  stations.push(station);
  await station.ask('BootNotification', bootOf(protocol));
  return stationId;
}

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  newest = await living('ocpp2.1', 'VY-21', obeys);
  old = await living('ocpp1.6', 'VY-16', (action) =>
    action === 'GetConfiguration' ? { configurationKey: keys } : { status: 'Accepted' },
  );
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

async function open(stationId: number, address: string): Promise<void> {
  await page.goto(`/stations/${stationId}/${address}`);
  await page.locator('.head-connection', { hasText: 'Connected' }).waitFor(slow);
}

describe.sequential('open streams (OCPP 2.1 N11 to N15)', () => {
  it('are listed with their newest value as it comes, read again, and paced anew', async () => {
    await open(newest, 'settings?view=monitors');
    await page.getByText('No stream is open').waitFor(slow);
    const [station] = stations;
    await station!.ask('OpenPeriodicEventStream', {
      constantStreamData: { id: 3, variableMonitoringId: 7, params: { interval: 60, values: 5 } },
    });
    const row = rows('Open streams').filter({ hasText: 'Monitor 7' });
    await row.getByText('every 60 s, or after 5 values').waitFor(slow);
    station!.socket.send(
      JSON.stringify([
        6,
        'stream-1',
        'NotifyPeriodicEventStream',
        { id: 3, pending: 2, basetime: new Date().toISOString(), data: [{ t: 0, v: '412.5' }] },
      ]),
    );
    await row.getByText('412.5').waitFor(slow);
    await page.getByRole('button', { name: 'Actions: stream 3' }).click();
    await page.getByRole('menuitem', { name: 'Change how often it sends…' }).click();
    const every = dialog().getByLabel('Sent every');
    expect(await every.inputValue()).toBe('60');
    await every.fill('30');
    await dialog().getByLabel('Or after so many values').fill('');
    await give('Adjust event stream');
    await row.getByText('every 30 s').waitFor(slow);
    interval = 15;
    await page.getByRole('button', { name: 'Read from the station', exact: true }).click();
    await give('Read event streams');
    await row.getByText('every 15 s').waitFor(slow);
    await judgeScreen(page, words, 'sheet-streams');
    visitor.expectClean();
  });
});

describe.sequential('tariffs in the station (OCPP 2.1 I07 to I10)', () => {
  it('one is set, shown with its prices, read again and cleared', async () => {
    await open(newest, 'settings?view=tariffs');
    await page.getByText('No tariffs known').waitFor(slow);
    await own.api.call('POST', `/stations/${newest}/commands/setDefaultTariff`, {
      evse: 0,
      tariff: {
        id: 'SUMMER-26',
        currency: 'EUR',
        energy: { prices: [{ amount: 0.49 }] },
        idleTime: { prices: [{ amount: 0.1 }] },
      },
    });
    const row = rows('Tariffs in the station').filter({ hasText: 'SUMMER-26' });
    await row.getByText('€0.49 per kWh + €0.10 per idle minute').waitFor(slow);
    tariffs.set('WINTER-26', 0);
    await page.getByRole('button', { name: 'Read from the station', exact: true }).click();
    await give('Read tariffs');
    await rows('Tariffs in the station').filter({ hasText: 'WINTER-26' }).getByText('Not told').waitFor(slow);
    await row.getByText('€0.49 per kWh').waitFor();
    await judgeScreen(page, words, 'sheet-tariffs');
    await page.getByRole('button', { name: 'Actions: WINTER-26' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Clear…' }).click();
    await dialog().getByRole('button', { name: 'Clear 1 tariff' }).click();
    await done();
    await expect.poll(() => rows('Tariffs in the station').count(), slow).toBe(1);
    visitor.expectClean();
  });
});

describe.sequential('feature profiles of OCPP 1.6', () => {
  const command = async (name: string) => {
    await page.keyboard.press('Control+.');
    await dialog().getByRole('combobox').fill(name);
    return dialog()
      .getByRole('option', { name: new RegExp(name, 'i') })
      .first();
  };
  it('what a station leaves out can be chosen until it says so, and is grey with the reason afterwards', async () => {
    await open(old, 'settings');
    expect(await (await command('Reserve')).getAttribute('aria-disabled')).not.toBe('true');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Read settings' }).first().click();
    await done();
    await open(old, 'reservations');
    const reserve = await command('Reserve');
    await reserve.getByText('The station says that it has no reservations').waitFor(slow);
    expect(await reserve.getAttribute('aria-disabled')).toBe('true');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/screens/commands-left-out-light-en.png' });
    await page.keyboard.press('Escape');
    expect(await (await command('Set charging profile')).getAttribute('aria-disabled')).not.toBe('true');
    await page.keyboard.press('Escape');
    await open(old, 'settings?view=cards');
    await page.locator('.empty-text', { hasText: 'keeps no card list' }).waitFor(slow);
    visitor.expectClean();
  });
});

describe.sequential('the page Manufacturer messages', () => {
  const say = (vendorId: string, messageId?: string) =>
    stations[0]!.ask('DataTransfer', { vendorId, ...(messageId ? { messageId } : {}), data: 'x' });
  it('shows what stations send; a route is made for it, changed and removed', async () => {
    await page.goto('/vendors');
    await page.getByText('No routes yet').waitFor(slow);
    await page.getByText('Nothing of the kind has come yet').waitFor(slow);
    await judgeScreen(page, words, 'vendors-empty');
    expect((await say('com.acme', 'Weather')).status).toBe('UnknownVendorId');
    await say('org.example.lamps');
    const heard = rows('What stations send').filter({ hasText: 'com.acme' });
    await heard.getByText('Not known').waitFor(slow);
    await page.getByRole('button', { name: 'Make a route: com.acme / Weather' }).click();
    expect(await dialog().getByLabel('Vendor', { exact: true }).inputValue()).toBe('com.acme');
    await dialog().getByLabel('Data of the answer').fill('{"ok":true}');
    await dialog().getByLabel('Note').fill('Agreed with Acme');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/screens/vendors-form-light-en.png' });
    await dialog().getByRole('button', { name: 'Save' }).click();
    const route = rows('Routes').filter({ hasText: 'com.acme' });
    await route.getByText('Taken').waitFor(slow);
    expect(await say('com.acme', 'Weather')).toEqual({ status: 'Accepted', data: '{"ok":true}' });
    await heard.getByText('Taken').waitFor(slow);
    expect(await heard.locator('td').nth(3).innerText(), 'stations that sent it').toBe('1');
    await judgeScreen(page, words, 'vendors');
    await page.getByRole('button', { name: 'Actions: com.acme / Weather' }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    await dialog().getByRole('button', { name: 'No', exact: true }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await route.getByText('Refused').waitFor(slow);
    expect((await say('com.acme', 'Weather')).status).toBe('Rejected');
    await heard.getByRole('link', { name: 'VY-21' }).click();
    await page.waitForURL(/communication-logs\?.*action=DataTransfer/);
    await page.goBack();
    await page.getByRole('button', { name: 'Actions: com.acme / Weather' }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog().getByRole('button', { name: 'Remove 1 route' }).click();
    await page.getByText('No routes yet').waitFor(slow);
    visitor.expectClean();
  });
});

describe.sequential('authorities for contracts of cars (Plug & Charge, C07)', () => {
  it('one is added, shown, and removed, beside those for stations', async () => {
    await page.goto('/certificates');
    await page.getByText('Nobody yet').waitFor(slow);
    await judgeScreen(page, words, 'certificates-empty');
    const root = await makeCertificate({ name: 'MO Root CA', authority: true });
    const card = page.getByRole('region', { name: 'For contracts of cars' });
    await card.getByRole('button', { name: 'Add a contract authority…' }).click();
    await page.getByLabel('Its certificate (PEM)').fill('nothing');
    await page.getByRole('button', { name: 'Trust it', exact: true }).click();
    await dialog().getByText('is no certificate in PEM').waitFor(slow);
    await page.getByLabel('Its certificate (PEM)').fill(root.cert);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Trust it', exact: true }).click();
    await card.getByText('MO Root CA').waitFor(slow);
    const known = await own.api.call('GET', '/certificates/authorities');
    expect(known.contracts).toMatchObject([{ name: 'MO Root CA' }]);
    expect(known.trusted).toEqual([]);
    await judgeScreen(page, words, 'certificates-contracts');
    await page.getByRole('button', { name: 'Remove MO Root CA' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('Sessions that are running go on').waitFor(slow);
    await dialog().getByRole('button', { name: 'Trust it no longer' }).click();
    await card.getByText('Nobody yet').waitFor(slow);
    await own.api.call('POST', '/certificates/authorities', { certificate: root.cert, vouchesFor: 'contracts' });
  });
});

it('all of it in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  for (const [name, address] of [
    ['sheet-streams', `/stations/${newest}/settings?view=monitors`],
    ['sheet-tariffs', `/stations/${newest}/settings?view=tariffs`],
    ['sheet-left-out', `/stations/${old}/settings?view=cards`],
    ['vendors', '/vendors'],
    ['certificates-contracts', '/certificates'],
  ] as const) {
    await german.page.goto(address);
    await german.page.locator('.card').first().waitFor(slow);
    await judgeGerman(german.page, words, name);
  }
  await german.page.goto(`/stations/${old}/settings?view=cards`);
  await german.page.locator('.empty-text', { hasText: 'keine Kartenliste' }).waitFor(slow);
  german.expectClean();
  await german.close();
});
