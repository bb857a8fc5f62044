import { deflateSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pdf } from '../papers.ts';
import { launchBrowser } from './browser.ts';
import { judgeGerman, judgeScreen } from './judge.ts';
import { type OwnProgram, ownProgram } from './own-program.ts';
import { pictureOfFailure, visit } from './visit.ts';
import { readWords, type Words } from './words.ts';

let browser: Browser;
let own: OwnProgram;
let words: Words;
let page: Page;
let stationId: number;

beforeAll(async () => {
  [browser, own, words] = await Promise.all([launchBrowser(), ownProgram(), readWords()]);
  ({ stationId } = await own.api.call('POST', '/stations', { identity: 'PAPER-1', name: 'Rathausplatz 1' }));
  ({ page } = await visit(browser, { url: own.product.url, as: own }));
});
afterEach((context) => pictureOfFailure(context, page));
afterAll(async () => {
  await browser?.close();
  await own?.end();
});

/** A PNG of one colour that browsers draw. */
function picture(red: number, green: number, blue: number): Buffer {
  const side = 64;
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: side }, () => Buffer.from([red, green, blue]))]);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: side }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

const file = (name: string, buffer: Buffer, mimeType = 'application/pdf') => ({ name, mimeType, buffer });
const chooser = () => page.locator('input[type="file"][multiple]');
const row = (name: string) => page.getByRole('row').filter({ hasText: name });

describe('documents', () => {
  it('DOC-1 an empty tab says what belongs here', async () => {
    await page.goto(`/stations/${stationId}/documents`);
    await page.getByText('No documents yet').waitFor();
    await judgeScreen(page, words, 'documents-empty');
  });

  it('DOC-1 several files are uploaded, looked at, given an expiry and kept in versions', async () => {
    await chooser().setInputFiles([
      file('wiring-plan.pdf', pdf('plan')),
      file('calibration.pdf', pdf('calibration')),
      file('site.png', picture(40, 120, 200), 'image/png'),
      file('handover.txt', Buffer.from('All done'), 'text/plain'),
    ]);
    await row('handover.txt').waitFor();
    await row('site.png').locator('img').waitFor();
    await page.getByRole('button', { name: 'calibration.pdf' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').locator('input[aria-haspopup="listbox"]').click();
    await page.getByRole('listbox').getByRole('option', { name: 'Calibration certificate' }).click();
    await page.getByLabel('Expires').fill(new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').getByText('Expires soon').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('A calibration certificate expires soon.').waitFor();
    await judgeScreen(page, words, 'documents');
  });

  it('DOC-2 a name in use is asked about; DOC-1 a picture is shown, with its versions', async () => {
    await chooser().setInputFiles([file('site.png', picture(200, 80, 40), 'image/png')]);
    await page.getByText('There is one of this name already.').waitFor();
    await page.getByRole('button', { name: 'Add as a new version' }).click();
    await page.getByText('There is one of this name already.').waitFor({ state: 'detached' });
    await page.locator('.files-upload').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'site.png', exact: true }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Versions' }).waitFor();
    const shown = page.getByRole('img', { name: 'site.png' });
    await shown.evaluate((img: HTMLImageElement) => img.decode());
    expect(await shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(64);
    await judgeScreen(page, words, 'documents-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pictures' }).click();
    await page.locator('.files-tile').first().waitFor();
    await judgeScreen(page, words, 'documents-grid');
    await page.getByRole('button', { name: 'List' }).click();
  });

  it('files are dropped on the tab', async () => {
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      return transfer;
    });
    await page.locator('.files').dispatchEvent('dragover', { dataTransfer: data });
    await page.locator('.files-over').waitFor();
    await page.locator('.files').dispatchEvent('drop', { dataTransfer: data });
    await row('dropped.txt').waitFor();
  });

  it('all documents have a page that finds what expires', async () => {
    await page.goto('/documents');
    await row('wiring-plan.pdf').waitFor();
    await judgeScreen(page, words, 'documents-page');
    await page.getByLabel('Any expiry').selectOption('soon');
    await row('wiring-plan.pdf').waitFor({ state: 'detached' });
    await row('calibration.pdf').waitFor();
  });
});

describe('history', () => {
  it('HIS-1 an entry is written, with files, and pinned; HIS-2 changes stand beside it', async () => {
    await page.goto(`/stations/${stationId}/history`);
    await own.api.call('PATCH', `/stations/${stationId}`, { note: 'Key at the porter' });
    await page.getByRole('button', { name: 'Write an entry…' }).click();
    await page.getByLabel('What happened').fill('Cable replaced, tested with a car.');
    await page.getByLabel('Pin it').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .locator('.mantine-Modal-content input[type="file"][multiple]')
      .setInputFiles([file('cable.png', picture(10, 10, 10), 'image/png')]);
    await page.getByRole('dialog').getByRole('row').filter({ hasText: 'cable.png' }).waitFor();
    await judgeScreen(page, words, 'history-entry');
    await page.keyboard.press('Escape');
    await page.goto(`/stations/${stationId}/history`);
    await page.getByText('Cable replaced, tested with a car.').waitFor();
    await page.getByText('1 file').waitFor();
    await page.getByText('Key at the porter').waitFor();
    await judgeScreen(page, words, 'history');
  });

  it('HIS-3 filters combine and none left says so', async () => {
    await page.getByRole('button', { name: 'By people' }).click();
    await page.getByText('Key at the porter').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pinned only' }).click();
    await page.getByText('Cable replaced').waitFor();
    await page.getByLabel('Find in the history').fill('nowhere');
    await page.getByText('Cable replaced').waitFor({ state: 'detached' });
    await judgeScreen(page, words, 'history-none');
  });
});

it('in German', async () => {
  await own.api.call('PATCH', '/account', { language: 'de' });
  const german = await visit(browser, { url: own.product.url, as: own, language: 'de' });
  try {
    for (const [path, name, there] of [
      [`/stations/${stationId}/documents`, 'documents', 'wiring-plan.pdf'],
      [`/stations/${stationId}/history`, 'history', 'Cable replaced'],
      ['/documents', 'documents-page', 'wiring-plan.pdf'],
    ] as const) {
      await german.page.goto(path);
      await german.page.getByText(there).first().waitFor();
      await judgeGerman(german.page, words, name);
    }
  } finally {
    await german.close();
  }
});
