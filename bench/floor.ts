import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { WebSocketServer } from 'ws';

const read = (names: string) => names.split(',').map((name) => readFileSync(name, 'utf8'));

/** The floor: parses each call and answers at once, keeps nothing. Runs as a process of its own. */
const { VOLTYARD_TLS_CERT: cert, VOLTYARD_TLS_KEY: key } = process.env;
const server =
  cert === undefined || key === undefined
    ? http.createServer()
    : https.createServer({ cert: read(cert), key: read(key) });
const sockets = new WebSocketServer({
  server,
  perMessageDeflate: false,
  maxPayload: 65_536,
  clientTracking: false,
  handleProtocols: (offered) => [...offered][0] ?? false,
});
const now = new Date().toISOString();
const answers: Record<string, object> = {
  BootNotification: { status: 'Accepted', currentTime: now, interval: 900 },
  Heartbeat: { currentTime: now },
  Authorize: { idTagInfo: { status: 'Accepted' }, idTokenInfo: { status: 'Accepted' } },
  StartTransaction: { transactionId: 1, idTagInfo: { status: 'Accepted' } },
  StopTransaction: { idTagInfo: { status: 'Accepted' } },
  TransactionEvent: { idTokenInfo: { status: 'Accepted' } },
};
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as [number, string, string];
    socket.send(JSON.stringify([3, frame[1], answers[frame[2]] ?? {}]));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.stdout.write(`listening ${address.port}\n`);
});
