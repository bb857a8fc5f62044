import type { ComponentType } from 'react';
import type { Reply, RouteAt } from '../../web/api/routes.ts';
import type { TextsModule } from '../../web/shell/with-texts.tsx';
import type { Right } from '../http/contract.ts';

/** The head of the data sheet, read once for all tabs. */
export type StationHead = Reply<RouteAt<'GET', '/stations/:stationId'>>;

export interface TabProps {
  readonly stationId: number;
  readonly station: StationHead;
}

export const tabGroups = ['overview', 'charging', 'health', 'device', 'service', 'publishing'] as const;

export interface TabEntry {
  /** The last part of its address; its name is `sheet.tab.<id>`. */
  readonly id: string;
  readonly group: (typeof tabGroups)[number];
  /** Who has not this right does not see the tab. */
  readonly right: Right;
  readonly load: () => Promise<{ readonly Tab: ComponentType<TabProps> }>;
  readonly texts: () => Promise<TextsModule>;
}

/** The tabs of the data sheet that exist, in their order. Each comes in a chunk of its own when it is opened. */
export const tabs: readonly TabEntry[] = [
  {
    id: 'information',
    group: 'overview',
    right: 'information.see',
    load: () => import('./information/tab.tsx'),
    texts: () => import('./information/texts.ts'),
  },
  {
    id: 'additional-information',
    group: 'overview',
    right: 'additionalInformation.see',
    load: () => import('./additional-information/tab.tsx'),
    texts: () => import('./additional-information/texts.ts'),
  },
  {
    id: 'charge-points',
    group: 'charging',
    right: 'chargePoints.see',
    load: () => import('./charge-points/tab.tsx'),
    texts: () => import('./charge-points/texts.ts'),
  },
  {
    id: 'charge-logs',
    group: 'charging',
    right: 'chargeLogs.see',
    load: () => import('./charge-logs/tab.tsx'),
    texts: () => import('./charge-logs/texts.ts'),
  },
  {
    id: 'charging-profiles',
    group: 'charging',
    right: 'charging.see',
    load: () => import('./charging/tab.tsx'),
    texts: () => import('./charging/texts.ts'),
  },
  {
    id: 'reservations',
    group: 'charging',
    right: 'reservations.see',
    load: () => import('./reservations/tab.tsx'),
    texts: () => import('./reservations/texts.ts'),
  },
  {
    id: 'errors',
    group: 'health',
    right: 'errors.see',
    load: () => import('./errors/tab.tsx'),
    texts: () => import('./errors/texts.ts'),
  },
  {
    id: 'logs',
    group: 'health',
    right: 'logs.see',
    load: () => import('./logs/tab.tsx'),
    texts: () => import('./logs/texts.ts'),
  },
  {
    id: 'communication-logs',
    group: 'health',
    right: 'communicationLogs.see',
    load: () => import('./communication-logs/tab.tsx'),
    texts: () => import('./communication-logs/texts.ts'),
  },
  {
    id: 'connection-history',
    group: 'health',
    right: 'connectionHistory.see',
    load: () => import('./connection-history/tab.tsx'),
    texts: () => import('./connection-history/texts.ts'),
  },
  {
    id: 'diagnosis',
    group: 'health',
    right: 'diagnosis.see',
    load: () => import('./diagnosis/tab.tsx'),
    texts: () => import('./diagnosis/texts.ts'),
  },
  {
    id: 'settings',
    group: 'device',
    right: 'settings.see',
    load: () => import('./device/tab.tsx'),
    texts: () => import('./device/texts.ts'),
  },
  {
    id: 'components',
    group: 'device',
    right: 'components.see',
    load: () => import('./assets/tab.tsx'),
    texts: () => import('./assets/texts.ts'),
  },
  {
    id: 'security',
    group: 'device',
    right: 'security.see',
    load: () => import('./security/tab.tsx'),
    texts: () => import('./security/texts.ts'),
  },
  {
    id: 'documents',
    group: 'service',
    right: 'documents.see',
    load: () => import('./documents/tab.tsx'),
    texts: () => import('./documents/texts.ts'),
  },
  {
    id: 'history',
    group: 'service',
    right: 'history.see',
    load: () => import('./history/tab.tsx'),
    texts: () => import('./history/texts.ts'),
  },
];
