import { useIntl } from 'react-intl';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Field } from './columns.tsx';

/** A value of additional information in one line, in the reader's language. */
export function FieldValueText({ field, value }: { field: Field; value: string }) {
  const intl = useIntl();
  if (field.kind === 'number')
    return (
      <span className="num">
        {intl.formatNumber(Number(value), { maximumFractionDigits: 20 })}
        {field.unit ? ` ${field.unit}` : ''}
      </span>
    );
  if (field.kind === 'date')
    return <span className="num">{intl.formatDate(value, { dateStyle: 'medium', timeZone: 'UTC' })}</span>;
  if (field.kind === 'yesNo') return intl.formatMessage({ id: `stations.field.${value === 'true' ? 'yes' : 'no'}` });
  return (
    <span className="clip" title={value}>
      {visibleText(value)}
    </span>
  );
}
