import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { CommandKind } from '../../../src/domain/commands.ts';
import type { Protocol } from '../../../src/domain/ports.ts';
import { applies } from '../../../src/features/commands/fields/check.ts';
import type { Description } from '../../../src/features/commands/fields/field.ts';
import { descriptions } from '../../../src/features/commands/fields/index.ts';
import { type RawFields, readForm, startOf } from '../../../src/features/commands/fields/read.ts';
import type { StationHead } from '../../../src/features/tabs.ts';
import { ApiError } from '../../api/problem.ts';
import { askCommand, type CommandBody } from '../../kit/command-button.tsx';
import { ProblemText } from '../../kit/problem.tsx';
import { momentAt, wallClock } from '../../kit/wall-clock.ts';
import { FormFields } from './fields.tsx';
import { changed, FormContext, formPath } from './form-state.ts';
import './form.css';

const described: Readonly<Record<CommandKind, Description>> = descriptions;

/** The form of a command: checked here by the rules that the route has, sent, and then its life is shown. */
export function CommandForm({
  kind,
  station,
  begun,
  onAsked,
  onCancel,
}: {
  kind: CommandKind;
  station: StationHead;
  /** What it begins with, where not with its usual values. */
  begun?: RawFields | undefined;
  onAsked: (commandId: string, raw: RawFields) => void;
  onCancel: () => void;
}) {
  const intl = useIntl();
  const description = described[kind];
  const form = useRef<HTMLFormElement>(null);
  const protocol = station.protocol as Protocol | undefined;
  const zone = station.timeZone;
  const [raw, setRaw] = useState<RawFields>(() => ({
    ...startOf(description.fields, protocol, Date.now(), (at) => wallClock(at, zone)),
    ...begun,
  }));
  const [tried, setTried] = useState(0);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const reading = useMemo(
    () => readForm(description, raw, { protocol, instantOf: (local) => momentAt(local, zone) }),
    [description, raw, protocol, zone],
  );
  const faults = tried > 0 ? reading.faults : {};
  const refused = useMemo(
    () =>
      error instanceof ApiError
        ? Object.fromEntries(
            Object.entries(error.fields).map(([path, says]) => [formPath(description.fields, path), says]),
          )
        : {},
    [error, description],
  );
  const danger = description.danger === true || (description.danger !== undefined && applies(description.danger, raw));
  const ready = !danger || typed === station.identity;
  const offline = station.connection.state === 'offline' || station.connection.state === 'never';

  // The first field that is wrong gets the focus, in the order of the form.
  const wrong = Object.keys(faults)[0] ?? Object.keys(refused)[0];
  const first = useRef(wrong);
  first.current = wrong;
  useEffect(() => {
    if (tried === 0 || first.current === undefined) return;
    const field = form.current?.querySelector(`[data-path="${first.current}"]`);
    field?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }, [tried]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !ready) return;
    setError(undefined);
    if (Object.keys(reading.faults).length > 0) {
      setTried((before) => before + 1);
      return;
    }
    setBusy(true);
    try {
      const body = { ...reading.body, whenOffline: offline ? 'queue' : 'refuse' } as CommandBody<typeof kind>;
      onAsked(await askCommand(station.id, kind, body), raw);
    } catch (thrown) {
      setError(thrown);
      setTried((before) => before + 1);
    } finally {
      setBusy(false);
    }
  };
  const hasTimes = /"instant"/.test(JSON.stringify(description.fields));
  const count = Object.keys(faults).length;
  return (
    <FormContext.Provider value={{ station, protocol, zone, faults, refused }}>
      <form className="stack" onSubmit={(event) => void submit(event)} ref={form} noValidate>
        <p className="soft">
          <FormattedMessage id={`commands.says.${kind}`} />
        </p>
        {Object.keys(description.fields).length > 0 ? (
          <div>
            <FormFields
              fields={description.fields}
              raw={raw}
              path=""
              onChange={(path, value) => setRaw((before) => changed(before, path, value))}
            />
          </div>
        ) : null}
        <p className="form-foot">
          <span>
            <FormattedMessage
              id="commands.form.ocpp"
              values={{ actions: <span className="mono">{description.actions.join(', ')}</span> }}
            />
          </span>
          {hasTimes ? (
            <span>
              <FormattedMessage id="commands.form.zone" values={{ zone: zone.replaceAll('_', ' ') }} />
            </span>
          ) : null}
        </p>
        {offline ? (
          <p className="small warn">
            <FormattedMessage id="commands.form.offline" />
          </p>
        ) : null}
        {danger ? (
          <div className="form-danger">
            <p>
              <FormattedMessage id={`commands.danger.${kind}`} />
            </p>
            <label className="stack" style={{ gap: 4 }}>
              <span className="small">
                <FormattedMessage
                  id="kit.confirm.type"
                  values={{ text: <strong className="mono">{station.identity}</strong> }}
                />
              </span>
              <input
                className="form-input mono"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                spellCheck={false}
              />
            </label>
          </div>
        ) : null}
        <div role="status">
          {count > 0 ? (
            <p className="form-fault">
              <FormattedMessage id="commands.form.faults" values={{ count }} />
            </p>
          ) : null}
        </div>
        {error ? <ProblemText error={error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onCancel}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={busy} disabled={!ready} {...(danger ? { color: 'red' } : {})}>
            {intl.formatMessage({ id: `commands.kind.${kind}` })}
          </Button>
        </div>
      </form>
    </FormContext.Provider>
  );
}
