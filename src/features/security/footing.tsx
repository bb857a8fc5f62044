import { Button } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../../web/kit/card.tsx';
import { Details } from '../../../web/kit/details.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import { Time } from '../../../web/kit/time.tsx';
import type { TabProps } from '../tabs.ts';
import { FactoryDialog, MinimumDialog } from './forms.tsx';
import { SendDialog } from './send-dialog.tsx';
import { type Security, useWord } from './words.tsx';

export interface Part extends TabProps {
  readonly security: Security;
  /** Whether this person may change anything here. */
  readonly may: boolean;
}

const passwordTones = {
  none: 'warn',
  set: 'ok',
  factory: 'warn',
  changing: 'brand',
  uncertain: 'warn',
  afterReboot: 'brand',
} as const;

/** The way in: with what it came, what is the least, how its password stands. */
export function Footing({ stationId, security, may }: Part) {
  const word = useWord();
  const [open, setOpen] = useState<'minimum' | 'password' | 'factory' | undefined>();
  const close = () => setOpen(undefined);
  const { profile, minimumProfile, reasons, raisedAt, password, tls, connected } = security;
  return (
    <Card title={word('footing')} note={word('footing.note')}>
      <Details
        rows={[
          [
            word(connected ? 'profile.now' : 'profile.last'),
            profile === undefined ? undefined : (
              <span key="v">
                <span className="strong">{word(`profile.${profile}`)}</span>
                {tls ? <span className="security-beneath mono">{tls}</span> : null}
              </span>
            ),
          ],
          [
            word('minimum'),
            <span key="v">
              <span className="strong">{word(`profile.${minimumProfile}`)}</span>
              <span className="security-beneath">
                {reasons.map((reason) => word(`reason.${reason}`)).join(' ')}{' '}
                {raisedAt ? (
                  <>
                    {word('since')} <Time at={raisedAt} exact />.
                  </>
                ) : null}
              </span>
            </span>,
          ],
          [
            word('password'),
            <span key="v">
              <Tag tone={passwordTones[password]}>{word(`password.${password}`)}</Tag>
              <span className="security-beneath">{word(`password.${password}.text`)}</span>
            </span>,
          ],
        ]}
      />
      <div className="security-actions">
        <Button variant="default" disabled={!may || !connected} onClick={() => setOpen('password')}>
          {word('newPassword')}
        </Button>
        <Button variant="default" disabled={!may} onClick={() => setOpen('factory')}>
          {word('factory')}
        </Button>
        <Button variant="default" disabled={!may} onClick={() => setOpen('minimum')}>
          {word('minimum.change')}
        </Button>
      </div>
      {may && !connected ? <p className="security-why">{word('offline')}</p> : null}
      {open === 'minimum' ? (
        <MinimumDialog stationId={stationId} minimum={minimumProfile} onClose={close} />
      ) : open === 'factory' ? (
        <FactoryDialog stationId={stationId} onClose={close} />
      ) : open === 'password' ? (
        <SendDialog
          stationId={stationId}
          route="/stations/:stationId/credentials/change"
          title={word('newPassword.title')}
          text={word('newPassword.text')}
          confirm={word('newPassword.do')}
          onClose={close}
        />
      ) : null}
    </Card>
  );
}
