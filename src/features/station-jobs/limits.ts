/** What one file may bring. */
export const mostBytes = 10 * 1024 * 1024;
export const mostRows = 20_000;
export const mostColumns = 60;
export const mostCell = 4000;
/** A spreadsheet is a zip: what it may become when it is unpacked. */
export const mostUnpacked = 80 * 1024 * 1024;
