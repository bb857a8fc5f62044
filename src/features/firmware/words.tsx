import { type ReactNode, useId } from 'react';
import { useIntl } from 'react-intl';
import type { ItemOf, Reply, RouteAt } from '../../../web/api/routes.ts';
import { Tag } from '../../../web/kit/status.tsx';
import './firmware.css';

export type Image = ItemOf<RouteAt<'GET', '/firmware/images'>>;
export type Rollout = Reply<RouteAt<'GET', '/firmware/rollouts/:rolloutId'>>;
export type Target = ItemOf<RouteAt<'GET', '/firmware/rollouts/:rolloutId/stations'>>;

/** A word of this page: `word('title')`. */
export function useWord(): (id: string, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return (id, values) => intl.formatMessage({ id: `firmware.${id}` }, values);
}

/** A status or reason in words; one nobody knows stands as it was said. */
export function StatusWords({ of }: { of: string | undefined }): ReactNode {
  const intl = useIntl();
  if (of === undefined) return null;
  const id = `firmware.status.${of}`;
  return intl.messages[id] === undefined ? <span className="mono">{of}</span> : intl.formatMessage({ id });
}

const tones = { running: 'brand', paused: 'mute', halted: 'bad', cancelled: 'mute', done: 'ok' } as const;
export function RolloutState({ state }: { state: Rollout['state'] }) {
  const word = useWord();
  return <Tag tone={tones[state]}>{word(`state.${state}`)}</Tag>;
}

const trustTones = { unsigned: 'mute', unchecked: 'mute', verified: 'ok', refused: 'bad' } as const;
/** Whether the signature holds, and beneath it why not. */
export function Trust({ image }: { image: Image }) {
  const word = useWord();
  return (
    <span>
      <Tag tone={trustTones[image.trust]}>{word(`trust.${image.trust}`)}</Tag>
      {image.fault ? <span className="firmware-beneath">{word(`fault.${image.fault}`)}</span> : null}
      {image.trust === 'verified' && image.signer ? <span className="firmware-beneath">{image.signer}</span> : null}
    </span>
  );
}

/** How many are done, at it and failed, as a bar and in words. */
export function Progress({ counts, label }: { counts: Rollout['counts']; label?: string }) {
  const word = useWord();
  const id = useId();
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const share = (count: number) => ({ width: `${all === 0 ? 0 : (100 * count) / all}%` });
  return (
    <span className="firmware-progress">
      <span className="firmware-bar" aria-hidden>
        <i className="firmware-done" style={share(counts.done)} />
        <i className="firmware-asked" style={share(counts.asked)} />
        <i className="firmware-failed" style={share(counts.failed + counts.missed)} />
      </span>
      <span className="small num" id={id}>
        {label ? <span className="sr">{label}: </span> : null}
        {word('rollout.progress', { done: counts.done, all })}
        {counts.failed > 0 ? <span className="bad"> · {word('rollout.failed', { failed: counts.failed })}</span> : null}
      </span>
    </span>
  );
}
