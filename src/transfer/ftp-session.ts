import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFailure } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { harmlessName } from './names.ts';
import type { Receipt, UploadDesk } from './ports.ts';
import { readToken } from './token.ts';

export interface FtpSessionDeps {
  readonly uploads: UploadDesk;
  readonly log: Log;
  readonly listen: () => Promise<Server | undefined>;
  readonly address: string | undefined;
  readonly patienceMs: number;
}

const longestLine = 1024;
const mostLogins = 3;
const receipts: Readonly<Record<Receipt, string>> = {
  stored: '226 Stored.',
  same: '226 Stored.',
  empty: '550 The file is empty.',
  taken: '553 Another file was brought already.',
  unknown: '550 Not expected here.',
  over: '550 Not expected here any more.',
};
/** What stations send on their way to STOR and what needs no more than a yes. */
const plain: Readonly<Record<string, string>> = {
  SYST: '215 UNIX Type: L8',
  FEAT: '211-Features\r\n EPSV\r\n UTF8\r\n211 End',
  OPTS: '200 Yes.',
  TYPE: '200 Yes.',
  MODE: '200 Yes.',
  STRU: '200 Yes.',
  ALLO: '202 Not needed.',
  NOOP: '200 Yes.',
  // There are no folders; those that a station makes up for itself all are the same place.
  PWD: '257 "/" is here.',
  XPWD: '257 "/" is here.',
  CWD: '250 Here.',
  CDUP: '250 Here.',
  MKD: '257 "/" is here.',
};

/** One station's control connection (RFC 959, RFC 2428). Commands are taken one after the other. */
export class FtpSession {
  readonly from: string;
  readonly #socket: Socket;
  readonly #deps: FtpSessionDeps;
  #held = '';
  #user = '';
  #logins = 0;
  #token: string | undefined;
  #data: { readonly server: Server; readonly socket: Promise<Socket | undefined> } | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket, deps: FtpSessionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.from = socket.remoteAddress ?? '';
    socket.setTimeout(deps.patienceMs, () => this.end('421 Too long without a word.'));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#dropData());
    socket.setEncoding('latin1').on('data', (text) => this.#hear(String(text)));
    this.#say('220 Ready.');
  }

  end(word = '421 Going.'): void {
    this.#say(word);
    this.#dropData();
    this.#socket.destroySoon();
  }

  #say(line: string): void {
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
  }

  #hear(text: string): void {
    this.#held += text;
    const lines = this.#held.split(/\r?\n/);
    this.#held = lines.pop()!;
    if (this.#held.length > longestLine || lines.length > 20 || lines.some((line) => line.length > longestLine)) {
      this.end('500 Too long.');
      return;
    }
    for (const line of lines) {
      this.#last = this.#last
        .then(() => this.#obey(line))
        .catch((error: unknown) => {
          this.#deps.log.error({ err: error }, 'An FTP command failed');
          this.end('451 Something went wrong here.');
        });
    }
  }

  async #obey(line: string): Promise<void> {
    const [, verb = '', rest = ''] = /^\s*([A-Za-z]{1,8})(?: (.*))?$/.exec(line) ?? [];
    const command = verb.toUpperCase();
    const word = Buffer.from(rest, 'latin1').toString('utf8');
    if (command === 'QUIT') return this.end('221 Bye.');
    if (command === 'USER') {
      this.#user = word.trim();
      this.#token = undefined;
      return this.#say('331 And the password.');
    }
    if (command === 'PASS') return this.#login(word.trim());
    const known = plain[command];
    if (this.#token === undefined && !['FEAT', 'SYST', 'NOOP', 'OPTS'].includes(command))
      return this.#say('530 Sign in first.');
    if (known !== undefined) return this.#say(known);
    if (command === 'PASV' || command === 'EPSV') return this.#passive(command);
    if (command === 'STOR' || command === 'STOU') return this.#store(word);
    // PORT and EPRT among them: nothing is ever sent to an address that somebody names.
    this.#say('502 Only passive uploads are taken here.');
  }

  async #login(password: string): Promise<void> {
    const token = `${this.#user}${password}`;
    const formed = readToken(token)?.rest === '';
    if (formed && (await this.#deps.uploads.expects(token))) {
      this.#token = token;
      this.#say('230 Welcome.');
      return;
    }
    await sleep(500);
    if (++this.#logins >= mostLogins) this.end('421 Not known.');
    else this.#say('530 Not known.');
  }

  async #passive(command: 'PASV' | 'EPSV'): Promise<void> {
    this.#dropData();
    const server = await this.#deps.listen();
    if (server === undefined) return this.#say('425 No port is free, try again later.');
    const { patienceMs } = this.#deps;
    const socket = new Promise<Socket | undefined>((resolve) => {
      const late = setTimeout(() => resolve(undefined), patienceMs);
      server.on('connection', (data) => {
        // Only the station itself: the port could be guessed by others.
        if (data.remoteAddress !== this.from) return data.destroy();
        clearTimeout(late);
        data.setTimeout(patienceMs, () => data.destroy(new Error('The sender fell silent.')));
        data.on('error', () => {});
        server.close();
        return resolve(data);
      });
      server.once('close', () => resolve(undefined));
    });
    this.#data = { server, socket };
    const { port } = server.address() as { port: number };
    if (command === 'EPSV') return this.#say(`229 Entering extended passive mode (|||${port}|)`);
    const reached = (this.#socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
    const told = reached.startsWith('127.') ? reached : (this.#deps.address ?? reached);
    this.#say(`227 Entering passive mode (${told.replaceAll('.', ',')},${port >> 8},${port & 255})`);
  }

  async #store(name: string): Promise<void> {
    const data = this.#data;
    this.#data = undefined;
    if (data === undefined) return this.#say('425 Ask for a port first: PASV.');
    this.#say('150 Go on.');
    const socket = await data.socket;
    if (socket === undefined) return this.#say('425 Nobody connected.');
    // A file may take longer than the patience between two commands.
    this.#socket.setTimeout(0);
    try {
      const upload = { name: harmlessName(name), size: undefined, content: socket, from: this.from };
      this.#say(receipts[await this.#deps.uploads.receive(this.#token!, upload)]);
    } catch (error) {
      if (isFailure(error, 'file.tooLarge')) this.#say('552 The file is too large.');
      else if (isFailure(error, 'storage.full')) this.#say('452 There is no room left.');
      else this.#say('451 It could not be taken, try again.');
    } finally {
      socket.destroy();
      this.#socket.setTimeout(this.#deps.patienceMs);
    }
  }

  #dropData(): void {
    const data = this.#data;
    this.#data = undefined;
    if (data === undefined) return;
    void data.socket.then((socket) => socket?.destroy());
    if (data.server.listening) {
      data.server.close();
      void once(data.server, 'close').catch(() => {});
    }
  }
}
