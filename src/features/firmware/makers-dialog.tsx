import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Time } from '../../../web/kit/time.tsx';
import { useSession } from '../../../web/shell/session.tsx';
import { useWord } from './words.tsx';

/** Which manufacturers' certificates may vouch for images. */
export function MakersDialog({ onClose }: { onClose: () => void }) {
  const word = useWord();
  const may = useSession().rights.includes('firmware.administer');
  const makers = useRead('/firmware/makers');
  const [name, setName] = useState('');
  const [certificate, setCertificate] = useState('');
  const invalidates = ['/firmware/makers', '/firmware/images'] as const;
  const add = useWrite('POST', '/firmware/makers', {
    invalidates,
    onDone: () => {
      setName('');
      setCertificate('');
    },
  });
  const remove = useWrite('DELETE', '/firmware/makers/:makerId', { invalidates });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name: name.trim(), certificate: certificate.trim() } });
  };
  const error = makers.error ?? remove.error ?? add.error;
  return (
    <Dialog opened onClose={onClose} title={word('maker.title')} size={560}>
      <form className="stack" onSubmit={submit}>
        <p className="small soft">{word('maker.text')}</p>
        {makers.data?.items.length === 0 ? <p className="soft">{word('maker.empty')}</p> : null}
        <ul className="plain stack" style={{ gap: 10 }}>
          {makers.data?.items.map((maker) => (
            <li key={maker.id} className="row" style={{ gap: 12 }}>
              <span className="grow" title={maker.fingerprint}>
                <span className="strong">{maker.name}</span>
                <span className="firmware-beneath">
                  {maker.subject} · {word('maker.until')} <Time at={maker.validUntil} exact="day" />
                </span>
              </span>
              {may ? (
                <button
                  type="button"
                  className="linklike small"
                  aria-label={word('maker.removeOf', { name: maker.name })}
                  onClick={() => remove.mutate({ params: { makerId: maker.id } })}
                >
                  {word('maker.remove')}
                </button>
              ) : null}
            </li>
          ))}
        </ul>
        {may ? (
          <>
            <TextInput
              label={word('maker.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
              required
            />
            <Textarea
              label={word('maker.certificate')}
              value={certificate}
              onChange={(event) => setCertificate(event.currentTarget.value)}
              rows={4}
              spellCheck={false}
              required
              error={add.error?.fields.certificate}
            />
          </>
        ) : (
          <p className="small soft">{word('maker.role')}</p>
        )}
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.close" />
          </Button>
          {may ? (
            <Button type="submit" loading={add.isPending}>
              {word('maker.add')}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
