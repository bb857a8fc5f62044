import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../console.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, type Visitor, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

let browser: Browser;
let own: OwnProgram;
let words: Words;
let visitor: Visitor;
let page: Page;
let north: Json;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  visitor = await visit(browser, { url: own.product.url, as: own });
  page = visitor.page;
});
afterEach((context) => pictureOfFailure(context, page));
afterAll(async () => {
  await visitor?.close();
  await browser?.close();
  await own?.end();
});

const dialog = () => page.getByRole('dialog');
const row = (name: string) => page.locator('tbody tr', { hasText: name });
const menu = async (name: string, item: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe('an operator with entities', () => {
  it('begins with none, and is told what they are for', async () => {
    await page.goto('/organisation');
    await page.getByText('No entities yet').waitFor();
    await judgeScreen(page, words, 'organisation-empty');
    for (const [name, below] of [
      ['North', undefined],
      ['Harbour', 'North'],
      ['South', undefined],
    ] as const) {
      await page.getByRole('button', { name: 'Add entity' }).click();
      await dialog().getByLabel('Name').fill(name);
      if (below) await dialog().getByLabel('Below').selectOption({ label: below });
      await dialog().getByRole('button', { name: 'Add entity' }).click();
      await row(name).waitFor();
    }
    await judgeScreen(page, words, 'organisation');
    const { items } = await own.api.call('GET', '/entities');
    north = items.find(({ name }: Json) => name === 'North');
    const inNorth = await own.api.call('POST', '/stations', { identity: 'N-1', name: 'North quay' });
    const inSouth = await own.api.call('POST', '/stations', { identity: 'S-1', name: 'South gate' });
    for (const [station, entity] of [
      [inNorth, north.id],
      [inSouth, items.find(({ name }: Json) => name === 'South').id],
    ])
      await own.api.call('PATCH', `/stations/${station.stationId}`, { entityId: entity });
    visitor.expectClean();
  });

  it('copies a ready-made role and takes a right out of it', async () => {
    await page.goto('/organisation?view=roles');
    await row('Technician').waitFor();
    await judgeScreen(page, words, 'roles');
    await menu('Technician', 'Copy…');
    await dialog().getByLabel('Name', { exact: true }).fill('Fitter');
    await dialog().getByLabel('Sees', { exact: true }).selectOption({ label: 'Own entity and below' });
    await dialog().getByRole('checkbox', { name: 'Commands: act' }).uncheck();
    await judgeScreen(page, words, 'role-form');
    await dialog().getByRole('button', { name: 'Add role' }).click();
    await row('Fitter').waitFor();
    const { items } = await own.api.call('GET', '/roles');
    const fitter = items.find(({ name }: Json) => name === 'Fitter');
    expect(fitter.rights).not.toContain('commands.act');
    expect(fitter.rights).toContain('commands.see');
    visitor.expectClean();
  });

  it('invites somebody into it, who chooses a password and sees their part only', async () => {
    await page.goto('/members');
    await page.getByRole('button', { name: 'Invite person' }).click();
    await dialog().getByLabel('Name').fill('Tom Fitter');
    await dialog().getByLabel('E-mail').fill('tom@voltyard.example');
    await dialog().getByLabel('Role', { exact: true }).selectOption({ label: 'Fitter' });
    await dialog().getByLabel('Entity', { exact: true }).selectOption({ label: 'North' });
    await judgeScreen(page, words, 'invite-form');
    await dialog().getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog().getByText('Tom Fitter is invited').waitFor();
    const link = await dialog().locator('.mono', { hasText: '/invitation#' }).first().innerText();
    await dialog().getByRole('button', { name: 'Close' }).first().click();
    await row('Tom Fitter').getByText('Invited').waitFor();
    await judgeScreen(page, words, 'team');

    const guest = await visit(browser, { url: own.product.url, allowed: [/401/] });
    await guest.page.goto(link.trim());
    await guest.page.getByText('you are invited to work for Muster Charging').waitFor();
    await judgeScreen(guest.page, words, 'invitation');
    await guest.page.getByLabel('Password', { exact: true }).fill('a ladder and a fuse');
    await guest.page.getByRole('button', { name: 'Choose password and sign in' }).click();
    await guest.page.getByText('North quay').waitFor();
    expect(await guest.page.getByText('South gate').count()).toBe(0);
    // What the role does not include says so, also by its address.
    expect(await guest.page.getByRole('link', { name: 'Team' }).count()).toBe(0);
    await guest.page.goto('/cards');
    await guest.page.getByText('Your role does not include Cards').waitFor();
    await judgeScreen(guest.page, words, 'not-allowed');
    await guest.close();
  });

  it('is looked at with the eyes of that person, and nothing can be changed meanwhile', async () => {
    await page.goto('/members');
    await row('Tom Fitter').getByText('Active').waitFor();
    await menu('Tom Fitter', 'View as this person…');
    await dialog().getByRole('button', { name: 'View as Tom Fitter' }).click();
    await page.getByText('You see the console as Tom Fitter, Fitter. Nothing can be changed.').waitFor();
    await page.getByText('North quay').waitFor();
    expect(await page.getByText('South gate').count()).toBe(0);
    await judgeScreen(page, words, 'view-as');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await row('Tom Fitter').waitFor();
    visitor.expectClean();
  });

  it('finds out why that person does not see a station', async () => {
    await menu('Tom Fitter', 'What can this person see?');
    await dialog().getByText('sees what belongs to Harbour and North').waitFor();
    await dialog().getByLabel('Look for a station').fill('South gate');
    await dialog()
      .getByRole('button', { name: /South gate/ })
      .click();
    await dialog().getByText('Does not see it').waitFor();
    await dialog()
      .getByText(/It belongs to South/)
      .waitFor();
    await judgeScreen(page, words, 'access');
    await page.keyboard.press('Escape');
    visitor.expectClean();
  });

  it('deactivates the person, who is out at once and stays in the record', async () => {
    await menu('Tom Fitter', 'Deactivate…');
    await dialog().getByRole('button', { name: 'Deactivate 1 person' }).click();
    await row('Tom Fitter').getByText('Deactivated').waitFor();
    await page.goto('/audit');
    await row('Person deactivated').waitFor();
    await row('Invitation accepted').getByText('Tom Fitter').waitFor();
    await judgeScreen(page, words, 'audit');
    await row('Person deactivated').click();
    await dialog().getByText('member.deactivated').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Everything done').selectOption({ label: 'Role added' });
    await row('Role added').waitFor();
    expect(await row('Person deactivated').count()).toBe(0);
    visitor.expectClean();
  });

  it('all of it in German', async () => {
    const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
    await own.api.call('PATCH', '/account', { language: 'de' });
    for (const [name, address] of [
      ['organisation', '/organisation'],
      ['roles', '/organisation?view=roles'],
      ['team', '/members'],
      ['audit', '/audit'],
      ['api-keys', '/api-keys'],
    ] as const) {
      await german.page.goto(address);
      await german.page.locator('tbody tr, .empty').first().waitFor();
      await judgeGerman(german.page, words, name);
    }
    german.expectClean();
    await german.close();
  });
});
