import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useIntl } from 'react-intl';
import { StatusIcon } from '../../../web/kit/status.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { ErrorRow } from './contract.ts';

/** A code's title in words where there is one, else the code itself. */
export function useCodeTitle(): (code: string) => string {
  const intl = useIntl();
  return (code) => {
    const id = `errors.code.${code}.title`;
    return intl.messages[id] ? intl.formatMessage({ id }) : visibleText(code);
  };
}

/** Colour, shape and word of a severity. */
export function SeverityIcon({ severity, closed }: { severity: ErrorRow['severity']; closed: boolean }) {
  const intl = useIntl();
  const label = intl.formatMessage({ id: `errors.severity.${severity}` });
  return (
    <span className={`errors-icon errors-${closed ? 'closed' : severity}`} role="img" aria-label={label} title={label}>
      {severity === 'critical' ? (
        <StatusIcon standing="faulted" silent size={14} />
      ) : severity === 'warning' ? (
        <IconAlertTriangle size={15} stroke={1.9} aria-hidden />
      ) : (
        <IconInfoCircle size={15} stroke={1.9} aria-hidden />
      )}
    </span>
  );
}
