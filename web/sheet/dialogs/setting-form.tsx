import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { send } from '../../api/client.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { nameOf, type Setting, settingName } from './settings.ts';

/** Changes one setting; what the station then says it is set to is read again. */
export function SettingForm({
  setting,
  stationId,
  offline,
  why,
}: {
  setting: Setting;
  stationId: number;
  offline: boolean;
  /** Why nothing can be written now. */
  why: string | undefined;
}) {
  const intl = useIntl();
  const ask = useAsk();
  const before = setting.secret ? '' : (setting.value ?? '');
  const [value, setValue] = useState(before);
  const fixed = setting.mutability === 'ReadOnly';
  const shown = settingName(setting);
  const whenOffline = offline ? 'queue' : 'refuse';
  const write = async (event: FormEvent) => {
    event.preventDefault();
    const name = nameOf(setting);
    const commandId = await ask(
      stationId,
      'writeSettings',
      { values: [{ name, value }], whenOffline },
      intl.formatMessage({ id: 'sheet.settings.label' }, { name: shown }),
    );
    if (commandId === undefined || setting.mutability === 'WriteOnly') return;
    if (offline || (await isDone(stationId, commandId)))
      void ask(
        stationId,
        'readSettings',
        { names: [name], whenOffline },
        intl.formatMessage({ id: 'sheet.settings.readLabel' }, { name: shown }),
      );
  };
  return (
    <form className="stack" onSubmit={(event) => void write(event)}>
      <TextInput
        label={<span className="mono">{shown}</span>}
        description={
          <FormattedMessage id={`sheet.settings.hint.${fixed ? 'fixed' : setting.secret ? 'secret' : 'open'}`} />
        }
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        maxLength={2500}
        disabled={fixed || why !== undefined}
        autoComplete="off"
        rightSection={setting.unit ? <span className="dim small">{setting.unit}</span> : null}
      />
      <p className="soft small">{why ?? (offline && !fixed ? <FormattedMessage id="sheet.queueNote" /> : null)}</p>
      <div className="dialog-actions">
        <Button type="submit" disabled={fixed || why !== undefined || value === before}>
          <FormattedMessage id="sheet.settings.write" />
        </Button>
      </div>
    </form>
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
