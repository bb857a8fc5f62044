import { useIntl } from 'react-intl';
import type { OutRow } from './contract.ts';

export const states: readonly OutRow['state'][] = ['waiting', 'sending', 'sent', 'dead', 'dismissed'];
export const kinds: readonly OutRow['kind'][] = ['mail', 'webhook'];
export const tones = { waiting: 'warn', sending: 'brand', sent: 'ok', dead: 'bad', dismissed: 'mute' } as const;

/** What it is about in words; a topic that has none yet is shown as it is. */
export function useTopic(): (topic: string) => string {
  const intl = useIntl();
  return (topic) =>
    intl.messages[`outbox.topic.${topic}`] === undefined ? topic : intl.formatMessage({ id: `outbox.topic.${topic}` });
}
