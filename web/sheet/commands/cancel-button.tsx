import { Button } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import type { StationHead } from '../../../src/features/tabs.ts';
import { useWrite } from '../../api/queries.ts';
import { ProblemText } from '../../kit/problem.tsx';
import { useRight } from '../../shell/session.tsx';
import type { Life } from './life.tsx';

/** Takes back a command that still waits for its station. */
export function CancelButton({ station, life }: { station: StationHead; life: Life }) {
  const intl = useIntl();
  const mayCommand = useRight('commands.act');
  const cancel = useWrite('DELETE', '/stations/:stationId/commands/:commandId', {
    invalidates: ['/stations/:stationId/commands', '/stations/:stationId/commands/:commandId'],
  });
  if (life.state !== 'queued' || !mayCommand) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={cancel.isPending}
        aria-label={intl.formatMessage(
          { id: 'sheet.underWay.cancelOne' },
          { command: intl.formatMessage({ id: `commands.kind.${life.kind}` }) },
        )}
        onClick={(event) => {
          event.stopPropagation();
          cancel.mutate({ params: { stationId: station.id, commandId: life.id } });
        }}
      >
        <FormattedMessage id="sheet.underWay.cancel" />
      </Button>
      {cancel.error ? <ProblemText error={cancel.error} /> : null}
    </>
  );
}
