import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wire } from '../flow-station.ts';
import { launchBrowser } from './browser.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';

/** Short enough for the fields stations have; each would call `hacked` if it were anything but text. */
const name = '<img src=x onerror=hacked()>Bay "one"</script>';
const vendor = '<svg onload=hacked()>'.slice(0, 20);
const model = '"><b onclick=hacked>';
const serial = "'-hacked()-'";
const info = '<iframe srcdoc="<script>parent.hacked()</script>">'.slice(0, 50);
const vendorCode = 'javascript:hacked()';
const holder = '{{constructor.constructor("hacked()")()}}<script>hacked()</script>';
const card = '04A1B2C3D4';

let browser: Browser;
let own: OwnProgram;
let visitor: Visitor;
let page: Page;
let stationId: number;
let station: Awaited<ReturnType<typeof wire>>;
let transactionId: number;

beforeAll(async () => {
  browser = await launchBrowser();
  own = await ownProgram();
  await own.api.call('POST', '/cards', {
    number: card,
    holder,
    group: '<u>g</u>',
    type: 'iso14443',
    concurrentAllowed: true,
  });
  const made = await own.api.call('POST', '/stations', { identity: 'VY-0666', name, location: name });
  stationId = made.stationId;
  station = await wire(own.product.ocpp, { identity: 'VY-0666', password: made.credentials.password }, 'ocpp1.6');
  const at = () => new Date().toISOString();
  await station.ask([
    'BootNotification',
    {
      chargePointVendor: vendor,
      chargePointModel: model,
      chargePointSerialNumber: serial,
      firmwareVersion: info,
      iccid: vendor,
    },
  ]);
  await station.ask([
    'StatusNotification',
    {
      connectorId: 2,
      errorCode: 'OtherError',
      status: 'Faulted',
      info,
      vendorId: vendor,
      vendorErrorCode: vendorCode,
      timestamp: at(),
    },
  ]);
  await station.ask([
    'StatusNotification',
    { connectorId: 1, errorCode: 'NoError', status: 'Charging', timestamp: at() },
  ]);
  ({ transactionId } = await station.ask([
    'StartTransaction',
    { connectorId: 1, idTag: card, meterStart: 1, timestamp: at() },
  ]));
  await station.ask(['DataTransfer', { vendorId: vendor, messageId: name, data: holder }]);
  station.raw(`not json ${name}`);
  await own.api.call('PATCH', `/stations/${stationId}/charge-points/1/1`, { name });
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
  await page.addInitScript(() => {
    Object.assign(window, {
      hacked: () => {
        document.documentElement.dataset.hacked = 'yes';
      },
    });
  });
});
afterAll(async () => {
  await station?.close();
  await visitor?.close();
  await browser?.close();
  await own?.end();
});
afterEach((context) => pictureOfFailure(context, page));

/** Nothing a station or a person wrote became an element, a handler or an address. */
async function expectText(): Promise<void> {
  const became = await page.evaluate(() =>
    [
      document.documentElement.dataset.hacked,
      ...[
        ...document.querySelectorAll('[onerror],[onload],[onclick],iframe,img[src="x"],a[href^="javascript:"],u'),
      ].map((element) => element.outerHTML.slice(0, 120)),
    ].filter((found) => found !== undefined),
  );
  expect(became).toEqual([]);
  visitor.expectClean();
}

describe('A-04 hostile text is text', () => {
  it.each([
    ['information', vendor],
    ['charge-points', name],
    ['charge-logs', holder],
    ['errors', info],
    ['logs', info],
    ['communication-logs', info],
    ['connection-history', 'Connected now'],
  ])('on the tab %s', async (tab, text) => {
    await page.goto(`/stations/${stationId}/${tab}`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.locator('#tab').getByText(text, { exact: false }).first().waitFor();
    await expectText();
    const row = page.locator('#tab tr[data-row], #tab tr.table-open').first();
    if (tab !== 'charge-points' && (await row.isVisible())) {
      await row.locator('td').first().click();
      await page.getByRole('dialog').or(page.getByRole('complementary')).first().waitFor();
      await expectText();
    }
  });

  it.each([
    ['/stations', name],
    ['/errors', name],
    ['/cards', holder],
  ])('on the page %s', async (address, text) => {
    await page.goto(address);
    await page.getByText(text).first().waitFor();
    await expectText();
  });

  it('in what comes live, in the search and in a dialog', async () => {
    await page.goto(`/stations/${stationId}/logs`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await station.ask(['DataTransfer', { vendorId: vendor, messageId: 'live', data: `${name} now` }]);
    await page.locator('tr[data-row]').filter({ hasText: 'live' }).first().waitFor();
    await page.goto(`/stations/${stationId}/information`);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await station.ask([
      'MeterValues',
      {
        connectorId: 1,
        transactionId,
        meterValue: [
          {
            timestamp: new Date().toISOString(),
            sampledValue: [
              { value: '<b>7000</b>', measurand: 'Power.Active.Import', unit: 'W' },
              { value: '7400', measurand: 'Power.Active.Import', unit: 'W' },
            ],
          },
        ],
      },
    ]);
    await page.locator('.bay-power').first().waitFor();
    await expectText();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('VY-0666');
    await page.getByRole('option').filter({ hasText: name }).first().waitFor();
    await expectText();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reset…' }).click();
    await page.getByRole('dialog').getByText(`Reset ${name}?`).waitFor();
    await expectText();
  });
});
