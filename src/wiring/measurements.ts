import type { BusReport } from '../cluster/bus.ts';
import type { GatewayCounters } from '../gateway/counters.ts';
import type { Measurement } from '../http/metrics.ts';
import type { WriterReport } from '../storage/writer-report.ts';

type Labels = Readonly<Record<string, string>>;

const counter = (name: string, help: string, value: number, labels: Labels = {}): Measurement => ({
  name,
  kind: 'counter',
  help,
  labels,
  value,
});
const gauge = (name: string, help: string, value: number, labels: Labels = {}): Measurement => ({
  name,
  kind: 'gauge',
  help,
  labels,
  value,
});
const each = (
  name: string,
  help: string,
  label: string,
  values: Readonly<Partial<Record<string, number>>>,
): Measurement[] => Object.entries(values).map(([key, value]) => counter(name, help, value ?? 0, { [label]: key }));

/** What gateway and writer have counted, under the names of /metrics. */
export function measurements(
  gateway: GatewayCounters,
  writer: WriterReport,
  bus: BusReport & { readonly nodes: number },
  suspects: Readonly<Record<string, number>> = {},
  tlsFaults: Readonly<Record<string, number>> = {},
): Measurement[] {
  const { messages } = gateway;
  return [
    ...Object.entries(gateway.connections).map(([state, value]) =>
      gauge('ocpp_connections', 'Connections of stations', value, { state }),
    ),
    counter('ocpp_accepted_total', 'Connections of stations taken', gateway.accepted),
    ...Object.entries(messages.in).map(([kind, value]) =>
      counter('ocpp_frames_total', 'Frames from and to stations', value, { dir: 'in', kind }),
    ),
    ...Object.entries(messages.out).map(([kind, value]) =>
      counter('ocpp_frames_total', 'Frames from and to stations', value, { dir: 'out', kind }),
    ),
    ...[...gateway.byAction].map(([name, value]) => {
      const [dir = '', action = '', version = '', result = ''] = name.split(' ');
      return counter('ocpp_messages_total', 'Calls from (in) and to (out) stations by how they were answered', value, {
        dir,
        action,
        version,
        result,
      });
    }),
    gauge('ocpp_inflight_commands', 'Calls to stations that wait for their answer', gateway.inFlight),
    ...each('ocpp_suspect_total', 'Things stored but flagged', 'rule', suspects),
    ...each('ocpp_stray_answers_total', 'Answers nobody waited for', 'kind', gateway.strays),
    ...each('ocpp_commands_total', 'Calls to stations by how they ended', 'result', gateway.commands),
    ...each('ocpp_auth_failures_total', 'Connections refused', 'reason', gateway.authFailures),
    ...each('ocpp_tls_failures_total', 'TLS handshakes that failed', 'reason', tlsFaults),
    ...each('ocpp_reconnects_total', 'Connections ended', 'code', gateway.ended),
    ...each('ocpp_takeovers_total', 'Second connections of a station', 'result', gateway.takeovers),
    ...each('ocpp_held_total', 'Times a socket was not read for a while', 'reason', gateway.held),
    counter('ocpp_overloaded_total', 'Handshakes answered 503', gateway.overloaded),
    counter('ocpp_unanswered_total', 'Messages that could not be made durable', gateway.unanswered),
    counter('ocpp_crashed_total', 'Messages that met a bug', gateway.crashed),
    counter('db_batches_total', 'Group commits', writer.batches),
    counter('db_frames_total', 'Frames written', writer.frames),
    counter('db_facts_total', 'Facts written', writer.facts),
    counter('db_rows_total', 'Rows of state written', writer.rows),
    counter('db_retries_total', 'Batches tried again', writer.retries),
    counter('db_rejected_total', 'Messages the database could not hold', writer.rejected),
    counter('db_fenced_total', 'Messages refused because another node owns their station', writer.fenced),
    counter('db_stalls_total', 'Batches that took over a second', writer.stalls),
    gauge('tx_outbox_lag_seconds', 'How long the oldest message has waited to be durable', writer.lagMs / 1000),
    gauge('db_waiting', 'Messages waiting for the database', writer.waiting),
    gauge('cluster_nodes', 'Nodes alive, as last seen', bus.nodes),
    gauge('bus_reachable', 'The bus between the nodes is there', bus.reachable ? 1 : 0),
    ...each('bus_asked_total', 'Questions to other nodes', 'result', bus.asked),
    counter('bus_served_total', 'Questions of other nodes', bus.served),
    counter('bus_messages_total', 'News to and from other nodes', bus.sent, { dir: 'out' }),
    counter('bus_messages_total', 'News to and from other nodes', bus.heard, { dir: 'in' }),
    gauge('db_reachable', 'The database answers', writer.reachable ? 1 : 0),
  ];
}
