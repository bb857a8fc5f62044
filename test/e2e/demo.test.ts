import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Console, createConsole } from '../console.ts';
import { newDataDir, type Product, removeDataDir, startProduct } from '../product.ts';
import { launchBrowser } from './browser.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';

const person = { name: 'Erika Muster', email: 'erika@voltyard.example', password: 'a sentence is better' };
const slow = { timeout: 60_000 };

let browser: Browser;
let product: Product;
let visitor: Visitor;
let api: Console;
const dataDir = newDataDir();

beforeAll(async () => {
  browser = await launchBrowser();
  product = await startProduct(dataDir);
  visitor = await visit(browser, { url: product.url });
  api = createConsole(product.url);
});
afterAll(async () => {
  api?.hangUp();
  await visitor?.close();
  await browser?.close();
  await product?.end('SIGTERM');
  removeDataDir(dataDir);
});

const rows = () => visitor.page.getByRole('table', { name: 'Stations' }).locator('tbody tr.table-row');
const names = () => rows().locator('.list-station a').allInnerTexts();

afterEach((context) => pictureOfFailure(context, visitor?.page));

describe.sequential('the demo network', () => {
  it('comes from one button on the first start, with progress, and the list opens by itself', async () => {
    const { page } = visitor;
    const [, link] = await product.said(/(http:\/\/\S+\/setup\S*)/);
    await page.goto(link!);
    await page.getByLabel('Your name').fill(person.name);
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the operator').fill('Muster Charging');
    await page.getByRole('button', { name: 'Create account and go on' }).click();
    await page.getByRole('button', { name: /Show me with simulated stations/ }).click();
    await page.getByRole('progressbar', { name: 'Simulated stations are starting' }).waitFor();
    await page.getByText(/^[1-9]\d? % of the history is written|^[1-9]\d?% of the history is written/).waitFor(slow);
    await page.waitForURL('**/stations', { timeout: 170_000 });
    await expect.poll(() => rows().count()).toBe(12);
    await api.call('POST', '/session', { email: person.email, password: person.password });
    await expect
      .poll(async () => (await api.call('GET', '/stations?connected=true')).items.length, slow)
      .toBeGreaterThan(8);
    const { items } = await api.call('GET', '/stations?limit=100');
    expect(new Set(items.map((row: { protocol: string }) => row.protocol)).size).toBe(3);
    visitor.expectClean();
  }, 240_000);

  it('filters and sorting stand in the address and survive a reload', async () => {
    const { page } = visitor;
    await page.getByLabel('Protocol', { exact: true }).selectOption('ocpp2.0.1');
    await expect.poll(() => rows().count()).toBe(4);
    await page.getByRole('button', { name: 'Station', exact: true }).click();
    await page.waitForURL(/sort=name/);
    expect(page.url()).toContain('protocol=ocpp2.0.1');
    const before = await names();
    expect(before).toEqual([...before].sort((a, b) => a.localeCompare(b, 'de')));
    await page.reload();
    await expect.poll(names).toEqual(before);
    expect(await page.getByLabel('Protocol', { exact: true }).inputValue()).toBe('ocpp2.0.1');
    await page.getByRole('button', { name: 'Station', exact: true }).click();
    await expect.poll(names).toEqual([...before].reverse());
    await page.getByLabel('Name, station ID or serial number').fill('no such station');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => rows().count()).toBe(12);
    visitor.expectClean();
  });

  it('Ctrl+K finds a station by its serial number and by an EVSE-ID', async () => {
    const { page } = visitor;
    const { items } = await api.call('GET', '/stations?limit=100');
    const wanted = items.find((row: { identity: string }) => row.identity === 'DEMO-00003');
    const { station, serials } = await api
      .call('GET', `/stations/${wanted.id}/information`)
      .then((sheet: { serials?: { chargePoint?: string } }) => ({ station: wanted, serials: sheet.serials }));
    for (const text of [serials?.chargePoint, 'AT*VYD*E00003*1']) {
      expect(text).toBeTruthy();
      await page.goto('/cards');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill(text!);
      await page.getByRole('option').filter({ hasText: station.name }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/stations/${wanted.id}/information`);
      await page.getByRole('heading', { level: 1, name: station.name }).waitFor();
    }
    visitor.expectClean();
  });

  it('CP-1 the rings and their table are the sums of the sessions; a silent meter is not zero', async () => {
    const { page } = visitor;
    const { items: stations } = await api.call('GET', '/stations?limit=100');
    // Its second charge point never sends energy.
    const { id } = stations.find((row: { identity: string }) => row.identity === 'DEMO-00006');
    const asked = page.waitForResponse((reply) => reply.url().includes('/charge-point-shares'));
    await page.goto(`/stations/${id}/charge-points`);
    const shares = await (await asked).json();
    const query = new URL((await asked).url()).search;
    const sums = await api.call('GET', `/stations/${id}/charge-logs/sums${query}`);
    expect(shares.sessions).toBe(sums.sessions);
    expect(shares.energyWh).toBe(sums.energyWh);
    const counted = (of: (item: { sessions: number; energyWh?: number }) => number) =>
      shares.items.reduce((sum: number, item: { sessions: number; energyWh?: number }) => sum + of(item), 0);
    expect(counted((item) => item.sessions) + shares.nowhere).toBe(shares.sessions);
    expect(counted((item) => item.energyWh ?? 0)).toBeCloseTo(shares.energyWh, 3);

    const rows = page.locator('.ring-legend .ring-row');
    await expect.poll(() => rows.count()).toBe(shares.items.length);
    for (const [index, item] of shares.items.entries()) {
      const [count, energy] = (await rows.nth(index).locator('.num').innerText()).split(' · ');
      expect(Number(count!.replaceAll(/\D/g, ''))).toBe(item.sessions);
      if (item.energyWh === undefined) expect(energy).toBe('Not reported');
      else expect(Math.abs(Number.parseFloat(energy!.replaceAll(',', '')) - item.energyWh / 1000)).toBeLessThan(1);
      await rows.nth(index).focus();
      await page.getByRole('img', { name: new RegExp(`^Charging sessions, .*: ${count} `) }).waitFor();
    }
    expect(shares.items.some((item: { energyWh?: number }) => item.energyWh === undefined)).toBe(true);
    visitor.expectClean();
  });

  it('a session of the past has an address with its curve', async () => {
    const { page } = visitor;
    const { items: stations } = await api.call('GET', '/stations?limit=100');
    const { id } = stations.find((row: { identity: string }) => row.identity === 'DEMO-00001');
    const { items } = await api.call('GET', `/stations/${id}/charge-logs?limit=50`);
    const ended = items.find((row: { endedAt?: string; peakPowerW?: number }) => row.endedAt && row.peakPowerW);
    await page.goto(`/stations/${id}/charge-logs?session=${ended.number}`);
    const dialog = page.getByRole('dialog', { name: `Session #${ended.number}` });
    await dialog.locator('canvas').first().waitFor();
    const frames = (await api.call('GET', `/stations/${id}/frames?transaction=${ended.number}&limit=50`)).items;
    // Its messages were answered when the clock stood there, not when they were written.
    expect(frames.length).toBeGreaterThan(2);
    for (const frame of frames) expect(frame.latencyMs ?? 0).toBeLessThan(60_000);
    visitor.expectClean();
  });

  it('goes with one button', async () => {
    const { page } = visitor;
    await page.goto('/operator');
    await page.getByRole('button', { name: /Remove simulated stations/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Real stations are not touched/).waitFor();
    await dialog.getByRole('button', { name: 'Remove 12 stations' }).click();
    await page.getByText('No simulated stations are here.').waitFor(slow);
    await page.goto('/stations');
    await page.getByText('No stations yet').waitFor();
    expect((await api.call('GET', '/cards')).items).toEqual([]);
    visitor.expectClean();
  });
});
