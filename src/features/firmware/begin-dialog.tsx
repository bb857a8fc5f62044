import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useRead, useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { Reach, useReach } from './reach.tsx';
import { type Image, useWord } from './words.tsx';

/** `1, 5%, 100%`; undefined: not in this form. */
function wavesOf(text: string) {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const waves = parts.map((part) => {
    const found = /^(\d{1,6}(?:[.]\d)?)\s*(%?)$/.exec(part);
    if (!found) return undefined;
    const value = Number(found[1]);
    if (found[2] === '%') return value > 0 && value <= 100 ? { percent: value } : undefined;
    return Number.isInteger(value) && value > 0 ? { stations: value } : undefined;
  });
  return waves.includes(undefined) || waves.length > 10
    ? undefined
    : (waves as Exclude<(typeof waves)[0], undefined>[]);
}

/** Whom, in which waves, and when to stop: with the number of stations before anything begins. */
export function BeginDialog({
  image,
  onClose,
  onBegun,
}: {
  image: Image;
  onClose: () => void;
  onBegun: (id: string) => void;
}) {
  const word = useWord();
  const choices = useRead('/stations/choices');
  const [chosen, setChosen] = useState({ vendor: image.vendor ?? '', model: '', version: '', location: '' });
  const [waves, setWaves] = useState('1, 5%, 100%');
  const [pause, setPause] = useState<number | string>(60);
  const [failures, setFailures] = useState<number | string>(0);
  const [tries, setTries] = useState<number | string>(3);
  const [onlyIdle, setOnlyIdle] = useState(true);
  const [signed, setSigned] = useState(image.trust === 'verified');
  const filter = useMemo(
    () => ({
      ...(chosen.vendor ? { vendor: chosen.vendor } : {}),
      ...(chosen.model ? { models: [chosen.model] } : {}),
      ...(chosen.version ? { versions: [chosen.version] } : {}),
      ...(chosen.location ? { location: chosen.location } : {}),
    }),
    [chosen],
  );
  const reach = useReach({ imageId: image.id, filter });
  const begin = useWrite('POST', '/firmware/rollouts', {
    invalidates: ['/firmware/rollouts'],
    onDone: (rollout) => onBegun(rollout.id),
  });
  const sizes = wavesOf(waves);
  const count = reach.data?.stations;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sizes || !count) return;
    begin.mutate({
      body: {
        imageId: image.id,
        filter,
        waves: sizes,
        pauseSeconds: Math.round(Number(pause) * 60),
        mostFailures: Number(failures),
        tries: Number(tries),
        onlyIdle,
        ...(image.trust === 'verified' ? { signed } : {}),
        expected: count,
      },
    });
  };
  const select = (name: keyof typeof chosen, options: readonly string[]) => (
    <label className="field">
      <span>{word(`begin.${name}`)}</span>
      <select
        className="filter-select field-select"
        value={chosen[name]}
        onChange={(event) => setChosen((before) => ({ ...before, [name]: event.target.value }))}
      >
        <option value="">{word('begin.all')}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Dialog opened onClose={onClose} title={word('begin.title', { version: image.version })} size={600}>
      <form className="stack" onSubmit={submit}>
        <fieldset className="plain-fieldset stack">
          <legend className="strong small">{word('begin.who')}</legend>
          <div className="field-row">
            {select('vendor', choices.data?.vendors ?? (image.vendor ? [image.vendor] : []))}
            {select('model', image.models.length > 0 ? image.models : (choices.data?.models ?? []))}
          </div>
          <div className="field-row">
            {select('version', choices.data?.firmwares ?? [])}
            {select('location', choices.data?.locations ?? [])}
          </div>
          <Reach reach={reach} />
        </fieldset>
        <TextInput
          label={word('begin.waves')}
          description={word('begin.wavesHint')}
          value={waves}
          onChange={(event) => setWaves(event.currentTarget.value)}
          error={sizes ? undefined : word('begin.waves.wrong')}
        />
        <div className="field-row">
          <NumberInput label={word('begin.pause')} value={pause} onChange={setPause} min={0} max={43_200} />
          <NumberInput label={word('begin.failures')} value={failures} onChange={setFailures} min={0} max={100_000} />
          <NumberInput label={word('begin.tries')} value={tries} onChange={setTries} min={1} max={10} />
        </div>
        <Checkbox
          label={word('begin.idle')}
          checked={onlyIdle}
          onChange={(event) => setOnlyIdle(event.currentTarget.checked)}
        />
        {image.trust === 'verified' ? (
          <Checkbox
            label={word('begin.signed')}
            description={word('begin.signedNote')}
            checked={signed}
            onChange={(event) => setSigned(event.currentTarget.checked)}
          />
        ) : null}
        <p className="small soft">{word('begin.risk')}</p>
        {begin.error ? <ProblemText error={begin.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose} data-autofocus>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={begin.isPending} disabled={!count || !sizes}>
            {word('begin.do', { count: count ?? 0 })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
