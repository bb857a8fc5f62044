import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Card } from '../../../web/kit/card.tsx';
import { ConfirmDialog, Dialog } from '../../../web/kit/confirm.tsx';
import { CopyButton, Mono } from '../../../web/kit/mono.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Tag } from '../../../web/kit/status.tsx';
import type { Account } from './page.tsx';

/** The second factor: set up with an app, proved with a code, turned off with the password. */
export function TwoFactor({ account }: { account: Account }) {
  const intl = useIntl();
  const [open, setOpen] = useState<'enrol' | 'renew' | 'disable' | undefined>();
  const close = () => setOpen(undefined);
  const word = (id: string) => intl.formatMessage({ id: `account.twoFactor${id}` });
  return (
    <Card
      title={word('')}
      actions={
        <Tag tone={account.twoFactor ? 'ok' : 'mute'}>
          {intl.formatMessage({ id: account.twoFactor ? 'account.factor.on' : 'account.factor.off' })}
        </Tag>
      }
    >
      <div className="stack">
        <p className="soft small">{word(account.twoFactor ? '.on' : '.off')}</p>
        <div className="row-wrap">
          {account.twoFactor ? (
            <>
              <Button variant="default" onClick={() => setOpen('renew')}>
                {word('.codes')}
              </Button>
              <Button variant="default" onClick={() => setOpen('disable')}>
                {word('.end')}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setOpen('enrol')}>
              {word('.begin')}
            </Button>
          )}
        </div>
      </div>
      {open === 'enrol' ? (
        <Enrol onClose={close} />
      ) : open === 'renew' ? (
        <Renew onClose={close} />
      ) : open === 'disable' ? (
        <Disable onClose={close} />
      ) : null}
    </Card>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <div className="stack" style={{ gap: 6 }}>
      <p className="small strong row">
        <FormattedMessage id="account.twoFactor.backup" />
        <CopyButton text={codes.join('\n')} />
      </p>
      <p className="small warn">
        <FormattedMessage id="account.twoFactor.backupText" />
      </p>
      <ul className="codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}

function OwnPassword({
  value,
  onChange,
  refused,
}: {
  value: string;
  onChange: (value: string) => void;
  refused: boolean;
}) {
  const intl = useIntl();
  return (
    <PasswordInput
      label={intl.formatMessage({ id: 'account.twoFactor.password' })}
      autoComplete="current-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      data-autofocus
      error={refused ? intl.formatMessage({ id: 'account.password.wrong' }) : undefined}
      visibilityToggleButtonProps={{ 'aria-label': intl.formatMessage({ id: 'kit.showPassword' }) }}
    />
  );
}

function Enrol({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useWrite('POST', '/account/two-factor');
  const confirm = useWrite('POST', '/account/two-factor/confirm', { invalidates: ['/account', '/session'] });
  const word = (id: string) => intl.formatMessage({ id: `account.twoFactor.${id}` });
  const refused = begin.error?.type === 'session.refused';
  const submit = (act: () => void) => (event: FormEvent) => {
    event.preventDefault();
    act();
  };
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'account.twoFactor' })}>
      {confirm.isSuccess && begin.data ? (
        <div className="stack">
          <Codes codes={begin.data.backupCodes} />
          <div className="dialog-actions">
            <Button onClick={onClose}>{word('done')}</Button>
          </div>
        </div>
      ) : begin.data ? (
        <form className="stack" onSubmit={submit(() => confirm.mutate({ body: { code: code.trim() } }))}>
          <p className="soft">{word('scan')}</p>
          <QrCode text={begin.data.uri} label={word('qr')} />
          <p className="small soft">
            {word('secret')}: <Mono copy>{new URL(begin.data.uri).searchParams.get('secret') ?? begin.data.uri}</Mono>
          </p>
          <TextInput
            label={word('code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="one-time-code"
            minLength={6}
            maxLength={10}
            required
            data-autofocus
          />
          {confirm.error ? <ProblemText error={confirm.error} /> : null}
          <div className="dialog-actions">
            <Button type="submit" loading={confirm.isPending}>
              {word('confirm')}
            </Button>
          </div>
        </form>
      ) : (
        <form className="stack" onSubmit={submit(() => begin.mutate({ body: { password } }))}>
          <OwnPassword value={password} onChange={setPassword} refused={refused} />
          {begin.error && !refused ? <ProblemText error={begin.error} /> : null}
          <div className="dialog-actions">
            <Button type="submit" loading={begin.isPending}>
              {word('next')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Drawn here, so that the secret goes to nobody else. */
function QrCode({ text, label }: { text: string; label: string }) {
  const [source, setSource] = useState<string | undefined>();
  useEffect(() => {
    let wanted = true;
    void import('qrcode')
      .then(({ toDataURL }) => toDataURL(text, { margin: 2, width: 200 }))
      .then((url) => wanted && setSource(url));
    return () => {
      wanted = false;
    };
  }, [text]);
  return <div className="qr">{source ? <img src={source} width={200} height={200} alt={label} /> : null}</div>;
}

function Renew({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [password, setPassword] = useState('');
  const renew = useWrite('POST', '/account/two-factor/backup-codes');
  const refused = renew.error?.type === 'session.refused';
  const title = intl.formatMessage({ id: 'account.twoFactor.renew.title' });
  if (renew.data) {
    return (
      <Dialog opened onClose={onClose} title={title}>
        <Codes codes={renew.data.backupCodes} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={title}
      confirm={title}
      busy={renew.isPending}
      error={refused ? null : renew.error}
      disabled={password === ''}
      onConfirm={() => renew.mutate({ body: { password } })}
    >
      <p className="soft">
        <FormattedMessage id="account.twoFactor.renew.text" />
      </p>
      <OwnPassword value={password} onChange={setPassword} refused={refused} />
    </ConfirmDialog>
  );
}

function Disable({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const [password, setPassword] = useState('');
  const disable = useWrite('POST', '/account/two-factor/disable', {
    invalidates: ['/account', '/session'],
    onDone: onClose,
  });
  const refused = disable.error?.type === 'session.refused';
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'account.twoFactor.off.title' })}
      confirm={intl.formatMessage({ id: 'account.twoFactor.off.do' })}
      destructive
      busy={disable.isPending}
      error={refused ? null : disable.error}
      disabled={password === ''}
      onConfirm={() => disable.mutate({ body: { password } })}
    >
      <p className="soft">
        <FormattedMessage id="account.twoFactor.off.text" />
      </p>
      <OwnPassword value={password} onChange={setPassword} refused={refused} />
    </ConfirmDialog>
  );
}
