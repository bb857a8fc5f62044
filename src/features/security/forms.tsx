import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWrite } from '../../../web/api/queries.ts';
import { ConfirmDialog } from '../../../web/kit/confirm.tsx';
import { useWord } from './words.tsx';

const invalidates = ['/stations/:stationId/security', '/stations/:stationId'] as const;

/** The least profile: higher cuts off who cannot do it, lower is only possible here. The reason stays on record. */
export function MinimumDialog({
  stationId,
  minimum,
  onClose,
}: {
  stationId: number;
  minimum: number;
  onClose: () => void;
}) {
  const word = useWord();
  const [profile, setProfile] = useState(minimum);
  const [reason, setReason] = useState('');
  const change = useWrite('PUT', '/stations/:stationId/minimum-profile', { invalidates, onDone: onClose });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={word('minimum.title')}
      confirm={word('minimum.do')}
      destructive={profile !== minimum}
      disabled={reason.trim() === '' || profile === minimum}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ params: { stationId }, body: { profile, reason: reason.trim() } })}
    >
      <label className="field">
        <span>{word('minimum')}</span>
        <select
          className="filter-select field-select"
          value={profile}
          onChange={(event) => setProfile(Number(event.target.value))}
        >
          {(minimum === 0 ? [0, 1, 2, 3] : [1, 2, 3]).map((each) => (
            <option key={each} value={each}>
              {word(`profile.${each}`)}
            </option>
          ))}
        </select>
        <span className="small soft">
          {profile === minimum ? '' : word(profile > minimum ? 'minimum.higher' : 'minimum.lower')}
        </span>
      </label>
      <TextInput
        label={word('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        required
        error={change.error?.fields.reason}
      />
    </ConfirmDialog>
  );
}

/** The password on a station's type plate or delivery note: with it it comes in, and gets one of its own. */
export function FactoryDialog({ stationId, onClose }: { stationId: number; onClose: () => void }) {
  const word = useWord();
  const [password, setPassword] = useState('');
  const set = useWrite('PUT', '/stations/:stationId/credentials/factory', { invalidates, onDone: onClose });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={word('factory.title')}
      confirm={word('factory.do')}
      disabled={password.length < 8}
      busy={set.isPending}
      error={set.error}
      onConfirm={() => set.mutate({ params: { stationId }, body: { password } })}
    >
      <p className="soft">{word('factory.text')}</p>
      <PasswordInput
        label={word('factory.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        maxLength={40}
        required
        autoComplete="off"
        error={set.error?.fields.password}
      />
    </ConfirmDialog>
  );
}
