import { Button, Textarea } from '@mantine/core';
import { IconCar, IconCertificate } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { CertificateTag } from '../../../web/kit/certificate-state.tsx';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { EmptyState } from '../../../web/kit/empty-state.tsx';
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
      {own.length === 0 ? <p className="soft small">{word('own.none')}</p> : <List of={own} />}
      <h3 className="certificates-kind">{word('own.v2g')}</h3>
      {v2g.length === 0 ? <p className="soft small">{word('own.none')}</p> : <List of={v2g} />}
    </Card>
  );
}

type VouchesFor = 'stations' | 'contracts';

/** Words about who may vouch for stations, or for contracts of cars. */
function useTrustWord(vouchesFor: VouchesFor): ReturnType<typeof useWord> {
  const word = useWord();
  return (id, values) => word(vouchesFor === 'stations' ? id : `contracts.${id}`, values);
}

/** Others whose certificates let stations in, or whose contracts let cars charge (Plug & Charge). */
export function Trusted({ authorities, vouchesFor }: Part & { vouchesFor: VouchesFor }) {
  const word = useWord();
  const trustWord = useTrustWord(vouchesFor);
  const may = useSession().rights.includes('certificates.administer');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Authority | undefined>();
  const distrust = useWrite('DELETE', '/certificates/authorities/:fingerprint', {
    invalidates: ['/certificates/authorities'],
    onDone: () => setRemoving(undefined),
  });
  const of = vouchesFor === 'stations' ? authorities.trusted : authorities.contracts;
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
  const add = (
    <Button variant="default" disabled={!may} onClick={() => setAdding(true)}>
      {trustWord('trust')}
    </Button>
  );
  return (
    <Card title={trustWord('trusted')} note={trustWord('trusted.note')} actions={of.length === 0 ? null : add}>
      {of.length === 0 ? (
        <EmptyState
          icon={
            vouchesFor === 'stations' ? <IconCertificate size={20} stroke={1.6} /> : <IconCar size={20} stroke={1.6} />
          }
          title={trustWord('trusted.none')}
          text={trustWord('trusted.empty')}
          action={add}
        />
      ) : (
        <List of={of} action={remove} />
      )}
      {may ? null : <p className="small soft">{trustWord('role')}</p>}
      {adding ? <Trust vouchesFor={vouchesFor} onClose={() => setAdding(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          opened
          onClose={() => setRemoving(undefined)}
          title={word('distrust.title', { name: removing.name })}
          confirm={word('distrust.do')}
          destructive
          busy={distrust.isPending}
          error={distrust.error}
          onConfirm={() => distrust.mutate({ params: { fingerprint: removing.fingerprint }, query: { vouchesFor } })}
        >
          <p className="soft">{trustWord('distrust.text')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

function Trust({ vouchesFor, onClose }: { vouchesFor: VouchesFor; onClose: () => void }) {
  const word = useWord();
  const trustWord = useTrustWord(vouchesFor);
  const [certificate, setCertificate] = useState('');
  const trust = useWrite('POST', '/certificates/authorities', {
    invalidates: ['/certificates/authorities'],
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={trustWord('trust.title')}
      confirm={word('trust.do')}
      size={560}
      disabled={certificate.trim() === ''}
      busy={trust.isPending}
      error={trust.error?.fields.certificate ? null : trust.error}
      onConfirm={() => trust.mutate({ body: { certificate: certificate.trim(), vouchesFor } })}
    >
      <p className="soft">{trustWord('trust.text')}</p>
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
