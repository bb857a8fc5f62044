import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { boot, type Wire, wire } from '../flow-station.ts';
import { newRoot } from '../signers.ts';
import { speak } from '../upload.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

const folder = 'test-results/screens';
const content = Buffer.from('firmware '.repeat(4000));

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let stationId: number;
const wires: Wire[] = [];

/** A station of Acme that installs what it is given and brings what it is asked for. */
async function station(identity: string, obeys: boolean): Promise<number> {
  const made = await own.api.call('POST', '/stations', { identity, name: identity });
  const connected: Wire = await wire(own.product.ocpp, { identity, password: made.credentials.password }, 'ocpp2.0.1', {
    profile: { vendor: 'Acme', model: 'Post 22', firmware: '1.4.0' },
    onCall: (action, payload) => {
      setTimeout(() => void (action === 'GetLog' ? bring(connected, payload) : install(connected, payload, obeys)), 50);
      return { status: 'Accepted', filename: 'diag.tar.gz' };
    },
  });
  wires.push(connected);
  await boot(connected);
  return made.stationId;
}
async function bring(on: Wire, payload: Json): Promise<void> {
  const url = new URL(payload.log.remoteLocation);
  await speak(Number(url.port), `${url.pathname}diag.tar.gz`, { body: content });
  await on.ask(['LogStatusNotification', { status: 'Uploaded', requestId: payload.requestId }]);
}
async function install(on: Wire, payload: Json, obeys: boolean): Promise<void> {
  for (const status of obeys ? ['Downloading', 'Installing', 'Installed'] : ['Downloading', 'InstallationFailed'])
    await on.ask(['FirmwareStatusNotification', { status, requestId: payload.requestId }]);
}

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  stationId = await station('ACME-1', true);
  await station('ACME-2', false);
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
  mkdirSync(folder, { recursive: true });
});
afterEach((context) => pictureOfFailure(context, page));
afterAll(async () => {
  await browser?.close();
  for (const one of wires) one.terminate();
  await own?.end();
});

const judge = (name: string) => judgeScreen(page, words, name);

describe('firmware', () => {
  it('S-15 an image is uploaded in the console, and its signature examined', async () => {
    const root = await newRoot('Acme Root');
    const signer = await root.issue('Acme Firmware');
    await page.goto('/firmware');
    await page.getByRole('button', { name: 'Trusted manufacturers' }).click();
    await page.getByLabel('Name').fill('Acme');
    await page.getByLabel('Certificate (PEM)').fill(root.pem);
    await page.getByRole('button', { name: 'Trust 1 certificate' }).click();
    await page.getByText('CN=Acme Root').waitFor();
    await page.screenshot({ path: `${folder}/firmware-makers-light-en.png` });
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

    const file = path.join(tmpdir(), 'acme-1.5.0.bin');
    writeFileSync(file, content);
    await page.getByRole('button', { name: 'New image' }).click();
    await page.getByLabel('File', { exact: true }).setInputFiles(file);
    await page.getByRole('textbox', { name: 'Version' }).fill('1.5.0');
    await page.getByRole('textbox', { name: 'Manufacturer (optional)' }).fill('Acme');
    await page.getByRole('textbox', { name: 'Release notes' }).fill('Fixes the clock in the night of the change.');
    await page.getByRole('textbox', { name: 'Signing certificate' }).fill(signer.pem);
    await page.getByRole('textbox', { name: 'Signature (base64' }).fill(signer.sign(content));
    await page.screenshot({ path: `${folder}/firmware-new-light-en.png` });
    await page.getByRole('button', { name: 'Upload 1 image' }).click();
    await page.getByText('Signature holds').waitFor();
    await page.getByRole('table', { name: 'Images' }).getByText('acme-1.5.0.bin').waitFor();
    await page.getByRole('link', { name: '2 stations with 1.4.0' }).waitFor();
  });

  it('A-18 is rolled out to as many as were shown, and halts when one fails', async () => {
    await page.getByRole('button', { name: 'Roll out 1.5.0' }).click();
    await page.getByText('2 stations would be reached').waitFor();
    await page.getByLabel('Waves', { exact: true }).fill('100%');
    await page.getByLabel('Tries per station').fill('1');
    await page.screenshot({ path: `${folder}/firmware-begin-light-en.png` });
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Roll out to 2 stations' }).click();
    await page.getByText('Halted by itself').waitFor();
    await page.getByText('Could not install it').waitFor();
    await page.getByRole('table', { name: 'Stations' }).getByText('Done').waitFor();
    await judge('firmware-rollout');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { level: 1 }).getByText('Done').waitFor();
    await page.getByRole('link', { name: 'All firmware' }).click();
    await page.getByText('1 of 2 done').waitFor();
    await judge('firmware');
    visitor.expectClean();
  });
});

describe('files from the station', () => {
  it('DIA-1 are asked for on the sheet, arrive by themselves and are saved', async () => {
    await page.goto(`/stations/${stationId}/diagnosis`);
    await page.getByRole('button', { name: 'Ask for a file…' }).click();
    await page.screenshot({ path: `${folder}/diagnosis-ask-light-en.png` });
    await page.getByRole('button', { name: 'Ask for 1 file' }).click();
    await page.getByText('Received').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download diag.tar.gz' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('diag.tar.gz');
    await judge('diagnosis');
    await page.getByRole('button', { name: 'Delete diag.tar.gz' }).click();
    await page.getByRole('button', { name: 'Delete 1 file' }).click();
    await page.getByText('Deleted').waitFor();
    visitor.expectClean();
  });

  it('and everything of it is said in German to Germans', async () => {
    await own.api.call('PATCH', '/account', { language: 'de' });
    const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
    for (const [name, address] of [
      ['firmware', '/firmware'],
      ['diagnosis', `/stations/${stationId}/diagnosis`],
    ] as const) {
      await german.page.goto(address);
      await german.page.getByRole('table').first().waitFor();
      await german.page.waitForFunction(() => !document.querySelector('.skeleton'));
      expect(await words.idsOn(german.page), name).toEqual([]);
      expect(await words.englishOn(german.page), name).toEqual([]);
      await german.page.screenshot({ path: `${folder}/${name}-light-de.png` });
    }
    german.expectClean();
    await german.close();
  });
});
