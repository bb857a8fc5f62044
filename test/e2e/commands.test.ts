import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Protocol, profileOf } from '../../sim/profile.ts';
import { createRandom } from '../../sim/random.ts';
import { type Simulation, simulate } from '../../sim/station.ts';
import { commandKinds } from '../../src/domain/commands.ts';
import { descriptions } from '../../src/features/commands/fields/index.ts';
import { en } from '../../src/features/commands/texts.ts';
import { until } from '../until.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

const slow = { timeout: 20_000 };
const card = '04A1B2C3D4';
const folder = 'test-results/screens';
const protocols: readonly Protocol[] = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'];

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
const ids = new Map<Protocol, number>();
const stations: Simulation[] = [];

async function living(protocol: Protocol, index: number): Promise<void> {
  const identity = `VY-000${index + 1}`;
  const { stationId, credentials } = await own.api.call('POST', '/stations', {
    identity,
    name: `Nordpark A${index + 1}`,
  });
  ids.set(protocol, stationId);
  const station = simulate({
    profile: { ...profileOf(index, protocol, createRandom(7)), identity },
    url: own.product.ocpp,
    password: credentials.password,
    cards: [card],
    seed: 1,
    meterSeconds: 1,
    pace: 4,
    pauseSeconds: 1e6,
    heartbeatSeconds: 600,
  });
  stations.push(station);
  await station.start();
  await until(async () => (await own.api.call('GET', `/stations/${stationId}`)).bootStatus === 'accepted');
}

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  await own.api.call('POST', '/cards', { number: card, holder: 'Max Fahrer', type: 'iso14443' });
  for (const [index, protocol] of protocols.entries()) await living(protocol, index);
  visitor = await visit(browser, { url: own.product.url, as: own, allowed: [/4\d\d \(.*\/commands\//] });
  page = visitor.page;
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.stop()));
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

const title = (kind: (typeof commandKinds)[number]) => en[`commands.kind.${kind}`];
const menu = () => page.getByRole('dialog', { name: 'Commands' });
const options = () => menu().getByRole('option');

async function sheet(protocol: Protocol): Promise<void> {
  await page.goto(`/stations/${ids.get(protocol)}/information`);
  await page.locator('.head-connection', { hasText: 'Connected' }).waitFor(slow);
}
async function openMenu(): Promise<void> {
  await page.keyboard.press('Control+.');
  await options().first().waitFor(slow);
}
describe.sequential('the menu of commands', () => {
  it('opens from the head and by keyboard, and is found by words in both languages and by what OCPP says', async () => {
    await sheet('ocpp2.1');
    await page.getByRole('button', { name: 'Commands', exact: true }).click();
    await expect.poll(() => options().count()).toBe(commandKinds.length);
    await page.screenshot({ path: `${folder}/commands-menu-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
    await openMenu();
    const field = menu().getByRole('combobox');
    for (const text of ['GetCompositeSchedule', 'gesamtfahrplan', 'composite'])
      await expect
        .poll(async () => {
          await field.fill(text);
          return options().allInnerTexts();
        })
        .toEqual([expect.stringContaining(title('readCompositeSchedule'))]);
    await field.fill('nothing like this');
    await menu().getByText('No command matches').waitFor();
    await page.keyboard.press('Escape');
    visitor.expectClean();
  });

  it('what OCPP 1.6 cannot do is grey with the reason, and Enter does not open it', async () => {
    await sheet('ocpp1.6');
    await openMenu();
    const grey = menu().locator('[role="option"][aria-disabled="true"]');
    for (const kind of ['setMonitors', 'setDisplayMessage', 'readCustomer', 'setNetworkProfile'] as const)
      await grey
        .filter({ hasText: title(kind) })
        .locator('.command-why')
        .first()
        .waitFor();
    for (const why of await grey.locator('.command-why').allInnerTexts()) expect(why.trim().length).toBeGreaterThan(10);
    await menu().getByRole('combobox').fill('SetDisplayMessage');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.screenshot({ path: `${folder}/commands-menu-16-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

describe.sequential.each(protocols)('every form on %s', (protocol) => {
  it('opens, passes axe, closes', async () => {
    await sheet(protocol);
    await openMenu();
    const grey = new Set(
      await menu()
        .locator('[role="option"][aria-disabled="true"]')
        .evaluateAll((all) => all.map((one) => one.id.split('-').at(-1))),
    );
    await page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
    const findings: Record<string, readonly string[]> = {};
    for (const kind of commandKinds) {
      if (grey.has(kind)) continue;
      await openMenu();
      await menu().getByRole('combobox').fill(descriptions[kind].actions.at(-1)!);
      await menu().locator(`[role="option"][id$="-${kind}"]`).click();
      await menu().waitFor({ state: 'detached' });
      const dialog = page.getByRole('dialog');
      await dialog.waitFor(slow);
      for (const more of await dialog.locator('summary').all()) await more.click();
      const found = [...(await axeFindings(page)), ...(await words.idsOn(page))];
      if (found.length > 0) findings[kind] = found;
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(findings).toEqual({});
    visitor.expectClean();
  });
});

async function form(kind: (typeof commandKinds)[number]) {
  await openMenu();
  await menu().getByRole('combobox').fill(descriptions[kind].actions[0]!);
  await menu().locator(`[role="option"][id$="-${kind}"]`).click();
  const dialog = page.getByRole('dialog', { name: title(kind), exact: true });
  await dialog.waitFor(slow);
  return dialog;
}

describe.sequential.each(protocols)('commands on %s', (protocol) => {
  it('a charging profile is checked in the form, sent, and seen in the composite schedule as a curve', async () => {
    await sheet(protocol);
    const dialog = await form('setChargingProfile');
    await dialog.getByLabel('Charge point', { exact: true }).selectOption('1');
    const send = dialog.getByRole('button', { name: title('setChargingProfile') });
    await send.click();
    await dialog.getByText('This is needed.').first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('[data-path]')?.getAttribute('data-path'))).toBe(
      'schedules.0.periods.0.startSeconds',
    );
    await dialog.getByLabel('From', { exact: true }).fill('0');
    await dialog.getByLabel(/^Limit\W+optional$/).fill('-5');
    await dialog.getByText('At least 0.').waitFor();
    await page.screenshot({ path: `${folder}/commands-form-${protocol}-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel(/^Limit\W+optional$/).fill('11000');
    await dialog.getByRole('button', { name: 'Add to: Periods' }).click();
    await dialog.getByLabel('From', { exact: true }).nth(1).fill('3600');
    await dialog
      .getByLabel(/^Limit\W+optional$/)
      .nth(1)
      .fill('6000');
    await send.click();
    await dialog.getByText('Done.', { exact: false }).waitFor(slow);
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    const composite = await form('readCompositeSchedule');
    await composite.getByLabel('Charge point', { exact: true }).selectOption('1');
    await composite.getByRole('button', { name: title('readCompositeSchedule') }).click();
    await composite.locator('.curve canvas').waitFor(slow);
    await composite
      .getByRole('cell', { name: /11\s?kW/ })
      .first()
      .waitFor();
    await page.screenshot({ path: `${folder}/commands-composite-${protocol}-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await composite.getByRole('link', { name: 'In the communication logs' }).click();
    await page.getByRole('row').filter({ hasText: 'GetCompositeSchedule' }).first().waitFor(slow);
    visitor.expectClean();
  });

  it('a reservation with a card of ours; the list of commands names who, what and the answer', async () => {
    await sheet(protocol);
    const dialog = await form('reserve');
    await dialog.getByLabel(/^Charge point/).selectOption('1');
    await dialog.getByRole('radio', { name: new RegExp(card) }).check();
    await dialog.getByRole('button', { name: title('reserve'), exact: true }).click();
    await dialog.getByText('Answer:').waitFor(slow);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Commands so far…' }).click();
    const list = page.getByRole('dialog', { name: /^Commands to / });
    const row = list
      .getByRole('row')
      .filter({ hasText: title('reserve') })
      .filter({ hasText: 'Erika Muster' });
    await row.waitFor(slow);
    await page.screenshot({ path: `${folder}/commands-list-${protocol}-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await row.click();
    const detail = page.getByRole('dialog', { name: title('reserve'), exact: true });
    await detail.getByText('Asked with').click();
    await detail.getByText('Reservation number', { exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    visitor.expectClean();
  });

  it('a log is brought here without an address', async () => {
    await sheet(protocol);
    const dialog = await form('readLog');
    await dialog.getByRole('button', { name: title('readLog') }).click();
    await dialog.getByText('Answer:').waitFor(slow);
    await page.keyboard.press('Escape');
    const { items } = await own.api.call('GET', `/stations/${ids.get(protocol)}/files`);
    expect(items).toHaveLength(1);
    visitor.expectClean();
  });

  it('what can do harm asks for the station’s name first', async () => {
    await sheet(protocol);
    const dialog = await form('updateFirmware');
    const send = dialog.getByRole('button', { name: title('updateFirmware') });
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByText('Firmware that does not fit can make it unusable', { exact: false }).waitFor();
    await dialog.getByLabel(/Type /).fill(`VY-000${protocols.indexOf(protocol) + 1}`);
    await dialog.getByLabel('Address of the firmware').fill('no address');
    await send.click();
    await dialog.getByText('Enter an address that begins with https://').waitFor();
    expect(await dialog.getByLabel('Address of the firmware').evaluate((it) => it === document.activeElement)).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    visitor.expectClean();
  });
});

describe('the menu and the forms in every dress', () => {
  it.each([
    ['en', 'dark', false],
    ['de', 'light', false],
    ['de', 'light', true],
    ['en', 'dark', true],
  ] as const)('%s, %s, phone: %s', async (language, appearance, phone) => {
    await own.api.call('PATCH', '/account', { language });
    const other = await visit(browser, { url: own.product.url, as: own, language, appearance, phone });
    const kind = phone ? 'phone' : 'wide';
    const shot = (name: string) =>
      other.page.screenshot({ path: `${folder}/commands-${name}-${kind}-${appearance}-${language}.png` });
    const sideways = () =>
      other.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await other.page.goto(`/stations/${ids.get('ocpp2.1')}/information`);
    await other.page.locator('.head-connection').waitFor(slow);
    await other.page.keyboard.press('Control+.');
    await other.page.getByRole('option').first().waitFor(slow);
    await shot('menu');
    expect(await axeFindings(other.page)).toEqual([]);
    expect(await words.idsOn(other.page)).toEqual([]);
    if (language === 'de') expect(await words.englishOn(other.page)).toEqual([]);
    for (const form of ['setChargingProfile', 'setMonitors', 'setNetworkProfile', 'setDERControl'] as const) {
      await other.page.getByRole('combobox').fill(descriptions[form].actions[0]!);
      await other.page.locator(`[role="option"][id$="-${form}"]`).click();
      await other.page.locator('.form-grid').first().waitFor(slow);
      await shot(form);
      expect(await axeFindings(other.page), form).toEqual([]);
      expect(await words.idsOn(other.page), form).toEqual([]);
      if (language === 'de') expect(await words.englishOn(other.page), form).toEqual([]);
      expect(await sideways(), `${form} fits`).toBeLessThanOrEqual(0);
      await other.page.keyboard.press('Escape');
      await other.page.getByRole('dialog').waitFor({ state: 'detached' });
      await other.page.keyboard.press('Control+.');
      await other.page.getByRole('option').first().waitFor(slow);
    }
    other.expectClean();
    await other.close();
  });
});

it('the other dialogs of the head pass axe, and the tab rail keeps to the current tab when a phone is turned', async () => {
  await own.api.call('PATCH', '/account', { language: 'en' });
  await sheet('ocpp2.1');
  for (const name of [/^Disconnect…/, /^New credentials…/, /^(Let in without|Ask for) a password/, /^Decommission…/]) {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name }).click();
    await page.getByRole('dialog').waitFor();
    expect(await axeFindings(page), String(name)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.goto(`/stations/${ids.get('ocpp2.1')}/connection-history`);
  await page.setViewportSize({ width: 844, height: 390 });
  await page.locator('.tab-rail [aria-current="page"]').waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(() =>
      page.evaluate(() => {
        const rail = document.querySelector('.tab-rail')!.getBoundingClientRect();
        const tab = document.querySelector('.tab-rail [aria-current="page"]')!.getBoundingClientRect();
        return tab.left >= rail.left - 1 && tab.right <= rail.right + 1;
      }),
    )
    .toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
  visitor.expectClean();
});
