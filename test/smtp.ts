import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly secure: boolean;
  /** The text part as a person reads it. */
  readonly text: string;
  header(name: string): string | undefined;
}

/** How the server behaves from now on; undefined: it takes everything. */
export interface Manners {
  /** The answer to RCPT TO, e.g. 451. */
  recipient?: (address: string) => number | undefined;
  /** The answer after the content. */
  content?: number | undefined;
  /** It never answers after the content. */
  silent?: boolean | undefined;
  /** Called when the content is here, before it is answered. */
  taken?: (() => Promise<void> | void) | undefined;
}

export interface MailPartner {
  readonly port: number;
  readonly mails: ReceivedMail[];
  readonly manners: Manners;
  /** Connections since the start, and now. */
  connections(): { readonly all: number; readonly open: number };
  close(): Promise<void>;
}

export interface MailPartnerOptions {
  readonly port?: number;
  /** With them it speaks STARTTLS and, with `user`, wants to know who comes. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly user?: { readonly name: string; readonly password: string };
}

const fault = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });

/** A mail server on loopback: real SMTP. */
export async function mailPartner({ port = 0, tls, user }: MailPartnerOptions = {}): Promise<MailPartner> {
  const mails: ReceivedMail[] = [];
  const manners: Manners = {};
  let all = 0;
  const server = new SMTPServer({
    ...(tls ?? {}),
    disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(user ? [] : ['AUTH'])],
    authOptional: user === undefined,
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onConnect: (_session, done) => {
      all++;
      done();
    },
    onAuth: ({ username, password }, _session, done) =>
      username === user?.name && password === user?.password ? done(null, { user: username }) : done(fault(535, 'No')),
    onRcptTo: ({ address }, _session, done) => {
      const code = manners.recipient?.(address);
      done(code === undefined ? null : fault(code, `Not for ${address}`));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        if (manners.content !== undefined) return done(fault(manners.content, 'Not this'));
        if (manners.silent) return;
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : false;
        mails.push(read(Buffer.concat(parts).toString(), from, rcptTo, session.secure));
        await manners.taken?.();
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    manners,
    connections: () => ({ all, open: server.connections.size }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function read(
  raw: string,
  from: string | false,
  to: readonly { readonly address: string }[],
  secure: boolean,
): ReceivedMail {
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1];
  return {
    from: from || '',
    to: to.map(({ address }) => address),
    raw,
    secure: Boolean(secure),
    header,
    text: textOf(raw),
  };
}

/** The first text/plain part, its transfer encoding undone. */
function textOf(raw: string): string {
  const part = raw.split(/\r\n--/).find((one) => /content-type: text\/plain/i.test(one)) ?? raw;
  const at = part.indexOf('\r\n\r\n', part.toLowerCase().indexOf('content-type: text/plain'));
  const [head, body] = [part.slice(0, at), part.slice(at + 4)];
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
