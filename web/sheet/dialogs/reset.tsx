import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useRead } from '../../api/queries.ts';
import { useAsk } from '../../kit/command-button.tsx';
import { ConfirmDialog } from '../../kit/confirm.tsx';
import { FilterSegments } from '../../kit/filter-bar.tsx';
import { ProblemText } from '../../kit/problem.tsx';
import { formatEnergy } from '../../kit/quantities.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import type { DialogProps } from '../actions.tsx';

type Mode = 'soft' | 'hard' | 'onIdle';

/** The energies of running sessions in one phrase: "31.8 kWh and 18.3 kWh". */
export function useSessionFigures(): (running: readonly { readonly energyWh?: number | undefined }[]) => string {
  const intl = useIntl();
  return (running) => {
    const known = running
      .slice(0, 4)
      .map((session) =>
        session.energyWh === undefined
          ? intl.formatMessage({ id: 'sheet.reset.noEnergy' })
          : formatEnergy(session.energyWh, intl.locale),
      );
    return intl.formatList(running.length > 4 ? [...known, '…'] : known, { type: 'conjunction' });
  };
}

/** Restarting: what it does to running sessions stands there with figures, and the gentle way is chosen. */
export function ResetDialog({ station, stationId, onClose }: DialogProps) {
  const intl = useIntl();
  const ask = useAsk();
  const figures = useSessionFigures();
  const old = station.protocol === 'ocpp1.6';
  const [mode, setMode] = useState<Mode>(old ? 'soft' : 'onIdle');
  const preview = useRead(
    '/stations/:stationId/commands/preview',
    { params: { stationId }, query: { kind: 'reset' } },
    { everyMs: 5000 },
  );
  const running = preview.data?.running ?? [];
  const word = old && mode === 'hard' ? 'hard16' : mode;
  const stops = running.length > 0 && mode !== 'onIdle';
  const doing = stops
    ? intl.formatMessage({ id: 'sheet.reset.do.stop' }, { count: running.length })
    : intl.formatMessage({ id: mode === 'onIdle' ? 'sheet.reset.do.onIdle' : 'sheet.reset.do' });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={intl.formatMessage({ id: 'sheet.reset.title' }, { name: station.name })}
      confirm={doing}
      destructive={stops}
      {...(mode === 'hard' ? { typed: station.identity } : {})}
      disabled={!preview.data}
      onConfirm={() => {
        void ask(stationId, 'reset', { mode }, doing);
        onClose();
      }}
    >
      {preview.error ? <ProblemText error={preview.error} /> : null}
      <p className="soft">
        {preview.data ? (
          running.length === 0 ? (
            <FormattedMessage id="sheet.reset.none" />
          ) : (
            <FormattedMessage
              id={old ? 'sheet.reset.running16' : 'sheet.reset.running'}
              values={{ count: running.length, figures: figures(running) }}
            />
          )
        ) : (
          <Skeleton lines={1} />
        )}
      </p>
      <div className="segments-wide">
        <FilterSegments<Mode>
          label={intl.formatMessage({ id: 'sheet.reset.mode' })}
          value={mode}
          onChange={setMode}
          choices={
            old
              ? [
                  { value: 'soft', label: <FormattedMessage id="sheet.reset.mode.soft" /> },
                  { value: 'hard', label: <FormattedMessage id="sheet.reset.mode.hard16" /> },
                ]
              : [
                  { value: 'onIdle', label: <FormattedMessage id="sheet.reset.mode.onIdle" /> },
                  { value: 'hard', label: <FormattedMessage id="sheet.reset.mode.hard" /> },
                ]
          }
        />
      </div>
      <p className="soft small">
        <FormattedMessage id={`sheet.reset.text.${word}`} />
      </p>
    </ConfirmDialog>
  );
}
