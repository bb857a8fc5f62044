import type { Topic } from '../src/http/live.ts';

/** Which reads of a station (their URL below `/stations/:stationId`) a change concerns. */
const touched: Readonly<Record<Topic, RegExp>> = {
  connector: /^(\/(information|charge-points|commands\/preview))?$/,
  // A profile of a session goes with it.
  transaction: /^(\/(information|charge-points|charge-point-shares|charge-logs.*|charging\/.*|commands\/preview))?$/,
  error: /^(\/(information|charge-points|errors.*))?$/,
  connection: /^(\/(information|connections.*|errors\/summary|commands\/available))?$/,
  // A stop that was asked for shows at its session; what a station was told to keep shows once it has said yes.
  command:
    /^\/(files|security|commands(\/:commandId)?|charge-logs.*|charge-points|information|charging\/.*|device\/.*|reservations|local-list)$/,
  settings: /^\/(settings.*|device\/variables)$/,
  station: /^(\/(?!frames|log).*)?$/,
  charging: /^\/(charging\/.*|commands\/preview)$/,
  device: /^\/device\/.*$/,
  security: /^\/security$/,
  reservation: /^(\/(reservations|charge-points|information))?$/,
  // The live tail has its own event: reading the logs again with every message would move what is being read.
  message: /^$/,
};

const prefix = '/stations/:stationId';

/** Is the answer to `url` (with its placeholders) about a station out of date after a change of these topics? */
export function concerns(url: string, topics: readonly Topic[]): boolean {
  if (!url.startsWith(prefix)) return false;
  const rest = url.slice(prefix.length);
  return topics.some((topic) => topic !== 'message' && touched[topic].test(rest));
}

/** Reads about the whole fleet that any change of these topics may concern. */
export function concernsFleet(url: string, topics: readonly Topic[]): boolean {
  if (url === '/stations/counts')
    return topics.some(
      (topic) => topic === 'connector' || topic === 'connection' || topic === 'station' || topic === 'error',
    );
  if (url === '/onboarding') return topics.some((topic) => topic === 'connection' || topic === 'station');
  if (url === '/errors' || url === '/errors/summary') return topics.includes('error');
  return false;
}
