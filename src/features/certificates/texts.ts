/** Words of the Certificates page. */
const en = {
  'certificates.title': 'Certificates',
  'certificates.note': 'What ends when: of stations, of this server, and of those who may vouch for stations and cars.',
  'certificates.list': 'Of stations',
  'certificates.list.note': 'The one that ends first on top. Each in use is renewed a month before its end.',
  'certificates.filter.state': 'State',
  'certificates.column.station': 'Station',
  'certificates.column.name': 'Certificate',
  'certificates.column.issuer': 'Signed by',
  'certificates.column.state': 'State',
  'certificates.column.until': 'Valid until',
  'certificates.column.used': 'Last used',
  'certificates.unused': 'Never',
  'certificates.origin.issued': 'Issued here',
  'certificates.origin.seen': 'Brought by the station',
  'certificates.list.empty.title': 'No station has a certificate',
  'certificates.list.empty.text':
    'Stations of profile 3 sign themselves in with one. Ask a station for its request on its Security tab.',
  'certificates.server': 'Of this server',
  'certificates.server.note':
    'Stations of profiles 2 and 3 check it. A new one is taken from its file within seconds, without a restart.',
  'certificates.server.none':
    'This program serves no TLS itself: the certificate that stations see is that of the proxy before it.',
  'certificates.server.ending':
    'The certificate of this server ends soon: from then on no station of profile 2 or 3 can connect. Replace its file.',
  'certificates.server.expired':
    'The certificate of this server has expired: no station of profile 2 or 3 can connect. Replace its file now.',
  'certificates.own': 'Built-in authority',
  'certificates.own.note': 'Signs what stations of this installation ask for. Its key never leaves its file.',
  'certificates.own.organisation': 'Organisation that certificates must name',
  'certificates.own.station': 'For the way in here',
  'certificates.own.v2g': 'For the connection to cars',
  'certificates.own.none': 'Made when the first station asks for one.',
  'certificates.until': 'until',
  'certificates.copy': 'Copy the certificate (PEM)',
  'certificates.trusted': 'Trusted besides',
  'certificates.trusted.note': 'Stations may also come in with certificates of these, e.g. of their maker.',
  'certificates.trusted.none': 'Nobody else',
  'certificates.trusted.empty': 'Only certificates that were issued here let stations in.',
  'certificates.trust': 'Trust an authority…',
  'certificates.trust.title': 'Let stations in by another authority',
  'certificates.trust.text':
    'Whoever it signs for may come in as a station, if the certificate names this organisation and the serial number of the station.',
  'certificates.trust.certificate': 'Its certificate (PEM)',
  'certificates.trust.do': 'Trust it',
  'certificates.distrust': 'Remove',
  'certificates.distrustOf': 'Remove {name}',
  'certificates.distrust.title': 'Trust {name} no longer?',
  'certificates.distrust.text':
    'Stations with its certificates are refused at their next connection, on all nodes. Connections that are open stay.',
  'certificates.distrust.do': 'Trust it no longer',
  'certificates.role': 'Only an administrator may change whom stations are trusted by.',
  'certificates.contracts.trusted': 'For contracts of cars',
  'certificates.contracts.trusted.note':
    'Cars that identify themselves (Plug & Charge) may charge with contracts of these mobility operators.',
  'certificates.contracts.trusted.none': 'Nobody yet',
  'certificates.contracts.trusted.empty':
    'No contract of a car is taken. Add the root certificate of a mobility operator (MO), or of the V2G network it belongs to.',
  'certificates.contracts.trust': 'Add a contract authority…',
  'certificates.contracts.trust.title': 'Let cars charge with contracts of an authority',
  'certificates.contracts.trust.text':
    'A car whose contract certificate leads to this one is identified by it. Whether it may charge is then decided by the card with the number of its contract.',
  'certificates.contracts.distrust.text':
    'Cars with contracts of it are refused from now on, on all nodes. Sessions that are running go on.',
  'certificates.contracts.role': 'Only an administrator may change whom contracts of cars are trusted by.',
  'certificates.added': 'added',
  'certificates.addedBy': 'by {name}',
};

const de: typeof en = {
  'certificates.title': 'Zertifikate',
  'certificates.note':
    'Was wann endet: bei Ladestationen, bei diesem Server und bei denen, die für Ladestationen und Fahrzeuge bürgen dürfen.',
  'certificates.list': 'Von Ladestationen',
  'certificates.list.note': 'Das zuerst endende oben. Jedes benutzte wird einen Monat vor seinem Ende erneuert.',
  'certificates.filter.state': 'Zustand',
  'certificates.column.station': 'Ladestation',
  'certificates.column.name': 'Zertifikat',
  'certificates.column.issuer': 'Unterschrieben von',
  'certificates.column.state': 'Zustand',
  'certificates.column.until': 'Gültig bis',
  'certificates.column.used': 'Zuletzt benutzt',
  'certificates.unused': 'Nie',
  'certificates.origin.issued': 'Hier ausgestellt',
  'certificates.origin.seen': 'Von der Ladestation mitgebracht',
  'certificates.list.empty.title': 'Keine Ladestation hat ein Zertifikat',
  'certificates.list.empty.text':
    'Ladestationen mit Profil 3 melden sich damit an. Fordern Sie auf ihrem Reiter „Sicherheit“ eines an.',
  'certificates.server': 'Von diesem Server',
  'certificates.server.note':
    'Ladestationen mit Profil 2 und 3 prüfen es. Ein neues wird binnen Sekunden aus seiner Datei übernommen, ohne Neustart.',
  'certificates.server.none':
    'Dieses Programm spricht selbst kein TLS: Ladestationen sehen das Zertifikat des Proxys davor.',
  'certificates.server.ending':
    'Das Zertifikat dieses Servers endet bald: ab dann kann sich keine Ladestation mit Profil 2 oder 3 verbinden. Ersetzen Sie seine Datei.',
  'certificates.server.expired':
    'Das Zertifikat dieses Servers ist abgelaufen: keine Ladestation mit Profil 2 oder 3 kann sich verbinden. Ersetzen Sie jetzt seine Datei.',
  'certificates.own': 'Eingebaute Zertifizierungsstelle',
  'certificates.own.note':
    'Unterschreibt, was Ladestationen dieser Installation anfordern. Ihr Schlüssel verlässt nie seine Datei.',
  'certificates.own.organisation': 'Organisation, die Zertifikate nennen müssen',
  'certificates.own.station': 'Für den Zugang hier',
  'certificates.own.v2g': 'Für die Verbindung zu Fahrzeugen',
  'certificates.own.none': 'Entsteht, wenn die erste Ladestation eines anfordert.',
  'certificates.until': 'bis',
  'certificates.copy': 'Zertifikat kopieren (PEM)',
  'certificates.trusted': 'Außerdem vertrauenswürdig',
  'certificates.trusted.note':
    'Ladestationen dürfen auch mit Zertifikaten von diesen kommen, zum Beispiel ihres Herstellers.',
  'certificates.trusted.none': 'Niemand sonst',
  'certificates.trusted.empty': 'Nur hier ausgestellte Zertifikate lassen Ladestationen ein.',
  'certificates.trust': 'Einer Stelle vertrauen…',
  'certificates.trust.title': 'Ladestationen durch eine weitere Zertifizierungsstelle einlassen',
  'certificates.trust.text':
    'Für wen sie unterschreibt, der darf als Ladestation kommen, wenn das Zertifikat diese Organisation und die Seriennummer der Ladestation nennt.',
  'certificates.trust.certificate': 'Ihr Zertifikat (PEM)',
  'certificates.trust.do': 'Vertrauen',
  'certificates.distrust': 'Entfernen',
  'certificates.distrustOf': '{name} entfernen',
  'certificates.distrust.title': '{name} nicht mehr vertrauen?',
  'certificates.distrust.text':
    'Ladestationen mit ihren Zertifikaten werden bei der nächsten Verbindung abgelehnt, an allen Knoten. Offene Verbindungen bleiben.',
  'certificates.distrust.do': 'Nicht mehr vertrauen',
  'certificates.role': 'Nur ein Administrator darf ändern, wer für Ladestationen bürgt.',
  'certificates.contracts.trusted': 'Für Verträge von Fahrzeugen',
  'certificates.contracts.trusted.note':
    'Fahrzeuge, die sich selbst ausweisen (Plug & Charge), dürfen mit Verträgen dieser Mobilitätsanbieter laden.',
  'certificates.contracts.trusted.none': 'Noch niemand',
  'certificates.contracts.trusted.empty':
    'Kein Vertrag eines Fahrzeugs wird angenommen. Fügen Sie das Wurzelzertifikat eines Mobilitätsanbieters (MO) hinzu oder des V2G-Netzes, zu dem er gehört.',
  'certificates.contracts.trust': 'Stelle hinzufügen…',
  'certificates.contracts.trust.title': 'Fahrzeuge mit Verträgen einer Zertifizierungsstelle laden lassen',
  'certificates.contracts.trust.text':
    'Ein Fahrzeug, dessen Vertragszertifikat auf dieses zurückgeht, ist damit ausgewiesen. Ob es laden darf, entscheidet dann die Karte mit der Nummer seines Vertrags.',
  'certificates.contracts.distrust.text':
    'Fahrzeuge mit Verträgen von ihr werden ab sofort abgelehnt, an allen Knoten. Laufende Ladevorgänge gehen weiter.',
  'certificates.contracts.role': 'Nur ein Administrator darf ändern, wer für Verträge von Fahrzeugen bürgt.',
  'certificates.added': 'hinzugefügt',
  'certificates.addedBy': 'von {name}',
};

export const texts = { en, de };
