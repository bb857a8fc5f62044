import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { makeCertificate, makeKeys, makeRequest } from '../pki.ts';
import { behindProxy, bootOf, dial, type SecureStation } from '../secure-station.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

const folder = 'test-results/screens';
const organisation = 'Muster Charging';

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let stationId: number;
let station: SecureStation;
const identity = 'ACME-1';
const hash = { hashAlgorithm: 'SHA256', issuerNameHash: 'aabb', issuerKeyHash: 'ccdd', serialNumber: '0a0b' };

/** A station that obeys: it takes passwords and roots, and asks for a certificate when it is told to. */
const obeys = (action: string, payload: Json): Json => {
  switch (action) {
    case 'SetVariables':
      return {
        setVariableResult: payload.setVariableData.map(({ attributeValue: _, ...one }: Json) => ({
          ...one,
          attributeStatus: 'Accepted',
        })),
      };
    case 'TriggerMessage':
      if (payload.requestedMessage === 'SignChargingStationCertificate') setTimeout(() => void asks(), 50);
      return { status: 'Accepted' };
    case 'GetInstalledCertificateIds':
      return {
        status: 'Accepted',
        certificateHashDataChain: [{ certificateType: 'CSMSRootCertificate', certificateHashData: hash }],
      };
    default:
      return { status: 'Accepted' };
  }
};
async function asks(): Promise<void> {
  const csr = await makeRequest(identity, organisation, await makeKeys());
  await station.ask('SignCertificate', { csr });
}

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(behindProxy), readWords()]);
  const made = await own.api.call('POST', '/stations', { identity, name: identity });
  stationId = made.stationId;
  station = await dial(own.product.ocpp, identity, { password: made.credentials.password, tls: true, onCall: obeys });
  await station.ask('BootNotification', bootOf('ocpp2.0.1', identity));
  visitor = await visit(browser, { url: own.product.url, as: own, allowed: [/422 .*certificates\/root/] });
  page = visitor.page;
  mkdirSync(folder, { recursive: true });
});
afterEach((context) => pictureOfFailure(context, page));
afterAll(async () => {
  await browser?.close();
  station?.socket.terminate();
  await own?.end();
});

/** Light, dark and on a phone, without a finding. */
async function judge(name: string): Promise<void> {
  const findings: Record<string, unknown> = {};
  const note = (what: string, found: readonly string[]) => {
    if (found.length > 0) findings[what] = found;
  };
  await page.waitForFunction(() => !document.querySelector('.skeleton') && document.fonts.status === 'loaded');
  note('message ids', await words.idsOn(page));
  note('axe, light', await axeFindings(page));
  await page.screenshot({ path: `${folder}/${name}-light-en.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
  note('axe, dark', await axeFindings(page));
  await page.screenshot({ path: `${folder}/${name}-dark-en.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  note('axe, phone', await axeFindings(page));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  if (wide) findings.phone = 'wider than a phone';
  await page.screenshot({ path: `${folder}/${name}-phone-en.png`, fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(findings, name).toEqual({});
}

const dialog = () => page.getByRole('dialog');
/** Follows what was asked until the station has done it, and puts the window away. */
async function done(): Promise<void> {
  await dialog().getByText('Done', { exact: true }).waitFor();
  await dialog().locator('.command-done').nth(2).waitFor();
  await dialog().getByRole('button', { name: 'Close' }).last().click();
}

describe('the Security tab', () => {
  it('says with what the station came in, and gives it a new password that nobody sees', async () => {
    await page.goto(`/stations/${stationId}/security`);
    await page.getByText('2 · password over TLS').first().waitFor();
    await page.getByRole('button', { name: 'New password…' }).click();
    await page.getByRole('button', { name: 'Send a new password' }).click();
    await done();
    expect(station.called.map(({ action }) => action)).toEqual(['SetVariables']);
    expect(await page.content()).not.toContain(station.called[0]!.payload.setVariableData[0].attributeValue);
  });

  it('asks the station for a certificate, which is signed and sent by itself', async () => {
    await page.getByRole('button', { name: 'Ask for a new one…' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ask the station' }).click();
    await done();
    const table = page.getByRole('table', { name: 'Certificates of the station' });
    await table.getByText('Issued here').waitFor();
    await table.getByText('Valid', { exact: true }).waitFor();
  });

  it('installs a root, reads what the station has, and deletes from it', async () => {
    const root = await makeCertificate({ name: 'Muster Root', authority: true, to: 3000 });
    await page.getByRole('button', { name: 'Install a root…' }).click();
    await page.getByLabel('Certificate (PEM)').fill('rubbish');
    await page.getByRole('button', { name: 'Install it' }).click();
    await dialog().getByText('is no certificate in PEM').first().waitFor();
    await page.getByLabel('Certificate (PEM)').fill(root.cert);
    await page.getByRole('button', { name: 'Install it' }).click();
    await done();
    await page.getByRole('table', { name: 'Roots by which it knows us' }).getByText('Installed').waitFor();
    await page.getByRole('button', { name: 'Read them' }).click();
    const held = page.getByRole('table', { name: 'What the station has' });
    await held.getByText('Root of this server').waitFor();
    await page.getByRole('button', { name: 'Delete the certificate 0a0b' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('It says it has none').waitFor();
    expect(station.called.map(({ action }) => action)).toContain('DeleteCertificate');
    const closing = page.locator('.tray').getByRole('button', { name: 'Close' });
    while ((await closing.count()) > 0) await closing.first().click();
  });

  it('S-14 shows security events as they come, and a critical one is an error with words', async () => {
    const timestamp = new Date().toISOString();
    await station.ask('SecurityEventNotification', { type: 'TamperDetectionActivated', timestamp, techInfo: 'door' });
    await page.getByText('Somebody opened or moved it').waitFor();
    await judge('security');
    await page.goto(`/stations/${stationId}/errors`);
    await page.getByText('Opened or moved').first().click();
    await page.getByText('Send somebody to look.').waitFor();
    visitor.expectClean();
  });

  it('S-08 the least profile is changed with a reason, which stays on record', async () => {
    await page.goto(`/stations/${stationId}/security`);
    await page.getByRole('button', { name: 'Lowest profile…' }).click();
    await dialog().getByLabel('Lowest profile let in').selectOption('1');
    await dialog().getByText('No message of a station can do this').waitFor();
    const change = dialog().getByRole('button', { name: 'Change it' });
    expect(await change.isDisabled()).toBe(true);
    await dialog().getByLabel('Reason, kept on record').fill('old modem');
    await change.click();
    await page.getByText('A person set this.').waitFor();
    const revoke = page.getByRole('button', { name: `Revoke ${identity}` });
    await revoke.click();
    await dialog().getByLabel('Reason, kept on record').fill('key copied');
    await dialog().getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('key copied').waitFor();
    visitor.expectClean();
  });
});

describe('the Certificates page', () => {
  it('shows what ends when, and who may vouch; another authority is trusted and removed', async () => {
    await asks();
    await page.getByRole('link', { name: 'Certificates' }).click();
    await page.getByRole('heading', { level: 1, name: 'Certificates' }).waitFor();
    await page.getByRole('table', { name: 'Of stations' }).getByText(identity).first().waitFor();
    await page.getByText('This program serves no TLS itself').waitFor();
    await page.getByText(organisation).first().waitFor();
    const maker = await makeCertificate({ name: 'Acme Maker CA', authority: true, to: 20 });
    await page.getByRole('button', { name: 'Trust an authority…' }).click();
    await page.getByLabel('Its certificate (PEM)').fill(maker.cert);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Trust it', exact: true }).click();
    await page.getByText('Acme Maker CA').waitFor();
    await page.locator('.status-badge').getByText('Ends soon').first().waitFor();
    await judge('certificates');
    await page.getByLabel('State').selectOption('revoked');
    await page.getByRole('table', { name: 'Of stations' }).getByText('Revoked').waitFor();
    await page.getByRole('button', { name: 'Remove Acme Maker CA' }).click();
    await page.getByRole('button', { name: 'Trust it no longer' }).click();
    await page.getByText('Nobody else').waitFor();
    visitor.expectClean();
  });

  it('and everything of both is said in German to Germans', async () => {
    await own.api.call('PATCH', '/account', { language: 'de' });
    const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
    for (const [name, address] of [
      ['certificates', '/certificates'],
      ['security', `/stations/${stationId}/security`],
    ] as const) {
      await german.page.goto(address);
      await german.page.getByRole('table').first().waitFor();
      await german.page.waitForFunction(() => !document.querySelector('.skeleton'));
      expect(await words.idsOn(german.page), name).toEqual([]);
      expect(await words.englishOn(german.page), name).toEqual([]);
      await german.page.screenshot({ path: `${folder}/${name}-light-de.png`, fullPage: true });
    }
    german.expectClean();
    await german.close();
  });
});
