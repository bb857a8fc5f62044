import { securityCodes } from './security-code-texts.ts';

/**
 * The error codes of OCPP 1.6 (section 7.6) in words: what it means, whose side, what to do. Beside texts.ts for its length.
 * Each is [title, means, side, todo].
 */
type Words = readonly [title: string, means: string, side: string, todo: string];

const en: Readonly<Record<string, Words>> = {
  ConnectorLockFailure: [
    'Connector lock does not work',
    'The station could not lock or unlock the plug.',
    'Station: lock motor, socket or a plug under strain.',
    'Ask the driver to push the plug in fully and try “Unlock”. If it stays, have the lock inspected.',
  ],
  EVCommunicationError: [
    'No communication with the vehicle',
    'The station and the vehicle lost their data connection.',
    'Vehicle, cable or station; often the vehicle.',
    'Replug once. If several vehicles fail at this charge point, have cable and communication module inspected.',
  ],
  Faulted: [
    'Fault without a code',
    'The station reports a fault and says nothing more about it.',
    'Station.',
    'Look for an event of the same charge point; it may name the cause. Else reset the station softly once.',
  ],
  GroundFailure: [
    'Ground fault',
    'The residual current device or the earth monitoring has tripped.',
    'Station, cable or vehicle. Possible danger from electricity.',
    'Keep the charge point out of use and send an electrician. Do not reset it remotely again and again.',
  ],
  HighTemperature: [
    'Too hot',
    'The temperature inside the station or at the plug is too high. Power is reduced or charging has stopped.',
    'Station or its place: sun, blocked fan, worn contacts.',
    'Wait until it has cooled down. If it returns, have fan, filters and contacts inspected.',
  ],
  InternalError: [
    'Internal fault',
    'Hardware or software inside the station has failed.',
    'Station.',
    'Reset the station softly once. If it returns, send the manufacturer the code and the log.',
  ],
  LocalListConflict: [
    'Card list is out of step',
    'The card list on the station does not fit the version we sent.',
    'Between us and the station; the hardware is fine.',
    'Send the whole list again. Charging with cards that are asked online still works.',
  ],
  OtherError: [
    'Other fault',
    'The station has no standard code for this. The manufacturer code and the info text say more.',
    'Station.',
    'Look the manufacturer code up in the manual, or ask the manufacturer.',
  ],
  OverCurrentFailure: [
    'Too much current',
    'More current was drawn than is allowed, and charging was stopped.',
    'Vehicle or station.',
    'Replug once. If it happens with several vehicles, have the charge point measured.',
  ],
  OverVoltage: [
    'Voltage too high',
    'The mains voltage is above the limit.',
    'Mains or house installation.',
    'Check whether neighbouring stations report it too. If so, ask the grid operator; else have the supply measured.',
  ],
  PowerMeterFailure: [
    'Meter does not answer',
    'The station cannot read its energy meter. Sessions may have no or wrong energy.',
    'Station: meter or its wiring. Relevant for billing.',
    'Take the charge point out of operation until the meter works, and check the bills of the last sessions.',
  ],
  PowerSwitchFailure: [
    'Contactor does not switch',
    'The contactor does not close, or does not open.',
    'Station. If it does not open, the plug may be live.',
    'Keep the charge point out of use and send an electrician.',
  ],
  ReaderFailure: [
    'Card reader does not work',
    'The reader for charging cards has failed.',
    'Station.',
    'Drivers can still start by app. Reset the station softly when nothing is charging; else have the reader replaced.',
  ],
  ResetFailure: [
    'Reset failed',
    'The station was told to restart and could not.',
    'Station.',
    'Try a hard reset. If that fails, someone has to switch the supply off and on on site.',
  ],
  meterSerialChanged: [
    'Another meter',
    'The station reports another serial number of its meter than before. What is billed is counted by that meter.',
    'Somebody swapped the meter, or the station with it.',
    'Record the swap on the Components tab, with the readings of both meters. If nobody swapped it, send someone.',
  ],
  simChanged: [
    'Another SIM card',
    'The modem reports another ICCID than before.',
    'Somebody swapped the SIM card, or the modem with it.',
    'Record the swap on the Components tab. If nobody swapped it, block the old card with its provider.',
  ],
  stationSerialChanged: [
    'Another serial number of the station',
    'The station reports another serial number of itself than before.',
    'The station or its controller was swapped, or another station uses its credentials.',
    'Record the swap on the Components tab. If nobody swapped it, change its credentials.',
  ],
  boxSerialChanged: [
    'Another serial number of the charge box',
    'The station reports another serial number of its charge box than before.',
    'The charge box or its controller was swapped.',
    'Record the swap on the Components tab. If nobody swapped it, change its credentials.',
  ],
  UnderVoltage: [
    'Voltage too low',
    'The mains voltage is below the limit, or a phase is missing.',
    'Mains or house installation.',
    'Check fuses and whether neighbouring stations report it too; else have the supply measured.',
  ],
  WeakSignal: [
    'Weak signal',
    'The station’s mobile or wireless network is weak. Messages may be late.',
    'Network at the station’s place.',
    'Look at the connection history. A better antenna, another SIM or a cable helps.',
  ],
};

const de: typeof en = {
  ConnectorLockFailure: [
    'Steckerverriegelung gestört',
    'Die Station konnte den Stecker nicht ver- oder entriegeln.',
    'Station: Verriegelungsmotor, Dose oder ein verspannter Stecker.',
    'Den Stecker ganz einstecken lassen und „Entriegeln“ versuchen. Bleibt die Störung, die Verriegelung prüfen lassen.',
  ],
  EVCommunicationError: [
    'Keine Kommunikation mit dem Fahrzeug',
    'Die Datenverbindung zwischen Station und Fahrzeug ist abgerissen.',
    'Fahrzeug, Kabel oder Station; oft das Fahrzeug.',
    'Einmal neu einstecken lassen. Tritt es bei mehreren Fahrzeugen auf, Kabel und Kommunikationsmodul prüfen lassen.',
  ],
  Faulted: [
    'Störung ohne Code',
    'Die Station meldet eine Störung und sagt nichts weiter dazu.',
    'Station.',
    'Nach einem Ereignis desselben Ladepunkts sehen; es nennt vielleicht die Ursache. Sonst die Station einmal sanft neu starten.',
  ],
  GroundFailure: [
    'Erdschluss',
    'Der Fehlerstromschutz oder die Erdungsüberwachung hat ausgelöst.',
    'Station, Kabel oder Fahrzeug. Gefahr durch Strom möglich.',
    'Den Ladepunkt außer Betrieb lassen und eine Elektrofachkraft schicken. Nicht wiederholt aus der Ferne zurücksetzen.',
  ],
  HighTemperature: [
    'Zu heiß',
    'Die Temperatur in der Station oder am Stecker ist zu hoch. Die Leistung ist verringert oder das Laden unterbrochen.',
    'Station oder Standort: Sonne, blockierter Lüfter, verschlissene Kontakte.',
    'Abkühlen lassen. Kehrt es wieder, Lüfter, Filter und Kontakte prüfen lassen.',
  ],
  InternalError: [
    'Interner Fehler',
    'Hardware oder Software der Station hat versagt.',
    'Station.',
    'Die Station einmal per Soft-Reset neu starten. Kehrt es wieder, dem Hersteller Code und Protokoll senden.',
  ],
  LocalListConflict: [
    'Kartenliste passt nicht',
    'Die Kartenliste auf der Station passt nicht zur gesendeten Fassung.',
    'Zwischen uns und der Station; die Hardware ist in Ordnung.',
    'Die ganze Liste neu senden. Laden mit online geprüften Karten funktioniert weiter.',
  ],
  OtherError: [
    'Sonstiger Fehler',
    'Die Station hat dafür keinen Standardcode. Mehr sagen Herstellercode und Infotext.',
    'Station.',
    'Den Herstellercode im Handbuch nachschlagen oder beim Hersteller erfragen.',
  ],
  OverCurrentFailure: [
    'Überstrom',
    'Es floss mehr Strom als erlaubt; das Laden wurde beendet.',
    'Fahrzeug oder Station.',
    'Einmal neu einstecken lassen. Tritt es bei mehreren Fahrzeugen auf, den Ladepunkt durchmessen lassen.',
  ],
  OverVoltage: [
    'Überspannung',
    'Die Netzspannung liegt über dem Grenzwert.',
    'Stromnetz oder Hausinstallation.',
    'Prüfen, ob Nachbarstationen es auch melden. Wenn ja, den Netzbetreiber fragen, sonst die Zuleitung messen lassen.',
  ],
  PowerMeterFailure: [
    'Zähler antwortet nicht',
    'Die Station kann ihren Energiezähler nicht lesen. Ladevorgänge haben womöglich keine oder falsche Energie.',
    'Station: Zähler oder dessen Verdrahtung. Abrechnungsrelevant.',
    'Den Ladepunkt außer Betrieb nehmen, bis der Zähler arbeitet, und die letzten Ladevorgänge vor der Abrechnung prüfen.',
  ],
  PowerSwitchFailure: [
    'Schütz schaltet nicht',
    'Das Lastschütz schließt oder öffnet nicht.',
    'Station. Öffnet es nicht, kann der Stecker unter Spannung stehen.',
    'Den Ladepunkt außer Betrieb lassen und eine Elektrofachkraft schicken.',
  ],
  ReaderFailure: [
    'Kartenleser gestört',
    'Der Leser für Ladekarten ist ausgefallen.',
    'Station.',
    'Starten per App bleibt möglich. Soft-Reset, wenn niemand lädt; sonst den Leser tauschen lassen.',
  ],
  ResetFailure: [
    'Neustart fehlgeschlagen',
    'Die Station sollte neu starten und konnte es nicht.',
    'Station.',
    'Einen Hard-Reset versuchen. Schlägt auch er fehl, muss jemand vor Ort die Versorgung aus- und einschalten.',
  ],
  meterSerialChanged: [
    'Anderer Zähler',
    'Die Station meldet eine andere Seriennummer ihres Zählers als zuvor. Was abgerechnet wird, zählt dieser Zähler.',
    'Der Zähler wurde getauscht, oder die Station mit ihm.',
    'Den Tausch im Reiter Komponenten festhalten, mit den Ständen beider Zähler. Hat ihn niemand getauscht, jemanden hinschicken.',
  ],
  simChanged: [
    'Andere SIM-Karte',
    'Das Modem meldet eine andere ICCID als zuvor.',
    'Die SIM-Karte wurde getauscht, oder das Modem mit ihr.',
    'Den Tausch im Reiter Komponenten festhalten. Hat sie niemand getauscht, die alte Karte beim Anbieter sperren.',
  ],
  stationSerialChanged: [
    'Andere Seriennummer der Station',
    'Die Station meldet eine andere eigene Seriennummer als zuvor.',
    'Die Station oder ihre Steuerung wurde getauscht, oder eine andere Station nutzt ihre Zugangsdaten.',
    'Den Tausch im Reiter Komponenten festhalten. Hat niemand getauscht, ihre Zugangsdaten ändern.',
  ],
  boxSerialChanged: [
    'Andere Seriennummer der Ladebox',
    'Die Station meldet eine andere Seriennummer ihrer Ladebox als zuvor.',
    'Die Ladebox oder ihre Steuerung wurde getauscht.',
    'Den Tausch im Reiter Komponenten festhalten. Hat niemand getauscht, ihre Zugangsdaten ändern.',
  ],
  UnderVoltage: [
    'Unterspannung',
    'Die Netzspannung liegt unter dem Grenzwert, oder eine Phase fehlt.',
    'Stromnetz oder Hausinstallation.',
    'Sicherungen prüfen und ob Nachbarstationen es auch melden; sonst die Zuleitung messen lassen.',
  ],
  WeakSignal: [
    'Schwaches Signal',
    'Das Mobilfunk- oder Funknetz der Station ist schwach. Nachrichten können sich verspäten.',
    'Netz am Standort der Station.',
    'Den Verbindungsverlauf ansehen. Eine bessere Antenne, eine andere SIM oder ein Kabel hilft.',
  ],
};

const flat = (words: typeof en): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([code, [title, means, side, todo]]) => [
      [`errors.code.${code}.title`, title],
      [`errors.code.${code}.means`, means],
      [`errors.code.${code}.side`, side],
      [`errors.code.${code}.todo`, todo],
    ]),
  );

export const codeTexts = {
  en: flat({ ...en, ...securityCodes.en }),
  de: flat({ ...de, ...securityCodes.de }),
};
