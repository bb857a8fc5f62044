import { assetSentences } from './german-assets.ts';
import { commandSentences } from './german-commands.ts';
import { documentSentences } from './german-documents.ts';
import { fieldSentences } from './german-fields.ts';
import { fileSentences } from './german-files.ts';
import { outboxSentences } from './german-outbox.ts';
import { peopleSentences } from './german-people.ts';
import { placeSentences } from './german-places.ts';
import { securitySentences } from './german-security.ts';
import { tableSentences } from './german-tables.ts';

/**
 * German of the sentences that the server says in English, because its API speaks one language. Without the full stop;
 * `{0}`, `{1}` stand for what the server put in. Loaded when a German console meets its first refusal.
 */
const sentences: Readonly<Record<string, string>> = {
  ...assetSentences,
  ...commandSentences,
  ...documentSentences,
  ...fileSentences,
  ...placeSentences,
  ...fieldSentences,
  ...peopleSentences,
  ...outboxSentences,
  ...tableSentences,
  ...securitySentences,
  'The server is busy with the stations just now. Try again in a moment':
    'Der Server ist gerade mit den Ladestationen ausgelastet. Bitte versuchen Sie es gleich noch einmal',
  'Many stations bring files just now: come again in a moment':
    'Gerade bringen viele Ladestationen Dateien: kommen Sie gleich noch einmal',
  'Too many requests wait for the database. Try again in a moment':
    'Zu viele Anfragen warten auf die Datenbank. Bitte versuchen Sie es gleich noch einmal',
  // Messages of manufacturers
  'There is no such route': 'Diese Weiterleitung gibt es nicht',
  'There are {0} routes already': 'Es gibt bereits {0} Weiterleitungen',
  'There is a route for this already': 'Dafür gibt es bereits eine Weiterleitung',
  // Several nodes
  'This is too large to be sent to the node that holds the station: send it in parts':
    'Das ist zu groß für den Weg zum Knoten, der die Ladestation hält: senden Sie es in Teilen',
  'Another connection of this station is alive': 'Eine andere Verbindung dieser Ladestation lebt noch',
  'The node {0}, which held this station, does not answer yet':
    'Der Knoten {0}, der diese Ladestation zuletzt hatte, antwortet noch nicht',
  'Another node holds this station by now': 'Diese Ladestation ist inzwischen an einem anderen Knoten',
  'Another node holds this station': 'Diese Ladestation ist an einem anderen Knoten',
  // Stations and what is asked of them
  'The stations are not started yet': 'Die Ladestationen sind noch nicht gestartet',
  'The station has left the network': 'Die Ladestation ist stillgelegt',
  'The station has been adopted already': 'Die Ladestation ist bereits übernommen',
  'The station has not been adopted yet': 'Die Ladestation ist noch nicht übernommen',
  'This station has no such reservation': 'Diese Ladestation hat keine solche Reservierung',
  'The reservation would be over already': 'Die Reservierung wäre bereits vorüber',
  'The station has too many reservations': 'Die Ladestation hat zu viele Reservierungen',
  'You asked this station no such question': 'Sie haben dieser Ladestation keine solche Frage gestellt',
  'What stations tell of people is dropped after {0} days':
    'Was Ladestationen über Personen mitteilen, wird nach {0} Tagen gelöscht',
  'The card list of this station is not kept: switch it on first':
    'Die Kartenliste dieser Ladestation wird nicht gepflegt: schalten Sie sie zuerst ein',
  'A limit of the whole station cannot be relative to a session':
    'Eine Begrenzung der ganzen Ladestation kann sich nicht auf einen Ladevorgang beziehen',
  'The session runs at another charge point': 'Der Ladevorgang läuft an einem anderen Ladepunkt',
  'Profile {0} has the same purpose and level here and holds at the same time: remove it first, use its number, or choose another level':
    'Profil {0} hat hier denselben Zweck und dieselbe Stufe und gilt zur selben Zeit: entfernen Sie es zuerst, verwenden Sie seine Nummer oder wählen Sie eine andere Stufe',
  'Profile {0} has the same level for all charge points: remove it first, or choose another level':
    'Profil {0} hat dieselbe Stufe für alle Ladepunkte: entfernen Sie es zuerst oder wählen Sie eine andere Stufe',
  'Profile {0} has the same level at charge point {1}: remove it first, or choose another level':
    'Profil {0} hat dieselbe Stufe am Ladepunkt {1}: entfernen Sie es zuerst oder wählen Sie eine andere Stufe',
  'The station is not connected': 'Die Ladestation ist nicht verbunden',
  'The station is not connected here': 'Die Ladestation ist hier nicht verbunden',
  'The station is not connected, and doing this later could do harm':
    'Die Ladestation ist nicht verbunden, und später ausgeführt könnte das Schaden anrichten',
  'The station has not been accepted yet; it will be at its next boot':
    'Die Ladestation ist noch nicht angenommen; das geschieht bei ihrem nächsten Start',
  'This station has not been accepted yet: send a BootNotification first':
    'Diese Ladestation ist noch nicht angenommen: zuerst ist eine BootNotification nötig',
  'The station was rejected at its boot': 'Die Ladestation wurde bei ihrem Start abgelehnt',
  'The station has no such running session': 'An der Ladestation läuft kein solcher Ladevorgang',
  'This station has no such session': 'Diese Ladestation hat keinen solchen Ladevorgang',
  'This station has no session with this number': 'Diese Ladestation hat keinen Ladevorgang mit dieser Nummer',
  'The session has ended already': 'Der Ladevorgang ist bereits beendet',
  'This session has ended already': 'Dieser Ladevorgang ist bereits beendet',
  'A command with this id exists': 'Ein Befehl mit dieser Kennung besteht bereits',
  'Too many commands wait at this station': 'An dieser Ladestation warten zu viele Befehle',
  'There is no such command under way': 'Ein solcher Befehl ist nicht unterwegs',
  'There is no such command': 'Diesen Befehl gibt es nicht',
  'The command has been sent already': 'Der Befehl ist bereits gesendet',
  'There is no station {0}': 'Es gibt keine Ladestation {0}',
  'There is no station with this number': 'Es gibt keine Ladestation mit dieser Nummer',
  'There is no such station': 'Diese Ladestation gibt es nicht',
  'There is no such station here': 'Diese Ladestation gibt es hier nicht',
  'No such station waits in the inbox': 'Im Eingang wartet keine solche Ladestation',
  'There is a station with this identity already': 'Eine Ladestation mit dieser Kennung gibt es bereits',
  'The typed identity is not that of the station': 'Die eingegebene Kennung ist nicht die der Ladestation',
  'Name a card, or a number: one of the two': 'Geben Sie eine Karte oder eine Nummer an: eines von beiden',
  'exactly one of the fields that go together is needed': 'genau eines der Felder, die zusammengehören, wird benötigt',
  'at least one of the fields that go together is needed':
    'mindestens eines der Felder, die zusammengehören, wird benötigt',
  'does not belong to the other choices': 'gehört nicht zur übrigen Auswahl',
  'must be later than the beginning': 'muss nach dem Beginn liegen',
  'or token, one of the two': 'oder die Nummer, eines von beiden',
  'The station has not connected yet, so its protocol version is not known':
    'Die Ladestation war noch nie verbunden, ihre Protokollversion ist daher unbekannt',
  '{0} does not know this command': '{0} kennt diesen Befehl nicht',
  'OCPP 1.6 can only restart the whole station, not one charge point':
    'OCPP 1.6 kann nur die ganze Ladestation neu starten, nicht einen Ladepunkt',
  'OCPP 1.6 cannot wait for running sessions before a restart':
    'OCPP 1.6 kann vor einem Neustart nicht auf laufende Ladevorgänge warten',
  '{0} knows card numbers of up to {1} characters': '{0} kennt Kartennummern mit höchstens {1} Zeichen',
  '{0} knows values of up to {1} characters': '{0} kennt Werte mit höchstens {1} Zeichen',
  'OCPP 1.6 needs a card number to start a session':
    'OCPP 1.6 braucht eine Kartennummer, um einen Ladevorgang zu starten',
  'OCPP 1.6 knows sessions by number, and this one has none':
    'OCPP 1.6 kennt Ladevorgänge nach Nummern, und dieser hat keine',
  'Name the charge point to unlock': 'Geben Sie den Ladepunkt an, der entriegelt werden soll',
  'Name the connector to unlock': 'Geben Sie den Steckverbinder an, der entriegelt werden soll',
  'OCPP 1.6 cannot be asked for the state of a session':
    'Mit OCPP 1.6 kann der Zustand eines Ladevorgangs nicht abgefragt werden',
  'OCPP 1.6 cannot ask for {0}': 'OCPP 1.6 kann {0} nicht anfordern',
  'A variable is named twice: it can be given one value at a time':
    'Eine Variable ist zweimal genannt: Sie kann nur einen Wert auf einmal bekommen',
  'OCPP 1.6 changes one setting at a time': 'OCPP 1.6 ändert eine Einstellung nach der anderen',
  'OCPP 1.6 knows keys of up to 50 characters': 'OCPP 1.6 kennt Schlüssel mit höchstens 50 Zeichen',
  'Name the charge point to start at': 'Geben Sie den Ladepunkt an, an dem gestartet werden soll',
  'Name at least one setting to read': 'Geben Sie mindestens eine Einstellung an, die gelesen werden soll',
  'Name at least one setting to change': 'Geben Sie mindestens eine Einstellung an, die geändert werden soll',
  'The command could not be stored, it was not sent':
    'Der Befehl konnte nicht gespeichert werden und wurde nicht gesendet',

  // What people change
  'The name is empty': 'Der Name ist leer',
  'The password is empty': 'Das Passwort ist leer',
  'The station has this charge point already': 'Die Ladestation hat diesen Ladepunkt bereits',
  'The station has a charge point {0} already': 'Die Ladestation hat den Ladepunkt {0} bereits',
  'The station has no such charge point': 'Die Ladestation hat keinen solchen Ladepunkt',
  'Charge points count from 1': 'Ladepunkte zählen ab 1',
  'A station has at most {0} charge points': 'Eine Ladestation hat höchstens {0} Ladepunkte',
  'The station has no such open error': 'Die Ladestation hat keine solche offene Störung',
  'This station has no such error': 'Diese Ladestation hat keine solche Störung',
  'The error is closed already': 'Die Störung ist bereits geschlossen',
  'This error is closed already': 'Diese Störung ist bereits geschlossen',
  'The connected station still reports this error. It closes by itself as soon as the station takes it back':
    'Die verbundene Ladestation meldet diese Störung noch. Sie schließt sich von selbst, sobald die Ladestation sie zurücknimmt',
  'This is no time zone': 'Das ist keine Zeitzone',
  'is not a known time zone': 'ist keine bekannte Zeitzone',
  'There is no time zone {0}. Use a name such as Europe/Berlin':
    'Es gibt keine Zeitzone {0}. Verwenden Sie einen Namen wie Europe/Berlin',
  '{0} must be above zero': '{0} muss größer als null sein',
  '{0} is no date': '{0} ist kein Datum',
  'This is no EVSE-ID such as DE*ABC*E123*1 ({0})': 'Das ist keine EVSE-ID wie DE*ABC*E123*1',
  'Charge point {0} of this station has this EVSE-ID already':
    'Ladepunkt {0} dieser Ladestation hat diese EVSE-ID bereits',
  'Another charge point has this EVSE-ID already': 'Ein anderer Ladepunkt hat diese EVSE-ID bereits',
  '{0} belongs to charge point {1} of {2}': '{0} gehört zu Ladepunkt {1} von {2}',
  '{0} belongs to {1} of {2}': '{0} gehört zu {1} von {2}',
  'No charge point has this EVSE-ID': 'Kein Ladepunkt hat diese EVSE-ID',
  'This charge point has no EVSE-ID yet: give it one, then its QR code can be printed':
    'Dieser Ladepunkt hat noch keine EVSE-ID: Mit einer EVSE-ID kann sein QR-Code gedruckt werden',
  'Enter an EVSE-ID': 'Geben Sie eine EVSE-ID ein',
  'An EVSE-ID is written in capital letters': 'Eine EVSE-ID wird in Großbuchstaben geschrieben',
  'An EVSE-ID is separated by * only': 'Eine EVSE-ID wird nur durch * getrennt',
  'The country is two letters, e.g. DE': 'Das Land besteht aus zwei Buchstaben, z. B. DE',
  'The operator is three letters or digits, as issued by BDEW, AMP or another authority':
    'Der Betreiber besteht aus drei Buchstaben oder Ziffern, vergeben von BDEW, AMP oder einer anderen Stelle',
  'Between operator and number there must be an E': 'Zwischen Betreiber und Nummer steht ein E',
  'The number is 1 to 30 letters, digits or *': 'Die Nummer besteht aus 1 bis 30 Buchstaben, Ziffern oder *',
  'A * stands between two parts: not twice in a row and not at the end':
    'Ein * steht zwischen zwei Teilen: nicht zweimal nacheinander und nicht am Ende',
  'This does not have the form of an EVSE-ID, e.g. DE*AB7*E840*6487':
    'Das hat nicht die Form einer EVSE-ID, z. B. DE*AB7*E840*6487',

  // Files and firmware
  'This station has no such file': 'Diese Ladestation hat keine solche Datei',
  'The period must end after it begins': 'Der Zeitraum muss nach seinem Beginn enden',
  'FTP is switched off on this server: set VOLTYARD_FTP_PORT, or use HTTP':
    'FTP ist auf diesem Server ausgeschaltet: VOLTYARD_FTP_PORT setzen oder HTTP wählen',
  'The station is still at it: wait for its end': 'Die Ladestation ist noch dabei: Warten Sie das Ende ab',
  'There is no file: it has not come, or was deleted':
    'Es gibt keine Datei: Sie ist nicht gekommen oder wurde gelöscht',
  'is switched off': 'ist ausgeschaltet',
  'The file is empty': 'Die Datei ist leer',
  'A roll-out has used this image: it stays, so that it can be told what was sent':
    'Dieses Abbild wurde schon ausgerollt: Es bleibt, damit sich sagen lässt, was gesendet wurde',
  'The certificate cannot be used': 'Das Zertifikat ist nicht verwendbar',
  'cannot be read': 'ist nicht lesbar',
  'must be one alone, without its chain': 'muss allein stehen, ohne seine Kette',
  'has expired': 'ist abgelaufen',
  'is trusted already': 'ist bereits vertraut',
  'This certificate is trusted already': 'Diesem Zertifikat wird bereits vertraut',
  'There is no such certificate here': 'Dieses Zertifikat gibt es hier nicht',
  'There is no such image here': 'Dieses Abbild gibt es hier nicht',
  'There is no such roll-out here': 'Diese Ausrollung gibt es hier nicht',
  'The content is here already: describe a new image for another content':
    'Der Inhalt ist bereits hier: Legen Sie für einen anderen Inhalt ein neues Abbild an',
  'Certificate and signature belong together: give both or none':
    'Zertifikat und Signatur gehören zusammen: Geben Sie beide an oder keines',
  'No station fits: none would be reached': 'Keine Ladestation passt: Es würde keine erreicht',
  'It would reach {0} stations by now, not {1}: look again':
    'Inzwischen würden {0} Ladestationen erreicht, nicht {1}: Sehen Sie noch einmal nach',
  'The end must lie ahead': 'Das Ende muss in der Zukunft liegen',
  'is not ahead': 'liegt nicht in der Zukunft',
  'The image is not signed': 'Das Abbild ist nicht signiert',
  'needs a signed image': 'braucht ein signiertes Abbild',
  'Only a roll-out that runs can be paused': 'Nur eine laufende Ausrollung lässt sich unterbrechen',
  'Only a roll-out that was paused or halted can go on':
    'Nur eine unterbrochene oder angehaltene Ausrollung lässt sich fortsetzen',
  'This roll-out has ended already': 'Diese Ausrollung ist bereits beendet',
  'This roll-out was cancelled: begin a new one': 'Diese Ausrollung wurde abgebrochen: Beginnen Sie eine neue',
  'No station of it has failed': 'Keine ihrer Ladestationen ist fehlgeschlagen',
  'The image has no content yet: upload it first': 'Das Abbild hat noch keinen Inhalt: Laden Sie ihn zuerst hoch',
  'The signature of the image does not hold: it is sent to nobody':
    'Die Signatur des Abbilds gilt nicht: Es wird an niemanden gesendet',
  'The disk of {0} is full or nearly so: make room on it, or move the files to S3 with FILES_URL':
    'Der Datenträger von {0} ist voll oder fast voll: Schaffen Sie Platz, oder legen Sie die Dateien mit FILES_URL nach S3',
  'The file store {0} does not answer: {1}. Look at FILES_URL and at the store':
    'Der Dateispeicher {0} antwortet nicht: {1}. Prüfen Sie FILES_URL und den Speicher',
  'The file store {0} is full: make room in it': 'Der Dateispeicher {0} ist voll: Schaffen Sie darin Platz',
  'The file {0} is not in the file store: it was removed there, or the store is another one':
    'Die Datei {0} ist nicht im Dateispeicher: Sie wurde dort entfernt, oder es ist ein anderer Speicher',
  'The file is larger than the {0} bytes that are allowed here':
    'Die Datei ist größer als die {0} Bytes, die hier erlaubt sind',
  // Cards, keys, people
  'There is a card with this number already': 'Eine Karte mit dieser Nummer gibt es bereits',
  'There is no such card here': 'Diese Karte gibt es hier nicht',
  'A card must end after it begins': 'Das Ende einer Karte muss nach ihrem Beginn liegen',
  'is not after the beginning': 'liegt nicht nach dem Beginn',
  'is already in use': 'ist bereits vergeben',
  'is in the past': 'liegt in der Vergangenheit',
  'A key must expire in the future': 'Ein Schlüssel muss in der Zukunft ablaufen',
  'There is no such valid key': 'Einen solchen gültigen Schlüssel gibt es nicht',
  'An API key has no account: sign in as a person':
    'Ein API-Schlüssel hat kein Benutzerkonto: Melden Sie sich als Person an',
  'An API key belongs to one operator': 'Ein API-Schlüssel gehört zu einem Betreiber',
  'This API key is not valid, or no longer': 'Dieser API-Schlüssel ist nicht oder nicht mehr gültig',
  'Sign in, or send an API key': 'Melden Sie sich an oder senden Sie einen API-Schlüssel',
  'The role {0} does not have the right {1}': 'Die Rolle {0} hat das Recht {1} nicht',
  'There is no such session of yours': 'Sie haben keine solche Sitzung',
  'This person does not work here any more': 'Diese Person arbeitet nicht mehr hier',
  'This person works here already': 'Diese Person arbeitet bereits hier',
  'works here already': 'arbeitet bereits hier',
  'There is no such member here': 'Dieses Mitglied gibt es hier nicht',
  'This person works for another operator too and changes the password themself':
    'Diese Person arbeitet auch für einen anderen Betreiber und ändert ihr Passwort selbst',
  'This is the only administrator. Make somebody else one first':
    'Das ist der einzige Administrator. Machen Sie zuerst jemand anderen dazu',
  'You do not work for such an operator': 'Für einen solchen Betreiber arbeiten Sie nicht',
  'This person does not work for any operator': 'Diese Person arbeitet für keinen Betreiber',
  'There is already someone with this e-mail address': 'Diese E-Mail-Adresse hat bereits jemand',
  'A second factor is already in use. Disable it first':
    'Ein zweiter Faktor ist bereits eingerichtet. Schalten Sie ihn zuerst ab',
  'No second factor is set up for this account': 'Für dieses Benutzerkonto ist kein zweiter Faktor eingerichtet',
  'Too many wrong codes. Wait a while, then sign in again':
    'Zu viele falsche Codes. Warten Sie eine Weile und melden Sie sich dann erneut an',
  'E-mail, password or code is not right': 'E-Mail, Passwort oder Code stimmt nicht',
  'The code is not right': 'Der Code stimmt nicht',
  'The password is not right': 'Das Passwort stimmt nicht',
  'is not right': 'stimmt nicht',
  'Set-up was finished before. Sign in': 'Die Einrichtung ist bereits abgeschlossen. Melden Sie sich an',
  'The set-up link is not right. The server prints the valid one at its start':
    'Der Einrichtungslink stimmt nicht. Der Server gibt den gültigen bei seinem Start aus',
  'It was interrupted. Start it again': 'Sie wurde unterbrochen. Beginnen Sie neu',
  'This view is too large to be kept': 'Diese Ansicht ist zu groß, um gespeichert zu werden',
  'No more than {0} views can be kept. Remove one first':
    'Es können höchstens {0} Ansichten gespeichert werden. Entfernen Sie zuerst eine',
  'There is no such saved view of yours': 'Sie haben keine solche gespeicherte Ansicht',

  // Messages
  'This station has no such message': 'Diese Ladestation hat keine solche Nachricht',
  'This page does not exist: start at the first one': 'Diese Seite gibt es nicht: Beginnen Sie bei der ersten',
  'The page marker `after` is not one this list gave out': 'Die Seitenmarke `after` stammt nicht aus dieser Liste',
  'The page marker `after` is of another order': 'Die Seitenmarke `after` gehört zu einer anderen Sortierung',
  'Exchange {0}: "{1}" is no version we know': 'Nachricht {0}: „{1}“ ist keine bekannte Version',
  'Exchange {0}: "{1}" is not a time': 'Nachricht {0}: „{1}“ ist keine Zeit',
  'Exchange {0} is of a time that cannot be: {1}': 'Nachricht {0} hat eine unmögliche Zeit: {1}',
  'This station has been connected here: a log from elsewhere would mix with its own. Import into a station that has never connected':
    'Diese Ladestation war hier verbunden: Ein fremdes Protokoll würde sich mit ihrem eigenen mischen. Importieren Sie es in eine Ladestation, die noch nie verbunden war',

  // Requests
  'The console is not built here: run `npm run build`': 'Die Konsole ist hier nicht gebaut: `npm run build` ausführen',
  'There is no {0} {1} here': '{0} {1} gibt es hier nicht',
  'Too many pages listen already': 'Es sind bereits zu viele Seiten offen',
  'Changes are taken from the console itself or with an API key, not from other sites':
    'Änderungen werden nur von der Konsole selbst oder mit einem API-Schlüssel angenommen, nicht von anderen Websites',
  'The server hit a fault that it did not expect. It is in its log under the incident below':
    'Der Server ist auf einen unerwarteten Fehler gestoßen. Er steht unter der Vorfallnummer in seinem Protokoll',
  'The {0} is not valid': 'Die Anfrage ist nicht gültig',
  'The body is too large': 'Die Anfrage ist zu groß',
  'Send application/json': 'Senden Sie application/json',
  'The body is empty; JSON is expected': 'Die Anfrage ist leer; erwartet wird JSON',
  'The body is not JSON': 'Die Anfrage ist kein JSON',
  'The length of the body is not what was announced': 'Die Länge der Anfrage ist nicht die angekündigte',
  'The request could not be read': 'Die Anfrage konnte nicht gelesen werden',
  'A text has a character in it that cannot be kept (U+0000)':
    'Ein Text enthält ein Zeichen, das nicht gespeichert werden kann (U+0000)',
  'The database does not answer': 'Die Datenbank antwortet nicht',
  'The database does not answer. Try again in a moment':
    'Die Datenbank antwortet nicht. Versuchen Sie es gleich noch einmal',
  'Too many attempts. Try again in {0} s': 'Zu viele Versuche. Versuchen Sie es in {0} s noch einmal',
  'Too many messages wait for the database': 'Zu viele Nachrichten warten auf die Datenbank',
  'Too many messages wait for the database: try again in a moment':
    'Zu viele Nachrichten warten auf die Datenbank: Versuchen Sie es gleich noch einmal',
  'The database cannot hold what this message leaves behind': 'Die Datenbank kann das nicht aufnehmen',
  'is missing': 'fehlt',
  'is not known here': 'ist hier nicht bekannt',
  'must be one of {0}': 'muss eines davon sein: {0}',
  'must be {0}': 'muss {0} sein',
  'must not have fewer than {0} characters': 'muss mindestens {0} Zeichen haben',
  'must not have more than {0} characters': 'darf höchstens {0} Zeichen haben',
  'must not have fewer than {0} items': 'muss mindestens {0} Einträge haben',
  'must not have more than {0} items': 'darf höchstens {0} Einträge haben',
  'must not have duplicate items': 'darf nichts zweimal enthalten',
  'must match pattern {0}': 'hat nicht die erwartete Form',
  'must match format {0}': 'hat nicht die erwartete Form',
  'Archives must be kept at least as long as messages are in the database':
    'Archive müssen mindestens so lange aufbewahrt werden wie Nachrichten in der Datenbank',
  'Connections must be kept at least as long as the messages that went over them':
    'Verbindungen müssen mindestens so lange aufbewahrt werden wie die Nachrichten, die über sie gingen',
  'must match a schema in anyOf': 'hat nicht die erwartete Form',
};

const matchers = Object.entries(sentences)
  // What stands for anything comes last.
  .sort(([a], [b]) => fixed(b) - fixed(a))
  .map(([english, german]) => {
    const pattern = english
      .split(/\{\d\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('(.+?)');
    return { pattern: new RegExp(`^${pattern}$`, 's'), german };
  });

function fixed(english: string): number {
  return english.replace(/\{\d\}/g, '').length;
}

/** The German of a sentence of the server; undefined: there is none. */
export function inGerman(text: string): string | undefined {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  // What is wrong with a request: "body: name is missing".
  const field = /^(?:body|query|path): (\S+) (.+)$/s.exec(bare);
  if (field) return `${field[1]}: ${inGerman(field[2]!) ?? field[2]}${text.slice(bare.length)}`;
  for (const { pattern, german } of matchers) {
    const found = pattern.exec(bare);
    if (found) return german.replace(/\{(\d)\}/g, (_, at) => found[Number(at) + 1] ?? '') + text.slice(bare.length);
  }
  return undefined;
}
