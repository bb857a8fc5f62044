import type { Static } from 'typebox';
import { localTime } from '../../lib/local-time.ts';
import { present } from '../../lib/present.ts';
import type { Instant } from '../../lib/time.ts';
import type { Document, Version } from './contract.ts';
import { previewOf } from './media.ts';
import { expiryOf } from './rules.ts';
import type { SettingsRow } from './settings-store.ts';
import type { DocumentRow, VersionRow } from './store.ts';

export const todayOf = ({ time_zone }: SettingsRow, now: Instant): string => localTime(time_zone).dayOf(now);

export const shownDocument = (row: DocumentRow, settings: SettingsRow, now: Instant): Static<typeof Document> =>
  present({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    station: row.station_id === null ? undefined : { id: row.station_id, name: row.station_name ?? '' },
    name: row.name,
    category: row.category,
    createdAt: row.created_at.toISOString(),
    expiresOn: row.expires_on,
    expiry: expiryOf(row.expires_on, todayOf(settings, now), settings.reminder_days),
    removedAt: row.removed_at?.toISOString(),
    removedBy: row.removed_by,
    ...shownVersion(row),
  });

export const shownVersion = (row: VersionRow): Static<typeof Version> =>
  present({
    version: row.version,
    fileName: row.file_name,
    size: Number(row.size),
    sha256: row.sha256,
    mediaType: row.media_type,
    preview: previewOf(row.media_type),
    thumbnail: row.thumbnail,
    uploadedAt: row.uploaded_at.toISOString(),
    uploadedBy: row.uploaded_by,
  });
