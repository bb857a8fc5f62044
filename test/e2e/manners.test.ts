import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { boot, type Wire, wire } from '../flow-station.ts';
import { until } from '../until.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';

let browser: Browser;
let own: OwnProgram;
let visitor: Visitor;
let page: Page;
let made: Json;
let station: Wire;

beforeAll(async () => {
  browser = await launchBrowser();
  own = await ownProgram();
  made = await own.api.call('POST', '/stations', { identity: 'VY-0001', name: 'Nordpark A1' });
  const known = { identity: 'VY-0001', password: made.credentials.password };
  // It lives, wherever the second one comes from: too many takeovers are a contest.
  for (let i = 0; i < 6; i++) station = await wire(own.product.ocpp, known, 'ocpp1.6');
  await boot(station);
  visitor = await visit(browser, { url: own.product.url, as: own, allowed: [/409 \(Conflict\)/] });
  page = visitor.page;
});
afterAll(async () => {
  station?.terminate();
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

const sheet = (tab: string) => `/stations/${made.stationId}/${tab}`;
const menu = async (item: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe.sequential('a second connection, a disconnect, and commands that wait', () => {
  it('C-03 the refused second connection shows on every tab, and a person lets it in', async () => {
    const second = await wire(
      own.product.ocpp,
      { identity: 'VY-0001', password: made.credentials.password },
      'ocpp1.6',
    );
    expect((await second.closed).code).toBe(1008);
    await page.goto(sheet('information'));
    const notice = page.getByText('A second connection under this identity was refused');
    await notice.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/manners-second.png' });
    await page.getByRole('button', { name: 'Let it in…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Let the other connection in?' });
    await dialog.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Let it in' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const next = await wire(own.product.ocpp, { identity: 'VY-0001', password: made.credentials.password }, 'ocpp1.6');
    expect((await station.closed).code).toBe(1008);
    station = next;
    await station.ask(station.dialect.heartbeat());
    await notice.waitFor({ state: 'hidden' });
  });

  it('the open connection is ended from its history', async () => {
    await page.goto(sheet('connection-history'));
    await page.getByRole('row').filter({ hasText: 'Connected now' }).first().click();
    await page.getByRole('button', { name: 'Disconnect…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect this station?' });
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    expect(await station.closed).toEqual({ code: 1008, reason: 'kicked' });
    await page.getByText('Disconnected by a person').first().waitFor();
  });

  it('what waits for the station is listed and taken back', async () => {
    const { commandId } = await own.api.call('POST', `/stations/${made.stationId}/commands/clearCache`, {
      whenOffline: 'queue',
    });
    await menu('Commands so far…');
    const dialog = page.getByRole('dialog', { name: /^Commands to / });
    await dialog.getByRole('button', { name: 'Under way' }).click();
    await dialog.getByRole('cell', { name: 'Clear card cache', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/manners-under-way.png' });
    await dialog.getByRole('button', { name: 'Cancel: Clear card cache' }).click();
    await dialog.getByRole('button', { name: 'Clear filters' }).waitFor();
    await until(
      async () =>
        (await own.api.call('GET', `/stations/${made.stationId}/commands/${commandId}`)).state === 'cancelled',
    );
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  it('W-19 a station that is kept out says until when; a person lets it in', async () => {
    const known = { identity: 'VY-0001', password: made.credentials.password };
    const knock = () =>
      wire(own.product.ocpp, known, 'ocpp1.6').then(
        (one) => {
          one.terminate();
          return true;
        },
        () => false,
      );
    while (await knock());
    await page.goto(sheet('connection-history'));
    await page.getByText('because it connected too often within an hour').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/manners-blocked.png' });
    await page.getByRole('button', { name: 'Let it in now' }).click();
    await page.getByText('because it connected too often').waitFor({ state: 'hidden' });
    expect(await knock()).toBe(true);
    visitor.expectClean();
  });
});
