/** Words of the Documents tab and of the page of all documents. */
const en = {
  'documents.title': 'Documents',
  'documents.note': 'Papers and photos of stations, models, locations and articles.',
  'documents.of': 'Belongs to',
  'documents.of.station': 'Station',
  'documents.of.model': 'Model {id}',
  'documents.of.location': 'Location {id}',
  'documents.of.article': 'Article {id}',
  'documents.calibration.expired':
    '{count, plural, one {A calibration certificate has expired.} other {# calibration certificates have expired.}} Look at it before energy is billed.',
  'documents.calibration.soon':
    '{count, plural, one {A calibration certificate expires soon.} other {# calibration certificates expire soon.}}',
};

const de: Record<keyof typeof en, string> = {
  'documents.title': 'Dokumente',
  'documents.note': 'Unterlagen und Fotos von Ladestationen, Modellen, Standorten und Artikeln.',
  'documents.of': 'Gehört zu',
  'documents.of.station': 'Ladestation',
  'documents.of.model': 'Modell {id}',
  'documents.of.location': 'Standort {id}',
  'documents.of.article': 'Artikel {id}',
  'documents.calibration.expired':
    '{count, plural, one {Ein Eichzertifikat ist abgelaufen.} other {# Eichzertifikate sind abgelaufen.}} Prüfen Sie dies, bevor Energie abgerechnet wird.',
  'documents.calibration.soon':
    '{count, plural, one {Ein Eichzertifikat läuft bald ab.} other {# Eichzertifikate laufen bald ab.}}',
};

export const texts = { en, de };
