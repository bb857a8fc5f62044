import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bootOf, dial, type SecureStation } from '../secure-station.ts';
import { type MailPartner, mailPartner } from '../smtp.ts';
import { until } from '../until.ts';
import { axeFindings } from './axe.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { sheetParts } from './sheet-parts.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

/** A station has a fault, somebody hears of it by mail; what did not arrive is seen and taken up again. */
const slow = { timeout: 20_000 };
let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let partner: MailPartner;
let station: SecureStation;
const { dialog } = sheetParts(() => page);

beforeAll(async () => {
  partner = await mailPartner();
  partner.manners.recipient = (address) => (address.startsWith('gone') ? 550 : undefined);
  [browser, own, words] = await Promise.all([
    launchBrowser(),
    ownProgram({
      SMTP_URL: `smtp://127.0.0.1:${partner.port}?tls=no`,
      MAIL_FROM: 'Voltyard <no-reply@voltyard.example>',
    }),
    readWords(),
  ]);
  const { credentials } = await own.api.call('POST', '/stations', { identity: 'VY-16', name: 'Köln Domplatz 1' });
  station = await dial(own.product.ocpp, 'VY-16', {
    password: credentials.password,
    protocol: 'ocpp1.6',
    onCall: () => ({ status: 'Accepted' }),
  });
  await station.ask('BootNotification', bootOf('ocpp1.6'));
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterAll(async () => {
  await station?.close();
  await visitor?.close();
  await browser?.close();
  await own?.end();
  await partner?.close();
});
afterEach((context) => pictureOfFailure(context, page));

describe.sequential('contacts', () => {
  it('are added, found, changed and deactivated', async () => {
    await page.goto('/contacts');
    await page.getByText('No contacts yet').waitFor(slow);
    await judgeScreen(page, words, 'contacts-empty');
    for (const [name, company, email, phone] of [
      ['Tom Kabel', 'Strom Süd GmbH', 'tom@strom.example', '+49 170 5551234'],
      ['Olga Haus', 'Domplatz KG', 'olga@dom.example', '+49 221 998877'],
    ] as const) {
      await page.getByRole('button', { name: 'New contact' }).click();
      await dialog().getByLabel('Name', { exact: true }).fill(name);
      await dialog().getByLabel('Company (optional)').fill(company);
      await dialog().getByLabel('E-mail (optional)').fill(email);
      await dialog().getByLabel('Phone').fill(phone);
      if (name === 'Tom Kabel') expect(await axeFindings(page)).toEqual([]);
      await page.screenshot({ path: 'test-results/screens/contacts-form-light-en.png' });
      await dialog().getByRole('button', { name: 'Save' }).click();
      await page.getByRole('row', { name: new RegExp(name) }).waitFor(slow);
    }
    await judgeScreen(page, words, 'contacts');
    await page.getByRole('searchbox', { name: 'Name, company' }).fill('süd');
    await page.getByRole('row', { name: /Olga/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Tom Kabel/ }).click();
    await dialog().getByRole('button', { name: 'Deactivate' }).click();
    await page
      .getByRole('row', { name: /Tom Kabel/ })
      .getByText('Deactivated')
      .waitFor(slow);
    visitor.expectClean();
  });
});

describe.sequential('notifications', () => {
  it('F-12 a rule is made, a fault is told by mail, and a receiver that does not exist is given up visibly', async () => {
    await page.goto('/notifications');
    await page.getByText('No rules yet').waitFor(slow);
    await judgeScreen(page, words, 'notifications-empty');
    await page.getByRole('button', { name: 'New rule' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('Faults to the desk');
    await dialog().getByLabel('Critical error').check();
    await dialog().getByLabel('Error opened').check();
    await dialog().getByLabel('Erika Muster').check();
    await dialog().getByLabel('E-mail addresses').fill('desk@voltyard.example, gone@voltyard.example');
    await dialog().getByLabel('Quiet hours').check();
    await dialog().getByLabel('From').fill('00:00');
    await dialog().getByLabel('Until').fill('00:01');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: 'test-results/screens/notifications-form-light-en.png' });
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('Faults to the desk').waitFor(slow);
    await station.ask('StatusNotification', {
      connectorId: 1,
      status: 'Faulted',
      errorCode: 'GroundFailure',
      timestamp: new Date().toISOString(),
    });
    await until(() => partner.mails.length >= 2);
    const mail = partner.mails.find(({ to }) => to.includes(own.email))!;
    expect(mail.text).toContain('GroundFailure');
    expect(mail.text).toMatch(/http.*\/stations\/\d+\/errors/);
    await page.getByRole('button', { name: 'New webhook' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('Control desk');
    await dialog().getByLabel('Address').fill('https://desk.example/in');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('vyws_').waitFor(slow);
    expect(await axeFindings(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Done' }).click();
    await page.getByText('Control desk').waitFor(slow);
    await judgeScreen(page, words, 'notifications');
    visitor.expectClean();
  });

  it('everybody chooses for themself on the account page', async () => {
    await page.goto('/account');
    const card = page.getByRole('region', { name: 'My notifications' });
    await card.getByLabel('Station offline').check(slow);
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByText('Saved').waitFor(slow);
    const before = partner.mails.length;
    await card.getByRole('button', { name: 'Send a test' }).click();
    await until(() => partner.mails.length > before);
    await judgeScreen(page, words, 'account-notifications');
    visitor.expectClean();
  });
});

describe.sequential('the outbox', () => {
  it('F-12 shows what arrived and what was given up, with the answer; it is tried again and dismissed', async () => {
    await page.goto('/outbox');
    await page.locator('.status-badge', { hasText: 'Given up' }).first().waitFor(slow);
    await judgeScreen(page, words, 'outbox');
    await page.getByRole('combobox', { name: 'State' }).selectOption('dead');
    await page
      .getByRole('row', { name: /Given up/ })
      .first()
      .click();
    await page.getByText('550').waitFor(slow);
    await judgeScreen(page, words, 'outbox-detail');
    partner.manners.recipient = () => undefined;
    await page.getByRole('button', { name: 'Try now' }).click();
    await until(() => partner.mails.some(({ to }) => to.includes('gone@voltyard.example')));
    await page.goto('/outbox?state=dismissed');
    await page.getByText('Nothing fits these filters').or(page.locator('.empty')).first().waitFor(slow);
    visitor.expectClean();
  });
});

it('all of it in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  for (const [name, address] of [
    ['contacts', '/contacts'],
    ['notifications', '/notifications'],
    ['outbox', '/outbox'],
    ['account-notifications', '/account'],
  ] as const) {
    await german.page.goto(address);
    await german.page.locator('.card').first().waitFor(slow);
    if (address === '/account') await german.page.getByText('Meine Benachrichtigungen').waitFor(slow);
    await judgeGerman(german.page, words, name);
  }
  german.expectClean();
  await german.close();
});
