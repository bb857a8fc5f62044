/** The security events that are errors, and what the server itself finds about passwords and certificates, in words. */
type Words = readonly [title: string, means: string, side: string, todo: string];

const en: Readonly<Record<string, Words>> = {
  FirmwareUpdated: [
    'Firmware was updated',
    'The station runs another firmware than before.',
    'Station.',
    'Nothing, if you rolled it out. Else find out who did.',
  ],
  SettingSystemTime: [
    'Clock was set',
    'The station changed its time by more than a little.',
    'Station.',
    'Compare the times in its charge logs around this moment.',
  ],
  StartupOfTheDevice: ['Started', 'The station has started.', 'Station.', 'Nothing, unless nobody expected it.'],
  ResetOrReboot: [
    'Restarted',
    'The station was restarted or reset.',
    'Station.',
    'Nothing, unless nobody expected it. If it happens often, look at the logs before each restart.',
  ],
  MaintenanceLoginAccepted: [
    'Somebody signed in at the station',
    'Its own maintenance page was used.',
    'A person at the station or in its network.',
    'Nothing, if your technicians are there. Else change the maintenance password and look at what was changed.',
  ],
  MaintenanceLoginFailed: [
    'Failed sign-in at the station',
    'Somebody tried to sign in at its own maintenance page and could not.',
    'A person at the station or in its network.',
    'Ask your technicians. If it was none of them, somebody is trying: restrict who reaches that page.',
  ],
  SecurityLogWasCleared: [
    'Security log was cleared',
    'The station’s record of security events was deleted.',
    'A person, or the station.',
    'Find out who did it. What was told here before is kept here.',
  ],
  MemoryExhaustion: [
    'Memory is getting full',
    'The station has little working memory or storage left.',
    'Station.',
    'Fetch its diagnostics, then reset it when no car is charging. If it returns, ask the manufacturer.',
  ],
  TamperDetectionActivated: [
    'Opened or moved',
    'The station noticed that its housing was opened or that somebody interfered with it.',
    'Somebody at the station. Possible danger from electricity.',
    'Send somebody to look. Keep it out of use until you know what happened.',
  ],
  InvalidFirmwareSignature: [
    'Firmware signature does not hold',
    'The station loaded a firmware whose signature is wrong, and did not install it.',
    'The image, or somebody between.',
    'Compare the image with the manufacturer’s. Do not force it onto the station.',
  ],
  InvalidFirmwareSigningCertificate: [
    'Firmware signer is not trusted',
    'The certificate of whoever signed the firmware is not one that the station trusts.',
    'The image, or the roots in the station.',
    'Ask the manufacturer for the right certificate, or install its root.',
  ],
  InvalidCsmsCertificate: [
    'The station could not verify us',
    'The certificate of this server, or a root that was sent, did not hold for the station.',
    'This server’s certificate, or the roots in the station.',
    'Look at the roots on its Security tab, and at the certificate of this server on the Certificates page.',
  ],
  InvalidChargingStationCertificate: [
    'A certificate of the station is not valid',
    'A certificate that came in the station’s name was refused here, or the station refused the one it was sent.',
    'Station, or somebody else under its name.',
    'Look at the security events and the connection history: they say which certificate and from where. Ask the station for a new one.',
  ],
  DiscardedRenewedClientCertificate: [
    'New certificate was given up',
    'The station could not connect with the certificate it had just got, and uses the one before.',
    'Station, or the network before this server.',
    'See in the connection history why it was refused, then ask for a new one.',
  ],
  InvalidTLSVersion: [
    'TLS too old',
    'A connection at the station’s address wanted TLS older than 1.2, and was refused.',
    'Station, or a device before it.',
    'Update its firmware. Nothing older is spoken here.',
  ],
  InvalidTLSCipherSuite: [
    'Only broken ciphers',
    'A connection at the station’s address offered no cipher that is still safe, and was refused.',
    'Station, or a device before it.',
    'Update its firmware. Nothing weaker is spoken here.',
  ],
  PasswordUncertain: [
    'Nobody knows which password it has',
    'A new password was sent, and the station’s answer never came.',
    'Between us and the station.',
    'Nothing: both work until it connects with one of them. If it stays away, it may have lost both: give it a new one on site.',
  ],
  CertificateEnding: [
    'Certificate ends soon',
    'The certificate with which the station signs itself in ends within two weeks, and no new one has taken its place.',
    'Station.',
    'Ask for a new one on its Security tab. When it has ended the station is not let in any more.',
  ],
};

const de: typeof en = {
  FirmwareUpdated: [
    'Firmware wurde aktualisiert',
    'Auf der Station läuft eine andere Firmware als zuvor.',
    'Station.',
    'Nichts, wenn Sie sie verteilt haben. Sonst herausfinden, wer es war.',
  ],
  SettingSystemTime: [
    'Uhr wurde gestellt',
    'Die Station hat ihre Zeit merklich geändert.',
    'Station.',
    'Die Zeiten der Ladevorgänge um diesen Moment vergleichen.',
  ],
  StartupOfTheDevice: ['Gestartet', 'Die Station ist gestartet.', 'Station.', 'Nichts, außer niemand hat es erwartet.'],
  ResetOrReboot: [
    'Neu gestartet',
    'Die Station wurde neu gestartet oder zurückgesetzt.',
    'Station.',
    'Nichts, außer niemand hat es erwartet. Geschieht es oft, die Protokolle vor jedem Neustart ansehen.',
  ],
  MaintenanceLoginAccepted: [
    'Anmeldung an der Station',
    'Ihre eigene Wartungsseite wurde benutzt.',
    'Jemand an der Station oder in ihrem Netz.',
    'Nichts, wenn Ihre Techniker dort sind. Sonst das Wartungspasswort ändern und ansehen, was verändert wurde.',
  ],
  MaintenanceLoginFailed: [
    'Anmeldung an der Station misslungen',
    'Jemand wollte sich an ihrer eigenen Wartungsseite anmelden und konnte es nicht.',
    'Jemand an der Station oder in ihrem Netz.',
    'Ihre Techniker fragen. War es keiner, versucht es jemand: einschränken, wer diese Seite erreicht.',
  ],
  SecurityLogWasCleared: [
    'Sicherheitsprotokoll gelöscht',
    'Die Aufzeichnung der Sicherheitsereignisse in der Station wurde gelöscht.',
    'Jemand, oder die Station.',
    'Herausfinden, wer es war. Was vorher hierher gemeldet wurde, ist hier erhalten.',
  ],
  MemoryExhaustion: [
    'Speicher wird knapp',
    'Die Station hat kaum noch Arbeits- oder Festspeicher.',
    'Station.',
    'Die Diagnose holen, dann neu starten, wenn niemand lädt. Kehrt es wieder, den Hersteller fragen.',
  ],
  TamperDetectionActivated: [
    'Geöffnet oder bewegt',
    'Die Station hat bemerkt, dass ihr Gehäuse geöffnet wurde oder jemand daran hantiert.',
    'Jemand an der Station. Gefahr durch Strom möglich.',
    'Jemanden hinschicken. Außer Betrieb lassen, bis klar ist, was geschehen ist.',
  ],
  InvalidFirmwareSignature: [
    'Firmware-Signatur stimmt nicht',
    'Die Station hat eine Firmware mit falscher Signatur geladen und nicht installiert.',
    'Die Datei, oder jemand dazwischen.',
    'Die Datei mit der des Herstellers vergleichen. Nicht erzwingen.',
  ],
  InvalidFirmwareSigningCertificate: [
    'Unterzeichner der Firmware unbekannt',
    'Dem Zertifikat dessen, der die Firmware unterschrieben hat, vertraut die Station nicht.',
    'Die Datei, oder die Wurzeln in der Station.',
    'Beim Hersteller das richtige Zertifikat erfragen oder seine Wurzel installieren.',
  ],
  InvalidCsmsCertificate: [
    'Die Station konnte uns nicht prüfen',
    'Das Zertifikat dieses Servers oder eine gesendete Wurzel galt der Station nicht.',
    'Zertifikat dieses Servers, oder die Wurzeln in der Station.',
    'Die Wurzeln auf ihrem Reiter „Sicherheit“ und das Zertifikat dieses Servers auf der Seite „Zertifikate“ ansehen.',
  ],
  InvalidChargingStationCertificate: [
    'Ein Zertifikat der Station ist ungültig',
    'Ein Zertifikat, das in ihrem Namen kam, wurde hier abgelehnt, oder sie hat das gesendete abgelehnt.',
    'Station, oder jemand anderes unter ihrem Namen.',
    'Sicherheitsereignisse und Verbindungsverlauf sagen, welches und woher. Ein neues anfordern.',
  ],
  DiscardedRenewedClientCertificate: [
    'Neues Zertifikat aufgegeben',
    'Die Station konnte sich mit dem gerade erhaltenen Zertifikat nicht verbinden und benutzt das vorige.',
    'Station, oder das Netz vor diesem Server.',
    'Im Verbindungsverlauf nachsehen, warum es abgelehnt wurde, dann ein neues anfordern.',
  ],
  InvalidTLSVersion: [
    'TLS zu alt',
    'Eine Verbindung von der Adresse der Station wollte TLS älter als 1.2 und wurde abgelehnt.',
    'Station, oder ein Gerät davor.',
    'Ihre Firmware aktualisieren. Älteres wird hier nicht gesprochen.',
  ],
  InvalidTLSCipherSuite: [
    'Nur gebrochene Verschlüsselungen',
    'Eine Verbindung von der Adresse der Station bot keine noch sichere Verschlüsselung an und wurde abgelehnt.',
    'Station, oder ein Gerät davor.',
    'Ihre Firmware aktualisieren. Schwächeres wird hier nicht gesprochen.',
  ],
  PasswordUncertain: [
    'Niemand weiß, welches Passwort sie hat',
    'Ein neues Passwort wurde gesendet, und die Antwort der Station kam nie an.',
    'Zwischen uns und der Station.',
    'Nichts: beide gelten, bis sie sich mit einem verbindet. Bleibt sie fort, hat sie vielleicht beide verloren: vor Ort ein neues eintragen.',
  ],
  CertificateEnding: [
    'Zertifikat endet bald',
    'Das Zertifikat, mit dem sich die Station anmeldet, endet binnen zwei Wochen, und kein neues ist an seine Stelle getreten.',
    'Station.',
    'Auf ihrem Reiter „Sicherheit“ ein neues anfordern. Nach dem Ende wird die Station nicht mehr eingelassen.',
  ],
};

/** What 1.6 calls otherwise. */
const older = (words: typeof en): typeof en => ({
  ...words,
  InvalidCentralSystemCertificate: words.InvalidCsmsCertificate!,
  InvalidChargePointCertificate: words.InvalidChargingStationCertificate!,
});

export const securityCodes = { en: older(en), de: older(de) };
