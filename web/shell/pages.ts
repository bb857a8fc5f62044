import {
  IconAddressBook,
  IconAlertTriangle,
  IconBell,
  IconBookmark,
  IconCertificate,
  IconCpu,
  IconCreditCard,
  IconFiles,
  IconHistory,
  IconInbox,
  IconKey,
  IconMapPin,
  IconMessages,
  IconPackage,
  IconPlugConnected,
  IconSend,
  IconSettings,
  IconSitemap,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Right } from '../../src/http/contract.ts';

export interface PageEntry {
  readonly id: string;
  readonly to: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Who has not this right does not see the page. */
  readonly right: Right;
  readonly group: 'work' | 'manage' | 'administer';
}

/** The pages beside the data sheet, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  { id: 'stations', to: '/stations', icon: IconPlugConnected, right: 'stations.see', group: 'work' },
  { id: 'errors', to: '/errors', icon: IconAlertTriangle, right: 'errors.see', group: 'work' },
  { id: 'reservations', to: '/reservations', icon: IconBookmark, right: 'reservations.see', group: 'work' },
  { id: 'locations', to: '/locations', icon: IconMapPin, right: 'locations.see', group: 'work' },
  { id: 'onboarding', to: '/onboarding', icon: IconInbox, right: 'stations.onboard', group: 'work' },
  { id: 'cards', to: '/cards', icon: IconCreditCard, right: 'cards.see', group: 'manage' },
  { id: 'assets', to: '/asset-management', icon: IconPackage, right: 'assets.see', group: 'manage' },
  { id: 'documents', to: '/documents', icon: IconFiles, right: 'documents.see', group: 'manage' },
  { id: 'firmware', to: '/firmware', icon: IconCpu, right: 'firmware.see', group: 'manage' },
  { id: 'certificates', to: '/certificates', icon: IconCertificate, right: 'certificates.see', group: 'manage' },
  { id: 'vendors', to: '/vendors', icon: IconMessages, right: 'vendors.see', group: 'manage' },
  { id: 'contacts', to: '/contacts', icon: IconAddressBook, right: 'contacts.see', group: 'manage' },
  { id: 'notifications', to: '/notifications', icon: IconBell, right: 'notifications.see', group: 'manage' },
  { id: 'outbox', to: '/outbox', icon: IconSend, right: 'outbox.see', group: 'manage' },
  { id: 'members', to: '/members', icon: IconUsers, right: 'organisation.see', group: 'administer' },
  { id: 'organisation', to: '/organisation', icon: IconSitemap, right: 'organisation.see', group: 'administer' },
  { id: 'audit', to: '/audit', icon: IconHistory, right: 'audit.see', group: 'administer' },
  { id: 'apiKeys', to: '/api-keys', icon: IconKey, right: 'apiKeys.administer', group: 'administer' },
  { id: 'operator', to: '/operator', icon: IconSettings, right: 'operator.administer', group: 'administer' },
];
