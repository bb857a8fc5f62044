import type { IntlShape } from 'react-intl';
import type { LiveValues } from '../../domain/ports.ts';
import type { StationHead } from '../tabs.ts';
import type { InformationReply } from './contract.ts';

export interface Part {
  readonly sheet: InformationReply;
  /** Values of the moment; absent until the first have come. */
  readonly live: LiveValues | undefined;
  readonly station: StationHead;
}

const knownFault = (intl: IntlShape, code: string): boolean => intl.messages[`information.fault.${code}`] !== undefined;

/** "has a ground fault"; a manufacturer's own code stays as it was sent. */
export const faultWords = (intl: IntlShape, code: string): string =>
  knownFault(intl, code)
    ? intl.formatMessage({ id: `information.fault.${code}` })
    : intl.formatMessage({ id: 'information.fault.any' }, { code });

export const minutesOf = (seconds: number): number => Math.round(seconds / 60);
