import { Button, Progress, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected, IconSparkles } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import type { Reply, RouteAt } from '../../../web/api/routes.ts';
import { CredentialsBox } from '../../../web/kit/credentials-box.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { useServerWords } from '../../../web/kit/server-words.ts';
import { useLiveStream, useWatch } from '../../../web/live.ts';
import { Gate, GateSteps } from '../../../web/shell/gate.tsx';
import type { SetupState } from './page.tsx';
import { setupSteps } from './steps.tsx';

/** A real station or simulated ones. */
export function FirstStation({ setup }: { setup: SetupState }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [way, setWay] = useState<'choose' | 'real' | 'demo'>('choose');
  const word = (id: string) => intl.formatMessage({ id: `setup.${id}` });
  const start = useWrite('POST', '/setup/demo', { invalidates: ['/setup/demo'], onDone: () => setWay('demo') });
  return (
    <Gate
      title={way === 'real' ? word('real.title') : way === 'demo' ? word('demo.title') : word('station.title')}
      note={way === 'choose' ? word('station.note') : undefined}
      wide
    >
      <div className="gate-part">
        <GateSteps steps={setupSteps} current={2} />
        {way === 'choose' ? (
          <>
            <button type="button" className="gate-choice" onClick={() => setWay('real')}>
              <IconPlugConnected size={26} stroke={1.6} aria-hidden />
              <strong>{word('real')}</strong>
              <span>{word('realText')}</span>
            </button>
            <button type="button" className="gate-choice" disabled={start.isPending} onClick={() => start.mutate({})}>
              <IconSparkles size={26} stroke={1.6} aria-hidden />
              <strong>{word('demo')}</strong>
              <span>{word('demoText')}</span>
            </button>
            {start.error ? <ProblemText error={start.error} /> : null}
            <button
              type="button"
              className="linklike small"
              style={{ alignSelf: 'center' }}
              onClick={() => void navigate({ to: '/stations' as never })}
            >
              {word('later')}
            </button>
          </>
        ) : way === 'real' ? (
          <RealStation setup={setup} onBack={() => setWay('choose')} />
        ) : (
          <DemoProgress onBack={() => setWay('choose')} />
        )}
      </div>
    </Gate>
  );
}

function RealStation({ setup, onBack }: { setup: SetupState; onBack: () => void }) {
  const intl = useIntl();
  const [identity, setIdentity] = useState('');
  const [name, setName] = useState('');
  const create = useWrite('POST', '/stations', { invalidates: ['/stations', '/stations/counts'] });
  const word = (id: string) => intl.formatMessage({ id: `setup.${id}` });
  if (create.data) return <Waiting setup={setup} created={create.data} identity={identity.trim()} />;
  const taken = create.error?.type === 'name.taken';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { identity: identity.trim(), name: name.trim() || identity.trim() } });
  };
  return (
    <form onSubmit={submit} style={{ marginTop: 0 }}>
      <Loopback setup={setup} />
      <TextInput
        label={word('real.identity')}
        description={word('real.identityHint')}
        value={identity}
        onChange={(event) => setIdentity(event.currentTarget.value)}
        maxLength={48}
        pattern="[A-Za-z0-9*\-_=:+\|@.]+"
        required
        autoFocus
        error={taken ? word('taken') : create.error?.fields.identity}
      />
      <TextInput
        label={word('real.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={120}
        placeholder={identity}
      />
      {create.error && !taken ? <ProblemText error={create.error} /> : null}
      <div className="dialog-actions">
        <Button variant="default" onClick={onBack}>
          {word('back')}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {word('real.do')}
        </Button>
      </div>
    </form>
  );
}

/** Says plainly when no station in the network can reach the server, and which setting changes that. */
function Loopback({ setup }: { setup: SetupState }) {
  const intl = useIntl();
  const { listening } = setup;
  if (!listening.loopbackOnly) return null;
  return (
    <p className="gate-notice">
      <IconAlertTriangle size={17} stroke={1.8} aria-hidden />
      <span>
        <FormattedMessage
          id="setup.loopback"
          values={{
            host: listening.host,
            port: String(listening.port),
            setting: <code className="mono strong">{`${listening.setting}=0.0.0.0`}</code>,
            addresses: (
              <span className="mono">
                {intl.formatList(
                  listening.addresses.map(
                    (address) =>
                      `${setup.ocppUrl.startsWith('wss') ? 'wss' : 'ws'}://${address.includes(':') ? `[${address}]` : address}:${listening.port}/ocpp/`,
                  ),
                  { type: 'disjunction' },
                ) || '–'}
              </span>
            ),
          }}
        />
      </span>
    </p>
  );
}

/** Shows the credentials and waits for the first connection; then the data sheet opens by itself. */
function Waiting({
  setup,
  created,
  identity,
}: {
  setup: SetupState;
  created: Reply<RouteAt<'POST', '/stations'>>;
  identity: string;
}) {
  const navigate = useNavigate();
  const { stationId, credentials } = created;
  useLiveStream();
  useWatch(stationId);
  const station = useRead('/stations/:stationId', { params: { stationId } }, { everyMs: 3000 });
  const state = station.data?.connection.state;
  const connected = state === 'online' || state === 'pending';
  const open = () => void navigate({ to: `/stations/${stationId}/information` as never });
  useEffect(() => {
    if (!connected) return;
    const timer = setTimeout(() => void navigate({ to: `/stations/${stationId}/information` as never }), 1200);
    return () => clearTimeout(timer);
  }, [connected, navigate, stationId]);
  return (
    <>
      <p className="soft">
        <FormattedMessage id="setup.real.enter" />
      </p>
      <CredentialsBox credentials={credentials} />
      <Loopback setup={setup} />
      <div className="gate-wait" role="status">
        <i aria-hidden />
        <span>
          <FormattedMessage
            id={connected ? 'setup.connected' : 'setup.waiting'}
            values={{ identity: <strong className="mono">{identity}</strong> }}
          />{' '}
          {connected ? null : (
            <span className="dim">
              <FormattedMessage id="setup.waitingHint" />
            </span>
          )}
        </span>
      </div>
      <div className="dialog-actions">
        <Button variant={connected ? 'filled' : 'default'} onClick={open}>
          <FormattedMessage id="setup.open" />
        </Button>
      </div>
    </>
  );
}

function DemoProgress({ onBack }: { onBack: () => void }) {
  const intl = useIntl();
  const words = useServerWords();
  const navigate = useNavigate();
  const demo = useRead('/setup/demo', {}, { everyMs: 700, staleMs: 0 });
  const ready = demo.data?.state === 'running';
  const failed = demo.data?.state === 'failed';
  useEffect(() => {
    if (ready) void navigate({ to: '/stations' as never });
  }, [ready, navigate]);
  const percent = intl.formatNumber(demo.data?.progress ?? 0, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <>
      <p className="soft">
        <FormattedMessage id="setup.demo.text" />
      </p>
      {failed ? (
        <div className="problem" role="alert">
          <span>
            <FormattedMessage id="setup.demo.failed" /> {words(demo.data?.detail ?? '')}
          </span>
        </div>
      ) : (
        <div role="status">
          <Progress
            value={(demo.data?.progress ?? 0) * 100}
            size={8}
            aria-label={intl.formatMessage({ id: 'setup.demo.title' })}
          />
          <p className="small soft num" style={{ marginTop: 8 }}>
            {ready ? (
              <FormattedMessage id="setup.demo.ready" values={{ count: demo.data?.stations ?? 0 }} />
            ) : (
              <FormattedMessage id="setup.demo.progress" values={{ percent }} />
            )}
          </p>
        </div>
      )}
      {demo.error ? <ProblemText error={demo.error} /> : null}
      {failed ? (
        <div className="dialog-actions">
          <Button variant="default" onClick={onBack}>
            <FormattedMessage id="setup.back" />
          </Button>
        </div>
      ) : null}
    </>
  );
}
