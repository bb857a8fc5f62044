import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { CertificateTag } from '../../../web/kit/certificate-state.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { CopyButton, Mono } from '../../../web/kit/mono.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useSession } from '../../../web/shell/session.tsx';
import { type Authorities, type Authority, useWord } from './words.tsx';

interface Part {
  readonly authorities: Authorities;
}

/** Each with its end; its text can be copied, for stations and cars that must know it. */
function List({ of, action }: { of: readonly Authority[]; action?: (one: Authority) => ReactNode }) {
  const word = useWord();
  return (
    <ul className="certificates-list">
      {of.map((one) => (
        <li key={one.fingerprint} className="certificates-one">
          <span className="grow" title={one.fingerprint}>
            <span className="strong">{visibleText(one.name)}</span> <CopyButton text={one.pem} label={word('copy')} />
            <span className="certificates-beneath">
              {one.key} · {word('until')} <Time at={one.notAfter} exact="day" />
              {one.addedAt ? (
                <>
                  {' · '}
                  {word('added')} <Time at={one.addedAt} />{' '}
                  {one.addedBy ? word('addedBy', { name: one.addedBy }) : null}
                </>
              ) : null}
            </span>
          </span>
          <CertificateTag state={one.state} />
          {action?.(one)}
        </li>
      ))}
    </ul>
  );
}

/** Without it no station of profile 2 or 3 can connect: said before it ends. */
export function Server({ authorities: { server } }: Part) {
  const word = useWord();
  const over = server.some(({ state }) => state === 'expired')
    ? 'expired'
    : server.some(({ state }) => state === 'ending')
      ? 'ending'
      : undefined;
  return (
    <Card title={word('server')} note={word('server.note')}>
      {server.length === 0 ? <p className="soft">{word('server.none')}</p> : <List of={server} />}
      {over ? (
        <p className="bad" role="alert">
          {word(`server.${over}`)}
        </p>
      ) : null}
    </Card>
  );
}

/** The one that is built in. */
export function Own({ authorities: { organisation, own, v2g } }: Part) {
  const word = useWord();
  return (
    <Card title={word('own')} note={word('own.note')}>
      <p className="small soft">{word('own.organisation')}</p>
      <Mono copy>{organisation}</Mono>
      <h3 className="certificates-kind">{word('own.station')}</h3>
      <List of={own} />
      <h3 className="certificates-kind">{word('own.v2g')}</h3>
      {v2g.length === 0 ? <p className="soft small">{word('own.v2g.none')}</p> : <List of={v2g} />}
    </Card>
  );
}

/** Others whose certificates let stations in. */
export function Trusted({ authorities: { trusted } }: Part) {
  const word = useWord();
  const may = useSession().rights.includes('installation.administer');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Authority | undefined>();
  const distrust = useWrite('DELETE', '/certificates/authorities/:fingerprint', {
    invalidates: ['/certificates/authorities'],
    onDone: () => setRemoving(undefined),
  });
  const remove = (one: Authority) =>
    may ? (
      <button
        type="button"
        className="linklike small"
        aria-label={word('distrustOf', { name: one.name })}
        onClick={() => setRemoving(one)}
      >
        {word('distrust')}
      </button>
    ) : null;
  return (
    <Card
      title={word('trusted')}
      note={word('trusted.note')}
      actions={
        <Button variant="default" disabled={!may} onClick={() => setAdding(true)}>
          {word('trust')}
        </Button>
      }
    >
      {trusted.length === 0 ? <p className="soft">{word('trusted.empty')}</p> : <List of={trusted} action={remove} />}
      {may ? null : <p className="small soft">{word('role')}</p>}
      {adding ? <Trust onClose={() => setAdding(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={word('distrust.title', { name: removing.name })}
          confirm={word('distrust.do')}
          destructive
          busy={distrust.isPending}
          error={distrust.error}
          onConfirm={() => distrust.mutate({ params: { fingerprint: removing.fingerprint } })}
        >
          <p className="soft">{word('distrust.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

function Trust({ onClose }: { onClose: () => void }) {
  const word = useWord();
  const [certificate, setCertificate] = useState('');
  const trust = useWrite('POST', '/certificates/authorities', {
    invalidates: ['/certificates/authorities'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={word('trust.title')}
      confirm={word('trust.do')}
      size={560}
      disabled={certificate.trim() === ''}
      busy={trust.isPending}
      error={trust.error}
      onConfirm={() => trust.mutate({ body: { certificate: certificate.trim() } })}
    >
      <p className="soft">{word('trust.text')}</p>
      <Textarea
        label={word('trust.certificate')}
        value={certificate}
        onChange={(event) => setCertificate(event.currentTarget.value)}
        rows={6}
        spellCheck={false}
        required
        error={trust.error?.fields.certificate}
      />
    </ConfirmDialog>
  );
}
