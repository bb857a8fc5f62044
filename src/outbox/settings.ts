/** Where mails go. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte, after STARTTLS, or not at all. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly user?: string;
  readonly password?: string;
}

/** Who they are from. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

const wrong = (text: string) => ({ wrong: text });

/** SMTP_URL, or what is wrong with it. */
export function smtpServer(value: string): SmtpServer | { wrong: string } {
  const form = wrong(
    'must be like smtp://user:password@mail.example:587 or smtps://…:465; ?tls=no where it has no TLS',
  );
  if (!URL.canParse(value)) return form;
  const { protocol, hostname: host, port, username, password, searchParams, pathname } = new URL(value);
  const more = [...searchParams.keys()].some((name) => name !== 'tls');
  const tls = searchParams.get('tls');
  if (!/^smtps?:$/.test(protocol) || host === '' || more || !/^\/?$/.test(pathname)) return form;
  if (tls !== null && (tls !== 'no' || protocol === 'smtps:')) return form;
  let user: string;
  let secret: string;
  try {
    [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  } catch {
    return form;
  }
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    tls: protocol === 'smtps:' ? 'implicit' : tls === 'no' ? 'none' : 'required',
    ...(user !== '' && { user, password: secret }),
  };
}

/** MAIL_FROM: `Voltyard <no-reply@example.com>` or the address alone. */
export function sender(value: string): Sender | { wrong: string } {
  const found = /^(?:([^<>\r\n"]*)<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))$/.exec(value.trim());
  if (!found) return wrong('must be an address, or like Voltyard <no-reply@example.com>');
  return { name: (found[1] ?? '').trim(), address: found[2] ?? found[3]! };
}
