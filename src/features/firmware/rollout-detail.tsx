import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useSession } from '../../../web/shell/session.tsx';
import { Targets } from './targets.tsx';
import { Progress, type Rollout, RolloutState, useWord } from './words.tsx';

/** One roll-out: what is wrong, how far each wave is, how it goes, and its stations one by one. */
export function RolloutDetail({ rollout, everyMs }: { rollout: Rollout; everyMs: number | undefined }) {
  const word = useWord();
  return (
    <Page
      name={rollout.name}
      title={
        <span className="row-wrap">
          {rollout.name} <RolloutState state={rollout.state} />
        </span>
      }
      note={
        <span className="row-wrap">
          <GoTo to="/firmware">
            <IconArrowLeft size={14} stroke={2} aria-hidden /> {word('back')}
          </GoTo>
          <span>{word('detail.to', { version: rollout.image.version })}</span>
        </span>
      }
      actions={<RolloutActions rollout={rollout} />}
    >
      <div className="firmware-stack">
        {rollout.state === 'halted' ? (
          <p className="card bad" role="alert" style={{ padding: '12px 16px' }}>
            {word('detail.halted', { failed: rollout.counts.failed, most: rollout.mostFailures })}
          </p>
        ) : null}
        <div className="firmware-two">
          <Card title={word('detail.waves')}>
            <Waves rollout={rollout} />
          </Card>
          <Card title={word('detail.settings')}>
            <Settings rollout={rollout} />
          </Card>
        </div>
        <Targets rolloutId={rollout.id} counts={rollout.counts} everyMs={everyMs} />
      </div>
    </Page>
  );
}

function Waves({ rollout }: { rollout: Rollout }) {
  const word = useWord();
  const running = rollout.state === 'running';
  return (
    <>
      <ol className="firmware-waves">
        {rollout.waves.map(({ size, ...counts }, wave) => {
          const now = running && wave === rollout.wave;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the waves' order never changes
            <li key={wave} className={now ? 'firmware-now' : undefined} {...(now ? { 'aria-current': 'step' } : {})}>
              <span className="row">
                <strong className="grow">{word('detail.wave', { wave: wave + 1 })}</strong>
                <span className="small soft">{word('detail.size', { size })}</span>
              </span>
              <Progress counts={counts} />
            </li>
          );
        })}
      </ol>
      {rollout.nextWaveAt ? (
        <p className="small soft" style={{ marginTop: 12 }}>
          {word('detail.nextWave')} <Time at={rollout.nextWaveAt} exact />
        </p>
      ) : null}
    </>
  );
}

function Settings({ rollout }: { rollout: Rollout }) {
  const word = useWord();
  return (
    <Details
      rows={[
        [
          word('detail.pauseSeconds'),
          word('detail.minutes', { minutes: Math.round((rollout.pauseSeconds / 60) * 10) / 10 }),
        ],
        [word('detail.mostFailures'), word('detail.failures', { count: rollout.mostFailures })],
        [word('detail.onlyIdle'), word(rollout.onlyIdle ? 'detail.onlyIdle.yes' : 'detail.onlyIdle.no')],
        [word('detail.signed'), word(rollout.signed ? 'detail.yes' : 'detail.no')],
        [word('detail.tries'), String(rollout.tries)],
        [word('detail.endsAt'), <Time key="ends" at={rollout.endsAt} />],
        rollout.createdBy ? [word('detail.by'), rollout.createdBy] : null,
      ]}
    />
  );
}

function RolloutActions({ rollout }: { rollout: Rollout }) {
  const word = useWord();
  const may = useSession().rights.includes('firmware.change');
  const [cancelling, setCancelling] = useState(false);
  const { id, state, counts } = rollout;
  const options = {
    invalidates: ['/firmware/rollouts/:rolloutId', '/firmware/rollouts', '/firmware/rollouts/:rolloutId/stations'],
  } as const;
  const pause = useWrite('POST', '/firmware/rollouts/:rolloutId/pause', options);
  const resume = useWrite('POST', '/firmware/rollouts/:rolloutId/resume', options);
  const retry = useWrite('POST', '/firmware/rollouts/:rolloutId/retry', options);
  const cancel = useWrite('POST', '/firmware/rollouts/:rolloutId/cancel', {
    ...options,
    onDone: () => setCancelling(false),
  });
  if (!may) return null;
  const input = { params: { rolloutId: id } };
  const error = pause.error ?? resume.error ?? retry.error;
  const running = state === 'running';
  const still = state === 'paused' || state === 'halted';
  return (
    <>
      {error ? <ProblemText error={error} /> : null}
      {counts.failed + counts.missed > 0 && state !== 'cancelled' ? (
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate(input)}>
          {word('detail.retry')}
        </Button>
      ) : null}
      {running || still ? (
        <Button variant="default" onClick={() => setCancelling(true)}>
          {word('detail.cancel')}
        </Button>
      ) : null}
      {running ? (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate(input)}>
          {word('detail.pause')}
        </Button>
      ) : null}
      {still ? (
        <Button loading={resume.isPending} onClick={() => resume.mutate(input)}>
          {word('detail.resume')}
        </Button>
      ) : null}
      {cancelling ? (
        <ConfirmDialog
          opened
          onClose={() => setCancelling(false)}
          title={word('detail.cancel.title')}
          confirm={word('detail.cancel.do')}
          destructive
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate(input)}
        >
          <p className="soft">
            <FormattedMessage
              id="firmware.detail.cancel.text"
              values={{ waiting: counts.waiting, asked: counts.asked }}
            />
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
