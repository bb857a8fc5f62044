/** German of the sentences with which a version, or a rule, refuses a command; see `german.ts`. */
export const commandSentences: Readonly<Record<string, string>> = {
  'Numbers up to {0} belong to profiles that the station makes itself: take a higher one':
    'Nummern bis {0} gehören zu Profilen, die die Ladestation selbst macht: nehmen Sie eine höhere',
  'The charge point has not said that it can choose a phase (ACPhaseSwitchingSupported)':
    'Der Ladepunkt hat nicht mitgeteilt, dass er eine Phase wählen kann (ACPhaseSwitchingSupported)',
  'Name the limit of each period': 'Geben Sie die Grenze jedes Abschnitts an',
  'Charging only has neither a setpoint nor a limit for giving energy back: choose another operation mode':
    'Nur Laden hat weder einen Sollwert noch eine Grenze für die Rückspeisung: wählen Sie eine andere Betriebsart',
  'The operation mode CentralSetpoint needs a setpoint': 'Die Betriebsart CentralSetpoint braucht einen Sollwert',
  'With CentralSetpoint the setpoint alone counts: leave the limits away':
    'Bei CentralSetpoint zählt allein der Sollwert: lassen Sie die Grenzen weg',
  'Say how often a stream sends': 'Geben Sie an, wie oft ein Strom von Werten sendet',
  'An address to bring a log to has no part behind a #':
    'Eine Adresse, an die ein Protokoll gebracht wird, hat keinen Teil hinter einem #',
  'The part behind the ? of an address does not end with a slash':
    'Der Teil einer Adresse hinter dem ? endet nicht mit einem Schrägstrich',
  // What OCPP 1.6 cannot do
  'The station says that it has no reservations: Reservation is not among its SupportedFeatureProfiles':
    'Die Ladestation sagt, dass sie keine Reservierungen kennt: Reservation fehlt in ihren SupportedFeatureProfiles',
  'The station says that it follows no charging profiles: SmartCharging is not among its SupportedFeatureProfiles':
    'Die Ladestation sagt, dass sie keine Ladeprofile befolgt: SmartCharging fehlt in ihren SupportedFeatureProfiles',
  'The station says that it keeps no card list: LocalAuthListManagement is not among its SupportedFeatureProfiles':
    'Die Ladestation sagt, dass sie keine Kartenliste führt: LocalAuthListManagement fehlt in ihren SupportedFeatureProfiles',
  'The station says that its firmware is not managed from here: FirmwareManagement is not among its SupportedFeatureProfiles':
    'Die Ladestation sagt, dass ihre Firmware nicht von hier verwaltet wird: FirmwareManagement fehlt in ihren SupportedFeatureProfiles',
  'The station says that it cannot be asked for messages: RemoteTrigger is not among its SupportedFeatureProfiles':
    'Die Ladestation sagt, dass sie keine Meldungen auf Anforderung sendet: RemoteTrigger fehlt in ihren SupportedFeatureProfiles',
  'OCPP 1.6 has no monitors of variables': 'OCPP 1.6 kennt keine Überwachung von Variablen',
  'OCPP 1.6 has no messages for the display': 'OCPP 1.6 kennt keine Meldungen für die Anzeige',
  'OCPP 1.6 has no tariffs at the station': 'OCPP 1.6 kennt keine Tarife an der Ladestation',
  'OCPP 1.6 has no grid functions': 'OCPP 1.6 kennt keine Netzfunktionen',
  'OCPP 1.6 has no streams of events': 'OCPP 1.6 kennt keine Ereignisströme',
  'An OCPP 1.6 station does not tell which charging profiles it holds':
    'Eine Ladestation mit OCPP 1.6 teilt nicht mit, welche Ladeprofile sie hat',
  'OCPP 1.6 stations do not hand firmware on to others':
    'Ladestationen mit OCPP 1.6 geben Firmware nicht an andere weiter',
  'OCPP 1.6 has no reports: read its settings': 'OCPP 1.6 kennt keine Berichte: Lesen Sie die Einstellungen',
  'OCPP 1.6 cannot ask a station for customer data': 'OCPP 1.6 kann keine Kundendaten bei der Ladestation abfragen',
  'OCPP 1.6 cannot tell a station the cost of a session':
    'OCPP 1.6 kann der Ladestation die Kosten eines Ladevorgangs nicht mitteilen',
  'OCPP 1.6 cannot ask a station about the messages of a session':
    'OCPP 1.6 kann die Ladestation nicht nach den Nachrichten eines Ladevorgangs fragen',
  'OCPP 1.6 has no network profiles': 'OCPP 1.6 kennt keine Netzwerkprofile',
  'OCPP 1.6 has no grid balancing signals': 'OCPP 1.6 kennt keine Regelenergie-Signale',
  'OCPP 1.6 cannot tell a station which kinds of energy transfer are permitted':
    'OCPP 1.6 kann der Ladestation nicht mitteilen, welche Arten der Energieübertragung erlaubt sind',
  'OCPP 1.6 has no dynamic charging profiles': 'OCPP 1.6 kennt keine dynamischen Ladeprofile',
  'OCPP 1.6 has no priority charging': 'OCPP 1.6 kennt kein bevorzugtes Laden',
  'OCPP 1.6 has no payments on the web': 'OCPP 1.6 kennt keine Zahlungen im Web',
  'OCPP 1.6 has no battery swaps': 'OCPP 1.6 kennt keinen Batterietausch',
  'OCPP 1.6 has no charging profiles for this purpose': 'OCPP 1.6 kennt keine Ladeprofile für diesen Zweck',
  'OCPP 1.6 has one schedule in a charging profile': 'Ein Ladeprofil hat in OCPP 1.6 genau einen Zeitplan',
  'OCPP 1.6 limits charging in a period, and knows the number of phases; nothing else':
    'OCPP 1.6 kennt je Zeitabschnitt nur eine Grenze für das Laden und die Zahl der Phasen',
  'OCPP 1.6 installs what was retrieved at once; only a signed update knows a later time':
    'OCPP 1.6 installiert sofort nach dem Herunterladen; nur eine signierte Aktualisierung kennt einen späteren Zeitpunkt',
  'OCPP 1.6 knows the diagnostics and the security log': 'OCPP 1.6 kennt das Diagnose- und das Sicherheitsprotokoll',
  'OCPP 1.6 cannot continue sessions after a restart':
    'OCPP 1.6 kann Ladevorgänge nach einem Neustart nicht fortsetzen',
  'OCPP 1.6 cannot be asked for this message': 'Mit OCPP 1.6 kann diese Nachricht nicht angefordert werden',
  'OCPP 1.6 cannot reserve a type of connector': 'OCPP 1.6 kann keine Art von Steckverbinder reservieren',
  'OCPP 1.6 needs a card number for a reservation': 'OCPP 1.6 braucht für eine Reservierung eine Kartennummer',
  'Charging profiles are removed one at a time, or all that fit':
    'Ladeprofile werden einzeln entfernt, oder alle, die passen',
  'OCPP 1.6 has no certificates of this kind': 'OCPP 1.6 kennt keine Zertifikate dieser Art',
  'OCPP 1.6 lists the certificates of one kind at a time': 'OCPP 1.6 nennt jeweils die Zertifikate einer Art',

  // How long something may be
  '{0} knows addresses of up to {1} characters': '{0} kennt Adressen mit höchstens {1} Zeichen',
  '{0} knows certificates of up to {1} characters': '{0} kennt Zertifikate mit höchstens {1} Zeichen',
  '{0} knows chains of certificates of up to {1} characters': '{0} kennt Zertifikatsketten mit höchstens {1} Zeichen',
  '{0} knows signatures of up to {1} characters': '{0} kennt Signaturen mit höchstens {1} Zeichen',
  '{0} knows card groups of up to {1} characters': '{0} kennt Kartengruppen mit höchstens {1} Zeichen',
  '{0} knows messages of up to {1} characters': '{0} kennt Meldungen mit höchstens {1} Zeichen',
  '{0} knows network users of up to {1} characters': '{0} kennt Netzwerkbenutzer mit höchstens {1} Zeichen',
  '{0} knows network passwords of up to {1} characters': '{0} kennt Netzwerkpasswörter mit höchstens {1} Zeichen',
  '{0} does not know this network interface': '{0} kennt diese Netzwerkschnittstelle nicht',
  '{0} asks which charging profiles are meant: name one, a charge point, a purpose or a level':
    '{0} muss wissen, welche Ladeprofile gemeint sind: Geben Sie eines an, einen Ladepunkt, einen Zweck oder eine Ebene',
  'A chain is not installed like this: the station asks for it':
    'Eine Kette wird nicht so installiert: Die Ladestation fordert sie an',

  // What OCPP 2.0.1 cannot do
  'Tariffs at the station exist from OCPP 2.1 on': 'Tarife an der Ladestation gibt es ab OCPP 2.1',
  'Grid functions exist from OCPP 2.1 on': 'Netzfunktionen gibt es ab OCPP 2.1',
  'Streams of events exist from OCPP 2.1 on': 'Ereignisströme gibt es ab OCPP 2.1',
  'Grid balancing signals exist from OCPP 2.1 on': 'Regelenergie-Signale gibt es ab OCPP 2.1',
  'Permitted kinds of energy transfer exist from OCPP 2.1 on':
    'Erlaubte Arten der Energieübertragung gibt es ab OCPP 2.1',
  'Dynamic charging profiles exist from OCPP 2.1 on': 'Dynamische Ladeprofile gibt es ab OCPP 2.1',
  'Priority charging exists from OCPP 2.1 on': 'Bevorzugtes Laden gibt es ab OCPP 2.1',
  'Payments on the web exist from OCPP 2.1 on': 'Zahlungen im Web gibt es ab OCPP 2.1',
  'Battery swaps exist from OCPP 2.1 on': 'Batterietausch gibt es ab OCPP 2.1',
  'Charging profiles for local generation exist from OCPP 2.1 on':
    'Ladeprofile für eigene Erzeugung gibt es ab OCPP 2.1',
  'Charging profiles for this purpose exist from OCPP 2.1 on': 'Ladeprofile für diesen Zweck gibt es ab OCPP 2.1',
  'Discharging and setpoints exist from OCPP 2.1 on': 'Entladen und Sollwerte gibt es ab OCPP 2.1',
  'Messages for this state exist from OCPP 2.1 on': 'Meldungen für diesen Zustand gibt es ab OCPP 2.1',
  'Messages as QR code exist from OCPP 2.1 on': 'Meldungen als QR-Code gibt es ab OCPP 2.1',
  'Messages in several languages exist from OCPP 2.1 on': 'Meldungen in mehreren Sprachen gibt es ab OCPP 2.1',
  'Sessions are continued after a restart from OCPP 2.1 on':
    'Ladevorgänge werden nach einem Neustart ab OCPP 2.1 fortgesetzt',
  'This message can be asked for from OCPP 2.1 on': 'Diese Nachricht kann ab OCPP 2.1 angefordert werden',
  'The log of the data collector exists from OCPP 2.1 on': 'Das Protokoll des Datensammlers gibt es ab OCPP 2.1',
  'Certificates of this kind exist from OCPP 2.1 on': 'Zertifikate dieser Art gibt es ab OCPP 2.1',
  'Certificates are signed under a number from OCPP 2.1 on':
    'Zertifikate werden ab OCPP 2.1 unter einer Nummer signiert',
  'Monitors of this kind exist from OCPP 2.1 on': 'Überwachungen dieser Art gibt es ab OCPP 2.1',
  'An OCPP 2.0.1 station does not know OCPP 2.1': 'Eine Ladestation mit OCPP 2.0.1 kennt OCPP 2.1 nicht',
  'A network profile has an identity and a password from OCPP 2.1 on':
    'Ein Netzwerkprofil hat ab OCPP 2.1 eine Kennung und ein Passwort',
  'OCPP 2.0.1 needs an interface to be named': 'OCPP 2.0.1 verlangt, dass eine Schnittstelle angegeben wird',

  // What no version takes
  'The first period of a schedule begins at 0 seconds':
    'Der erste Zeitabschnitt eines Zeitplans beginnt bei 0 Sekunden',
  'The periods of a schedule begin one after the other': 'Die Zeitabschnitte eines Zeitplans beginnen nacheinander',
  'A phase can only be chosen where one phase is used':
    'Eine Phase kann nur gewählt werden, wo eine Phase benutzt wird',
  'Say whether the profile recurs daily or weekly':
    'Geben Sie an, ob sich das Profil täglich oder wöchentlich wiederholt',
  'Only a recurring profile recurs': 'Nur ein wiederkehrendes Profil wiederholt sich',
  'An absolute or recurring profile needs the time at which its schedule begins':
    'Ein absolutes oder wiederkehrendes Profil braucht den Zeitpunkt, zu dem sein Zeitplan beginnt',
  'A relative profile begins with the session: it has no time of its own':
    'Ein relatives Profil beginnt mit dem Ladevorgang: Es hat keinen eigenen Zeitpunkt',
  'Limits from outside are set by the station, not by the back end':
    'Grenzen von außen setzt die Ladestation, nicht das Backend',
  'A charging profile needs a schedule': 'Ein Ladeprofil braucht einen Zeitplan',
  'A charging profile must end after it begins': 'Das Ende eines Ladeprofils muss nach seinem Beginn liegen',
  'A limit of the station is set for the whole station':
    'Eine Grenze der Ladestation wird für die ganze Ladestation gesetzt',
  'Name the charge point of the session': 'Geben Sie den Ladepunkt des Ladevorgangs an',
  'Name the session that is limited': 'Geben Sie den Ladevorgang an, der begrenzt wird',
  'Only a profile for a session names one': 'Nur ein Profil für einen Ladevorgang nennt einen',
  'A profile that comes with a start is for the session that it starts':
    'Ein Profil, das mit einem Start gesendet wird, gilt für den Ladevorgang, den es startet',
  'The version of a card list counts from 1': 'Die Version einer Kartenliste zählt ab 1',
  'The list names a card twice': 'Die Liste nennt eine Karte zweimal',
  'A full list says of every card whether it may charge':
    'Eine vollständige Liste sagt für jede Karte, ob sie laden darf',
  'Limits from outside cannot be removed': 'Grenzen von außen können nicht entfernt werden',
  'Customer data are reported, cleared, or both: choose one':
    'Kundendaten werden gemeldet, gelöscht oder beides: Wählen Sie eines davon',
  'Name the customer by a card, a number or a certificate: one of them':
    'Geben Sie den Kunden durch eine Karte, eine Nummer oder ein Zertifikat an: eines davon',
  'Name at least one monitor': 'Geben Sie mindestens eine Überwachung an',
  'Name at least one kind of energy transfer': 'Geben Sie mindestens eine Art der Energieübertragung an',
  'Name at least one value of the schedule': 'Geben Sie mindestens einen Wert des Zeitplans an',
  'A trigger of the manufacturer has a name, the others have none':
    'Ein Auslöser des Herstellers hat einen Namen, die anderen haben keinen',
  'A message must end after it begins': 'Das Ende einer Meldung muss nach ihrem Beginn liegen',
  'A log must end after it begins': 'Das Ende eines Protokolls muss nach seinem Beginn liegen',
};
