import { selectors, when } from './build.ts';
import { callsEn } from './calls-en.ts';
import { wordsEn } from './words-en.ts';

const word = selectors(wordsEn);
const connector = '{connector, plural, =0 {} =1 {} other {, connector {connector}}}';
const place = `{place, select, none {} station {station} other {charge point {evse}${connector}}}`;
const Place = `{place, select, none {} station {Station} other {Charge point {evse}${connector}}}`;
const at = when('place', ` at ${place}`);
const card = when('card', ' with card {card}');
const meter = `${when('energy', ', meter {energy, number} kWh')}`;
const measured = `${when('energy', ', {energy, number} kWh')}${when('power', ', {power, number} kW')}${when('soc', ', battery {soc, number} %')}`;

export const en = {
  ...callsEn,
  'said.boot': `Has started: {vendor} {model}${when('firmware', ', firmware {firmware}')}${when('reason', ' ({reason})')}`,
  'said.heartbeat': 'Heartbeat',
  'said.status': `${Place}: ${word.connectorStatus}`,
  'said.status.error': `${Place}: ${word.connectorStatus}, error: ${word.error}${when('info', ' ({info})')}`,
  'said.authorize': `Asks whether card {card}${when('contract', ' with its contract certificate')} may charge`,
  'said.authorize.noCard': 'Asks for permission to charge, but names no card',
  'said.started': `Session has started${at}${card}${meter}${when('trigger', ` (${word.trigger})`)}${when('offline', ', recorded while offline')}`,
  'said.updated': `Session {transaction}${at}${card}${when('trigger', `: ${word.trigger}`)}${when('state', `, ${word.chargingState}`)}${measured}${when('offline', ', recorded while offline')}`,
  'said.ended': `Session {transaction} has ended${at}${card}: ${word.reason}${meter}${when('offline', ', recorded while offline')}`,
  'said.meter': `Meter values of ${place}${when('transaction', ', session {transaction}')}${measured}`,
  'said.event': `Event at {component}: {variable} = {value}${when('cleared', ' (cleared)')}${when('info', ', {info}')}`,
  'said.events': '{count, plural, one {# event} other {# events}}, the first at {component}: {variable} = {value}',
  'said.report': `{count, plural, one {# setting} other {# settings}} reported${when('more', ', more to come')}`,
  'said.dataTransfer': `Data of vendor {vendor}${when('message', ', message {message}')}`,
  'said.securityEvent': `Security event {event}${when('info', ': {info}')}`,
  'said.signCertificate': 'Asks for a certificate for its new key',
  'said.contractCertificate':
    '{action, select, update {Asks for a new contract certificate for a vehicle} other {Asks for a contract certificate for a vehicle}}',
  'said.logStatus': `Upload of logs: ${word.status}`,
  'said.firmwareStatus': `Firmware update: ${word.status}`,
  'said.monitors': `{count, plural, one {# monitor} other {# monitors}} reported${when('more', ', more to come')}`,
  'said.displayMessages': `{count, plural, one {# display message} other {# display messages}} reported${when('more', ', more to come')}`,
  'said.chargingProfiles': `{count, plural, one {# charging profile} other {# charging profiles}} of ${place} reported ({source})${when('more', ', more to come')}`,
  'said.chargingLimit': `Limit for ${place} set from outside by {source}${when('critical', ', critical for the grid')}`,
  'said.chargingLimitCleared': `Limit for ${place} lifted by {source}`,
  'said.reservation':
    'Reservation {reservation} {status, select, expired {has expired} removed {was removed by the station} other {ended without a session}}',
  'said.gridAlarm': `Grid alarm of {control}${when('fault', ': {fault}')}${when('over', ' is over')}${when('info', ' ({info})')}`,
  'said.publishStatus': `Handing firmware on: ${word.status}`,
  'said.priority': 'Session {transaction}: priority charging {active, select, yes {begins} other {ends}}',
  'ask.start': `Start a session${at} with card {card}`,
  'ask.stop': 'Stop session {transaction}',
  'ask.reset': `Restart${when('place', ` ${place}`)}: ${word.reset}`,
  'ask.unlock': `Unlock the connector of ${place}`,
  'ask.operative': `Put ${place} into service`,
  'ask.inoperative': `Take ${place} out of service`,
  'ask.trigger': `Asks for: ${word.message}${when('place', `, ${place}`)}`,
  'ask.readSettings':
    '{count, plural, =0 {Read all settings} one {Read the setting {name}} other {Read # settings, {name} and others}}',
  'ask.writeSetting': 'Set {name} to {value}',
  'ask.writeSettings': '{count, plural, one {Set {name}} other {Set {name} and # settings in all}}',
  'ask.clearCache': 'Empty the card cache',
  'ask.dataTransfer': `Data for vendor {vendor}${when('message', ', message {message}')}`,
  'ask.reserve': `Reserve ${when('place', `${place} `)}for card {card} until {until}`,
  'ask.cancelReservation': 'Cancel reservation {reservation}',
  'ask.sendLocalList':
    '{mode, select, Full {Replace the card list} other {Change the card list}} by {count, plural, one {# card} other {# cards}}, version {version}',
  'ask.setProfile': `Charging profile {profile}${at}: ${word.purpose}${when('limit', ', first {limit, number} {rate}')}`,
  'ask.clearProfiles': `Remove {profile, select, none {charging profiles} other {charging profile {profile}}}${at}`,
  'ask.updateFirmware': 'Update the firmware from {host}{signed, select, none {} other {, signed}}',
  'ask.readLog': 'Bring the {log, select, SecurityLog {security log} other {diagnostics}} to {host}',
  'ask.display': 'Show on the display: {text}',
  'ask.monitors': '{count, plural, one {Watch {name}} other {Watch {name} and others, # monitors}}',
  'ask.cost': 'Session {transaction} has cost {cost, number} so far',
  'ask.networkProfile': 'Network profile in slot {slot}: {host}',
  'answer.noted': 'Taken note of',
  'answer.status': `Answer: ${word.status}${when('detail', ' ({detail})')}`,
  'answer.boot': `Start report ${word.status}, heartbeat every {amount, number} ${word.unit}`,
  'answer.time': 'Answered with the time',
  'answer.card': `Card ${word.card}`,
  'answer.contract': `Card ${word.card}, contract certificate ${word.contract}`,
  'answer.started': `Session number {transaction}, card ${word.card}`,
  'answer.settings': '{count, plural, one {# setting} other {# settings}}{unknown, plural, =0 {} other {, # unknown}}',
  'answer.results': '{accepted} of {count} accepted',
  'answer.chain': '{good} of {count} certificates are good',
  'answer.list':
    '{version, plural, =-1 {It keeps no card list} =0 {It has no card list} other {Card list of version #}}',
  'answer.file': `Answer: ${word.status}, file {file}`,
  'answer.waiting': '{waiting, select, yes {Messages are still waiting} other {No messages are waiting}}',
  'answer.error': `Answered with an error: ${word.fault}`,
  'note.missing': 'Missing: {fields}',
} as const;

export type SentenceId = keyof typeof en;
export type Sentences = Readonly<Record<SentenceId, string>>;
