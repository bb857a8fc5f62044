/** Words of the inbox of unknown stations. */
const en = {
  'onboarding.title': 'Inbox',
  'onboarding.note':
    'Unknown stations that knocked. What they send is kept; nothing they ask for is done until you adopt them.',
  'onboarding.column.station': 'Station ID',
  'onboarding.column.model': 'Model',
  'onboarding.column.state': 'Connection',
  'onboarding.column.points': 'Charge points',
  'onboarding.column.frames': 'Messages kept',
  'onboarding.column.address': 'Address',
  'onboarding.column.first': 'First seen',
  'onboarding.connected': 'Connected',
  'onboarding.away': 'Not connected',
  'onboarding.adopt': 'Adopt',
  'onboarding.adoptOf': 'Adopt {identity}',
  'onboarding.dismiss': 'Refuse',
  'onboarding.dismissOf': 'Refuse {identity}',
  'onboarding.adopt.title': 'Adopt {identity}',
  'onboarding.adopt.text': 'Its next boot is accepted, and everything it has reported is on its data sheet.',
  'onboarding.adopt.name': 'Name',
  'onboarding.adopt.location': 'Location (optional)',
  'onboarding.adopt.do': 'Adopt station',
  'onboarding.adopted.title': '{name} is adopted',
  'onboarding.adopted.text':
    'Enter these credentials at the station. Until it uses them, it is refused at its next connection.',
  'onboarding.adopted.open': 'Open the data sheet',
  'onboarding.dismiss.title': 'Refuse {identity}?',
  'onboarding.dismiss.text': 'It leaves the inbox and is refused from now on. What it sent stays kept.',
  'onboarding.dismiss.do': 'Refuse 1 station',
  'onboarding.empty.title': 'Nobody is waiting',
  'onboarding.empty.text':
    'A station that connects with an ID nobody knows appears here, with what it says about itself.',
  'onboarding.url': 'Stations knock at {url}',
};

const de: Record<keyof typeof en, string> = {
  'onboarding.title': 'Eingang',
  'onboarding.note':
    'Unbekannte Stationen, die angeklopft haben. Was sie senden, wird behalten; ausgeführt wird nichts, bis Sie sie übernehmen.',
  'onboarding.column.station': 'Kennung',
  'onboarding.column.model': 'Modell',
  'onboarding.column.state': 'Verbindung',
  'onboarding.column.points': 'Ladepunkte',
  'onboarding.column.frames': 'Behaltene Meldungen',
  'onboarding.column.address': 'Adresse',
  'onboarding.column.first': 'Zuerst gesehen',
  'onboarding.connected': 'Verbunden',
  'onboarding.away': 'Nicht verbunden',
  'onboarding.adopt': 'Übernehmen',
  'onboarding.adoptOf': '{identity} übernehmen',
  'onboarding.dismiss': 'Abweisen',
  'onboarding.dismissOf': '{identity} abweisen',
  'onboarding.adopt.title': '{identity} übernehmen',
  'onboarding.adopt.text':
    'Ihr nächster Start wird angenommen, und alles, was sie gemeldet hat, steht auf ihrem Datenblatt.',
  'onboarding.adopt.name': 'Name',
  'onboarding.adopt.location': 'Standort (freiwillig)',
  'onboarding.adopt.do': 'Station übernehmen',
  'onboarding.adopted.title': '{name} ist übernommen',
  'onboarding.adopted.text':
    'Tragen Sie diese Zugangsdaten an der Station ein. Solange sie sie nicht verwendet, wird sie bei der nächsten Verbindung abgewiesen.',
  'onboarding.adopted.open': 'Datenblatt öffnen',
  'onboarding.dismiss.title': '{identity} abweisen?',
  'onboarding.dismiss.text':
    'Sie verlässt den Eingang und wird ab jetzt abgewiesen. Was sie gesendet hat, bleibt erhalten.',
  'onboarding.dismiss.do': '1 Station abweisen',
  'onboarding.empty.title': 'Niemand wartet',
  'onboarding.empty.text':
    'Eine Station, die sich mit einer unbekannten Kennung verbindet, erscheint hier mit dem, was sie über sich sagt.',
  'onboarding.url': 'Stationen klopfen an unter {url}',
};

export const texts = { en, de };
