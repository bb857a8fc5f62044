import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useHistoryWords } from './words.tsx';

const invalidates = ['/history-kinds'] as const;

/** The operator's own kinds of entries: added and put away. */
export function KindsDialog({ onClose }: { onClose: () => void }) {
  const { word, kindName } = useHistoryWords();
  const { data } = useRead('/history-kinds');
  const [name, setName] = useState('');
  const add = useWrite('POST', '/history-kinds', { invalidates, onDone: () => setName('') });
  const remove = useWrite('DELETE', '/history-kinds/:kindId', { invalidates });
  const items = data?.items.filter(({ removedAt }) => removedAt === undefined) ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') add.mutate({ body: { name } });
  };
  return (
    <Dialog opened onClose={onClose} title={word('kinds.title')}>
      <form className="stack" onSubmit={submit}>
        <p className="small soft">{word('kinds.text')}</p>
        <ul className="history-kinds">
          {items.map((kind) => (
            <li key={kind.id} className="row-wrap">
              <span className="grow">{visibleText(kindName(kind.id))}</span>
              {kind.name === undefined ? (
                <span className="small dim">{word('kinds.builtIn')}</span>
              ) : (
                <button
                  type="button"
                  className="linklike small"
                  aria-label={word('kinds.removeOf', { name: kind.name })}
                  onClick={() => remove.mutate({ params: { kindId: kind.id } })}
                >
                  {word('kinds.remove')}
                </button>
              )}
            </li>
          ))}
        </ul>
        <TextInput
          label={word('kinds.name')}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
          error={add.error?.fields.name}
        />
        {add.error || remove.error ? <ProblemText error={add.error ?? remove.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {word('kinds.close')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {word('kinds.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
