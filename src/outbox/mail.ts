import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { isFailure } from '../lib/errors.ts';
import { second } from '../lib/time.ts';
import type { FileStore } from '../storage/files/file-store.ts';
import { type Attempt, longestAttemptMs } from './attempt.ts';
import type { Attachment, MailContent } from './enqueue.ts';
import type { Sender, SmtpServer } from './settings.ts';

export interface MailSettings extends SmtpServer {
  readonly from: Sender;
  /** Authorities the server's certificate may come from instead of the usual ones (PEM). */
  readonly authorities?: string | undefined;
}

export interface Letter extends MailContent {
  readonly id: string;
  readonly to: string;
  readonly signal: AbortSignal;
}

export type Mailer = (letter: Letter) => Promise<Attempt>;

const mostAttached = 20_000_000;

/** One mail over one connection, which is gone when the attempt is over. */
export function createMailer(settings: MailSettings, files: FileStore): Mailer {
  const { host, port, tls, user, password, from, authorities } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    ...(authorities !== undefined && { tls: { ca: authorities } }),
    connectionTimeout: 10 * second,
    greetingTimeout: 10 * second,
    dnsTimeout: 10 * second,
    socketTimeout: 20 * second,
    // A content can never name a file of this machine or an address to fetch from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.split('@')[1] ?? 'localhost';

  return async ({ id, to, subject, text, html, language, attachments = [], signal }) => {
    const opened: Readable[] = [];
    try {
      const attached = await open(files, attachments, opened);
      if (attached === undefined) return { outcome: 'never', fault: 'file' };
      const { response } = await transport.sendMail({
        // RFC 5322 3.6.4: one id for one message, also when it comes twice.
        messageId: `<${id}@${domain}>`,
        from,
        // As an object it is one address, whatever is in it.
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        headers: {
          'Content-Language': language,
          // RFC 3834 section 5: nobody's absence note answers a machine.
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        },
        attachments: attached,
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestAttemptMs - second)]),
      });
      return { outcome: 'sent', answer: withoutAddresses(String(response)) };
    } catch (error) {
      return meaningOf(error);
    } finally {
      for (const stream of opened) stream.destroy();
    }
  };
}

/** undefined: a file is gone, or they are too much for a mail. */
async function open(files: FileStore, attachments: readonly Attachment[], opened: Readable[]) {
  let bytes = 0;
  for (const { key } of attachments) bytes += (await files.sizeOf(key)) ?? Number.POSITIVE_INFINITY;
  if (bytes > mostAttached) return undefined;
  const list = [];
  for (const { key, name, type } of attachments) {
    const content = await files.read(key);
    opened.push(content);
    list.push({ filename: name, content, ...(type !== undefined && { contentType: type }) });
  }
  return list;
}

interface MailFault {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

/** What the server's answer, or its silence, means for this mail and for the others. */
function meaningOf(error: unknown): Attempt {
  if (isFailure(error)) return { outcome: isFailure(error, 'file.missing') ? 'never' : 'again', fault: 'file' };
  const { code, command = '', responseCode: status, response, message } = error as MailFault;
  const answer = withoutAddresses(response ?? message ?? '');
  if (code === 'ETLS') return { outcome: 'partner', fault: 'insecure', answer };
  if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'partner', fault: 'signIn', answer };
  if (code === 'ETIMEDOUT' || code === 'EABORT') return { outcome: 'partner', fault: 'silent', answer };
  if (status === undefined) {
    // No connection, or none any more. A receiver that is none at all never comes to the server.
    return code === 'EENVELOPE'
      ? { outcome: 'never', fault: 'refused', answer }
      : { outcome: 'partner', fault: 'away', answer };
  }
  // RFC 5321 4.2.1, 3.8: 4yz is for later, 5yz for ever, 421 is the whole server. Who sends is the same for every mail.
  if (status === 421) return { outcome: 'partner', fault: 'away', answer };
  const ofThisMail = /^(RCPT|DATA)/i.test(command);
  if (!ofThisMail) return { outcome: 'partner', fault: status < 500 ? 'later' : 'refused', answer };
  return status < 500 ? { outcome: 'again', fault: 'later', answer } : { outcome: 'never', fault: 'refused', answer };
}

/** What a server says is kept to be read, whom it is about is not. */
export const withoutAddresses = (text: string): string =>
  text
    .replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
