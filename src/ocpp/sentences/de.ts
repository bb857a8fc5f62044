import { selectors, when } from './build.ts';
import { callsDe } from './calls-de.ts';
import type { Sentences } from './en.ts';
import { wordsDe } from './words-de.ts';

const word = selectors(wordsDe);
const connector = '{connector, plural, =0 {} =1 {} other {, Steckverbinder {connector}}}';
/** Fällt nach „an" und „von" nicht auf: ohne Artikel. */
const place = `{place, select, none {} station {Ladestation} other {Ladepunkt {evse}${connector}}}`;
const at = when('place', ` an ${place}`);
const card = when('card', ' mit Karte {card}');
const meter = `${when('energy', ', Zählerstand {energy, number} kWh')}`;
const measured = `${when('energy', ', {energy, number} kWh')}${when('power', ', {power, number} kW')}${when('soc', ', Ladestand {soc, number} %')}`;

export const de: Sentences = {
  ...callsDe,
  'said.boot': `Ist gestartet: {vendor} {model}${when('firmware', ', Firmware {firmware}')}${when('reason', ' ({reason})')}`,
  'said.heartbeat': 'Lebenszeichen',
  'said.status': `${place}: ${word.connectorStatus}`,
  'said.status.error': `${place}: ${word.connectorStatus}, Störung: ${word.error}${when('info', ' ({info})')}`,
  'said.authorize': `Fragt, ob Karte {card}${when('contract', ' mit ihrem Vertragszertifikat')} laden darf`,
  'said.authorize.noCard': 'Fragt, ob geladen werden darf, nennt aber keine Karte',
  'said.started': `Ladevorgang hat begonnen${at}${card}${meter}${when('trigger', ` (${word.trigger})`)}${when('offline', ', ohne Verbindung aufgezeichnet')}`,
  'said.updated': `Ladevorgang {transaction}${at}${card}${when('trigger', `: ${word.trigger}`)}${when('state', `, ${word.chargingState}`)}${measured}${when('offline', ', ohne Verbindung aufgezeichnet')}`,
  'said.ended': `Ladevorgang {transaction} ist beendet${at}${card}: ${word.reason}${meter}${when('offline', ', ohne Verbindung aufgezeichnet')}`,
  'said.meter': `Zählerwerte von ${place}${when('transaction', ', Ladevorgang {transaction}')}${measured}`,
  'said.event': `Ereignis an {component}: {variable} = {value}${when('cleared', ' (behoben)')}${when('info', ', {info}')}`,
  'said.events':
    '{count, plural, one {# Ereignis} other {# Ereignisse}}, das erste an {component}: {variable} = {value}',
  'said.report': `{count, plural, one {# Einstellung} other {# Einstellungen}} gemeldet${when('more', ', weitere folgen')}`,
  'said.dataTransfer': `Daten des Herstellers {vendor}${when('message', ', Nachricht {message}')}`,
  'said.securityEvent': `Sicherheitsereignis {event}${when('info', ': {info}')}`,
  'said.signCertificate': 'Bittet um ein Zertifikat für ihren neuen Schlüssel',
  'said.contractCertificate':
    '{action, select, update {Bittet um ein neues Vertragszertifikat für ein Fahrzeug} other {Bittet um ein Vertragszertifikat für ein Fahrzeug}}',
  'said.logStatus': `Protokoll-Übertragung: ${word.status}`,
  'said.firmwareStatus': `Firmware-Aktualisierung: ${word.status}`,
  'said.monitors': `{count, plural, one {# Überwachung} other {# Überwachungen}} gemeldet${when('more', ', weitere folgen')}`,
  'said.displayMessages': `{count, plural, one {# Anzeigetext} other {# Anzeigetexte}} gemeldet${when('more', ', weitere folgen')}`,
  'said.chargingProfiles': `{count, plural, one {# Ladeprofil} other {# Ladeprofile}} von ${place} gemeldet ({source})${when('more', ', weitere folgen')}`,
  'said.chargingLimit': `Begrenzung für ${place} von außen durch {source} gesetzt${when('critical', ', kritisch für das Stromnetz')}`,
  'said.chargingLimitCleared': `Begrenzung für ${place} durch {source} aufgehoben`,
  'said.reservation':
    'Reservierung {reservation} {status, select, expired {ist abgelaufen} removed {wurde von der Ladestation aufgehoben} other {endete ohne Ladevorgang}}',
  'said.gridAlarm': `Netzalarm von {control}${when('fault', ': {fault}')}${when('over', ' ist vorüber')}${when('info', ' ({info})')}`,
  'said.publishStatus': `Weitergabe von Firmware: ${word.status}`,
  'said.priority': 'Ladevorgang {transaction}: bevorzugtes Laden {active, select, yes {beginnt} other {endet}}',
  'ask.start': `Ladevorgang starten${at} mit Karte {card}`,
  'ask.stop': 'Ladevorgang {transaction} beenden',
  'ask.reset': `Neustart${when('place', ` ${place}`)}: ${word.reset}`,
  'ask.unlock': `Steckverbinder von ${place} entriegeln`,
  'ask.operative': `${place} in Betrieb nehmen`,
  'ask.inoperative': `${place} außer Betrieb nehmen`,
  'ask.trigger': `Bittet um: ${word.message}${when('place', `, ${place}`)}`,
  'ask.readSettings':
    '{count, plural, =0 {Alle Einstellungen lesen} one {Einstellung {name} lesen} other {# Einstellungen lesen, {name} und weitere}}',
  'ask.writeSetting': '{name} auf {value} setzen',
  'ask.writeSettings': '{count, plural, one {{name} setzen} other {{name} setzen, insgesamt # Einstellungen}}',
  'ask.clearCache': 'Kartenspeicher leeren',
  'ask.dataTransfer': `Daten für den Hersteller {vendor}${when('message', ', Nachricht {message}')}`,
  'ask.reserve': `${when('place', `${place} `)}für Karte {card} bis {until} reservieren`,
  'ask.cancelReservation': 'Reservierung {reservation} aufheben',
  'ask.sendLocalList':
    '{mode, select, Full {Kartenliste ersetzen} other {Kartenliste ändern}}: {count, plural, one {# Karte} other {# Karten}}, Version {version}',
  'ask.setProfile': `Ladeprofil {profile}${at}: ${word.purpose}${when('limit', ', zuerst {limit, number} {rate}')}`,
  'ask.clearProfiles': `{profile, select, none {Ladeprofile} other {Ladeprofil {profile}}}${at} entfernen`,
  'ask.updateFirmware': 'Firmware von {host} aktualisieren{signed, select, none {} other {, signiert}}',
  'ask.readLog': '{log, select, SecurityLog {Sicherheitsprotokoll} other {Diagnosedaten}} nach {host} übertragen',
  'ask.display': 'Auf der Anzeige zeigen: {text}',
  'ask.monitors': '{count, plural, one {{name} überwachen} other {{name} und weitere überwachen, # Überwachungen}}',
  'ask.cost': 'Ladevorgang {transaction} hat bisher {cost, number} gekostet',
  'ask.networkProfile': 'Netzwerkprofil auf Platz {slot}: {host}',
  'answer.noted': 'Zur Kenntnis genommen',
  'answer.status': `Antwort: ${word.status}${when('detail', ' ({detail})')}`,
  'answer.boot': `Startmeldung ${word.status}, Lebenszeichen alle {amount, number} ${word.unit}`,
  'answer.time': 'Mit der Uhrzeit beantwortet',
  'answer.card': `Karte ${word.card}`,
  'answer.contract': `Karte ${word.card}, Vertragszertifikat ${word.contract}`,
  'answer.started': `Ladevorgang Nummer {transaction}, Karte ${word.card}`,
  'answer.settings':
    '{count, plural, one {# Einstellung} other {# Einstellungen}}{unknown, plural, =0 {} other {, # unbekannt}}',
  'answer.results': '{accepted} von {count} angenommen',
  'answer.chain': '{good} von {count} Zertifikaten sind gut',
  'answer.list':
    '{version, plural, =-1 {Führt keine Kartenliste} =0 {Hat keine Kartenliste} other {Kartenliste der Version #}}',
  'answer.file': `Antwort: ${word.status}, Datei {file}`,
  'answer.waiting': '{waiting, select, yes {Es warten noch Nachrichten} other {Es warten keine Nachrichten}}',
  'answer.error': `Mit einem Fehler beantwortet: ${word.fault}`,
  'note.missing': 'Es fehlt: {fields}',
};
