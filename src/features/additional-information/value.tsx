import { useIntl } from 'react-intl';
import { visibleText } from '../../../web/kit/visible-text.ts';
import type { Field } from './tab.tsx';

/** A value in the reader's language. Only addresses of the web become links; they open apart and tell nobody where from. */
export function FieldValueText({ field, value }: { field: Field; value: string }) {
  const intl = useIntl();
  switch (field.kind) {
    case 'number':
      return (
        <span className="num">
          {intl.formatNumber(Number(value), { maximumFractionDigits: 20 })}
          {field.unit ? ` ${field.unit}` : ''}
        </span>
      );
    case 'date':
      return <span className="num">{intl.formatDate(value, { dateStyle: 'medium', timeZone: 'UTC' })}</span>;
    case 'yesNo':
      return intl.formatMessage({ id: value === 'true' ? 'fields.yes' : 'fields.no' });
    case 'link':
      return (
        <a href={value} target="_blank" rel="noopener noreferrer" className="field-link">
          {visibleText(value)}
        </a>
      );
    default:
      return <span className="field-text">{visibleText(value)}</span>;
  }
}
