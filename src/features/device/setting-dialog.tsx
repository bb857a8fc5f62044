import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { send } from '../../../web/api/client.ts';
import { type CommandBody, useAsk } from '../../../web/kit/command-button.tsx';
import { Dialog } from '../../../web/kit/confirm.tsx';
import type { StationHead } from '../tabs.ts';
import { knownSetting } from './fields/known-settings.ts';
import { valueFault } from './fields/value-fault.ts';
import { fullName, variableText } from './names.tsx';
import type { Setting } from './settings.tsx';

type Name = CommandBody<'writeSettings'>['values'][number]['name'];

/** What a command names it by; `Actual` is what a station takes when no attribute is named (OCPP 2.0.1 B05, B06). */
function nameOf(setting: Setting): Name {
  const { component, componentInstance, evse, connector, variable, variableInstance, attribute } = setting;
  return {
    component,
    variable,
    ...(componentInstance === undefined ? {} : { componentInstance }),
    ...(evse === undefined ? {} : { evse }),
    ...(connector === undefined ? {} : { connector }),
    ...(variableInstance === undefined ? {} : { variableInstance }),
    ...(attribute === 'Actual' ? {} : { attribute: attribute as NonNullable<Name['attribute']> }),
  };
}

/** Changes one setting by a field of its type; what the station then says it is set to is read again. */
export function SettingDialog({
  setting,
  station,
  offline,
  onClose,
}: {
  setting: Setting;
  station: StationHead;
  offline: boolean;
  onClose: () => void;
}) {
  const intl = useIntl();
  const ask = useAsk();
  const known = knownSetting(setting.component, setting.variable);
  const before = setting.secret ? '' : (setting.value ?? '');
  const [value, setValue] = useState(before);
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const fault = valueFault(setting, known?.type, value);
  const ready = known?.danger !== true || typed === station.identity;
  const name = variableText(setting);
  const word = (id: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.settings.${id}` }, values);

  const write = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault !== undefined || !ready) return;
    onClose();
    const named = nameOf(setting);
    const whenOffline = offline ? ('queue' as const) : ('refuse' as const);
    const commandId = await ask(
      station.id,
      'writeSettings',
      { values: [{ name: named, value }], whenOffline },
      word('writing', { name }),
    );
    if (commandId === undefined || setting.mutability === 'WriteOnly') return;
    // SET-1: only what the station says afterwards is true.
    if (offline || (await isDone(station.id, commandId)))
      void ask(station.id, 'readSettings', { names: [named], whenOffline }, word('reading', { name }));
  };
  return (
    <Dialog opened onClose={onClose} title={word('changeOf', { name })}>
      <form className="stack" onSubmit={(event) => void write(event)} noValidate>
        <p className="soft">
          {known ? (
            intl.formatMessage({ id: `device.known.${known.id}` })
          ) : (
            <span className="mono">{fullName(setting)}</span>
          )}
        </p>
        <ValueInput
          setting={setting}
          type={known?.type}
          unit={setting.unit ?? known?.unit}
          value={value}
          onChange={setValue}
          fault={tried && fault ? word(`fault.${fault.rule}`, fault.values) : undefined}
        />
        {known?.danger ? (
          <label className="field form-danger">
            <span>
              <FormattedMessage
                id="kit.confirm.type"
                values={{ text: <strong className="mono">{station.identity}</strong> }}
              />
            </span>
            <input
              className="plain-input mono"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </label>
        ) : null}
        <p className="soft small">{word(offline ? 'offline' : setting.secret ? 'secretHint' : 'hint')}</p>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" disabled={value === before || !ready} {...(known?.danger ? { color: 'red' } : {})}>
            {word('write')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A choice where the values are known, a number with its limits, else a line of text. */
function ValueInput({
  setting,
  type: knownType,
  unit,
  value,
  onChange,
  fault,
}: {
  setting: Setting;
  type: 'boolean' | 'integer' | 'list' | undefined;
  unit: string | undefined;
  value: string;
  onChange: (value: string) => void;
  fault: string | undefined;
}) {
  const intl = useIntl();
  const id = useId();
  const type = setting.dataType ?? knownType;
  const word = (name: string, values?: Record<string, string | number>) =>
    intl.formatMessage({ id: `device.settings.${name}` }, values);
  const choices = type === 'boolean' ? ['true', 'false'] : type === 'OptionList' ? (setting.values ?? []) : [];
  if (choices.length > 0) {
    const all = choices.includes(value.toLowerCase()) || choices.includes(value) ? choices : [value, ...choices];
    return (
      <label className="field">
        <span>{word('col.value')}</span>
        <select
          className="filter-select field-select"
          value={type === 'boolean' ? value.toLowerCase() : value}
          onChange={(event) => onChange(event.target.value)}
          data-autofocus
        >
          {all.map((choice) => (
            <option key={choice} value={choice}>
              {type === 'boolean' && choice !== '' ? word(choice) : choice}
            </option>
          ))}
        </select>
      </label>
    );
  }
  const { minLimit: least, maxLimit: most } = setting;
  const bounds =
    type === 'integer' || type === 'decimal'
      ? least !== undefined && most !== undefined
        ? word('bounds.both', { least, most })
        : least !== undefined
          ? word('bounds.least', { least })
          : most !== undefined
            ? word('bounds.most', { most })
            : word(`type.${type}`)
      : setting.values && setting.values.length > 0
        ? word('type.several', { values: setting.values.join(', ') })
        : type === 'list' || type === 'MemberList' || type === 'SequenceList'
          ? word('type.list')
          : type === 'dateTime'
            ? word('type.dateTime')
            : undefined;
  return (
    <TextInput
      id={id}
      label={word('col.value')}
      description={bounds}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={fault}
      maxLength={2500}
      autoComplete="off"
      spellCheck={false}
      data-autofocus
      {...(setting.secret ? { type: 'password' } : {})}
      rightSection={unit ? <span className="dim small">{unit}</span> : null}
    />
  );
}

const longestWait = 70;

/** Waits for the end of a command, as long as one may take (60 s): true when the station did it. */
async function isDone(stationId: number, commandId: string): Promise<boolean> {
  for (let second = 0; second < longestWait; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const life = (await send('GET', '/stations/:stationId/commands/:commandId', {
      params: { stationId, commandId },
    }).catch(() => undefined)) as { state: string; endedAt?: string } | undefined;
    if (life?.endedAt !== undefined) return life.state === 'done';
  }
  return false;
}
