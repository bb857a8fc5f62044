import type { Locator, Page } from 'playwright-core';

const slow = { timeout: 20_000 };

/** Parts of a data sheet by which commands are given and followed; `page`: the one that is open by then. */
export function sheetParts(page: () => Page) {
  const dialog = (): Locator => page().getByRole('dialog');
  const tray = (): Locator => page().getByRole('region', { name: 'Commands' });
  return {
    dialog,
    tray,
    rows: (table: string): Locator => page().getByRole('table', { name: table }).locator('tbody tr.table-row'),
    /** What was asked last from a page is over, and put away. */
    async done(): Promise<void> {
      await tray()
        .getByText(/^Done\./)
        .first()
        .waitFor(slow);
      for (const close of await tray().getByRole('button', { name: 'Close' }).all()) await close.click();
    },
    /** Sends the open form, waits for its end and puts it away. */
    async give(name: string): Promise<void> {
      await dialog().getByRole('button', { name, exact: true }).click();
      await dialog()
        .getByText(/^Done\./)
        .waitFor(slow);
      await dialog().getByRole('button', { name: 'Close', exact: true }).last().click();
      await dialog().waitFor({ state: 'detached' });
    },
  };
}
