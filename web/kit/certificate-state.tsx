import { useIntl } from 'react-intl';
import { Tag } from './status.tsx';

const tones = {
  valid: 'ok',
  ending: 'warn',
  expired: 'bad',
  notYetValid: 'mute',
  revoked: 'bad',
  superseded: 'mute',
} as const;
export type CertificateState = keyof typeof tones;
export const certificateStates = Object.keys(tones) as readonly CertificateState[];

/** Whether a certificate is good, as a word and a colour. */
export function CertificateTag({ state }: { state: CertificateState }) {
  const intl = useIntl();
  return <Tag tone={tones[state]}>{intl.formatMessage({ id: `kit.certificate.${state}` })}</Tag>;
}
