import { FormattedMessage } from 'react-intl';

/** Missing is not zero: what the station never sent. */
export function NotReported() {
  return (
    <span className="not-reported dim">
      <FormattedMessage id="kit.notReported" />
    </span>
  );
}
