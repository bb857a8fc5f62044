/** German of the sentences about files, transfers, firmware and certificates; see `german.ts`. */
export const fileSentences: Readonly<Record<string, string>> = {
  // The file store and what stations bring
  'The disk of {0} is full or nearly so: make room on it, or move the files to S3 with FILES_URL':
    'Der Datenträger von {0} ist voll oder fast voll: Schaffen Sie dort Platz, oder verlegen Sie die Dateien mit FILES_URL nach S3',
  'The file store {0} does not answer: {1}. Look at FILES_URL and at the store':
    'Der Dateispeicher {0} antwortet nicht: {1}. Prüfen Sie FILES_URL und den Speicher',
  'The file store {0} is full: make room in it': 'Der Dateispeicher {0} ist voll: Schaffen Sie dort Platz',
  'The file {0} is not in the file store: it was removed there, or the store is another one':
    'Die Datei {0} liegt nicht im Dateispeicher: Sie wurde dort entfernt, oder es ist ein anderer Speicher',
  'The file is larger than the {0} bytes that are allowed here': 'Die Datei ist größer als die hier erlaubten {0} Byte',
  'The form that was sent has no file in it, or is cut short':
    'Das gesendete Formular enthält keine Datei oder ist abgeschnitten',
  'There is nothing at this address, or no longer': 'Unter dieser Adresse gibt es nichts oder nichts mehr',
  'Files are taken whole: send it from its beginning, without Content-Range':
    'Dateien werden nur ganz angenommen: Senden Sie sie von Anfang an, ohne Content-Range',
  'Another file was brought to this address already; it is kept':
    'An diese Adresse wurde bereits eine andere Datei übertragen; sie bleibt erhalten',
  'The file is empty: nothing was taken, the address may be used again':
    'Die Datei ist leer: Es wurde nichts übernommen, die Adresse kann erneut verwendet werden',
  'The file is empty': 'Die Datei ist leer',

  // Logs that are fetched from stations
  'This station has no such file': 'Zu dieser Ladestation gibt es keine solche Datei',
  'The period must end after it begins': 'Das Ende des Zeitraums muss nach seinem Beginn liegen',
  'FTP is switched off on this server: set VOLTYARD_FTP_PORT, or use HTTP':
    'FTP ist auf diesem Server ausgeschaltet: Setzen Sie VOLTYARD_FTP_PORT, oder verwenden Sie HTTP',
  'is switched off': 'ist ausgeschaltet',
  'The station is still at it: wait for its end': 'Die Ladestation ist noch dabei: Warten Sie, bis sie fertig ist',
  'There is no file: it has not come, or was deleted':
    'Es gibt keine Datei: Sie ist nicht angekommen oder wurde gelöscht',

  // Firmware: images and roll-outs
  'A roll-out has used this image: it stays, so that it can be told what was sent':
    'Ein Rollout hat diese Firmware verwendet: Sie bleibt erhalten, damit nachvollziehbar ist, was gesendet wurde',
  'The content is here already: describe a new image for another content':
    'Der Inhalt ist bereits vorhanden: Legen Sie für einen anderen Inhalt eine neue Firmware an',
  'Certificate and signature belong together: give both or none':
    'Zertifikat und Signatur gehören zusammen: Geben Sie beide an oder keines',
  'No station fits: none would be reached': 'Keine Ladestation passt: Es würde keine erreicht',
  'It would reach {0} stations by now, not {1}: look again':
    'Inzwischen würden {0} Ladestationen erreicht, nicht {1}: Bitte prüfen Sie die Auswahl erneut',
  'The end must lie ahead': 'Das Ende muss in der Zukunft liegen',
  'is not ahead': 'liegt nicht in der Zukunft',
  'The image is not signed': 'Die Firmware ist nicht signiert',
  'The image has no content yet: upload it first': 'Die Firmware hat noch keinen Inhalt: Laden Sie ihn zuerst hoch',
  'The signature of the image does not hold: it is sent to nobody':
    'Die Signatur der Firmware ist ungültig: Sie wird an keine Ladestation gesendet',
  'Only a roll-out that runs can be paused': 'Nur ein laufender Rollout kann angehalten werden',
  'Only a roll-out that was paused or halted can go on':
    'Nur ein angehaltener oder gestoppter Rollout kann fortgesetzt werden',
  'This roll-out has ended already': 'Dieser Rollout ist bereits beendet',
  'This roll-out was cancelled: begin a new one': 'Dieser Rollout wurde abgebrochen: Beginnen Sie einen neuen',
  'No station of it has failed': 'Bei keiner seiner Ladestationen ist er fehlgeschlagen',

  // Certificates
  'Security profiles are 0 to 3': 'Es gibt die Sicherheitsprofile 0 bis 3',
  'More than {0} authorities cannot be trusted': 'Es kann nicht mehr als {0} Zertifizierungsstellen vertraut werden',
  'This authority is trusted already': 'Dieser Zertifizierungsstelle wird bereits vertraut',
  'There is no such trusted authority': 'Eine solche vertrauenswürdige Zertifizierungsstelle gibt es nicht',
  'This certificate is trusted already': 'Diesem Zertifikat wird bereits vertraut',
  'The station has no such certificate that is valid': 'Die Ladestation hat kein solches gültiges Zertifikat',
  'The station is not connected, and a secret is not kept until it is':
    'Die Ladestation ist nicht verbunden, und ein Geheimnis wird nicht bis dahin aufbewahrt',
  'The text is no certificate in PEM': 'Der Text ist kein Zertifikat im PEM-Format',
  'The text is no certificate of an authority': 'Der Text ist kein Zertifikat einer Zertifizierungsstelle',
  'The text has a key or a signature that is too weak':
    'Das Zertifikat hat einen zu schwachen Schlüssel oder eine zu schwache Signatur',
  'The text has expired': 'Das Zertifikat ist abgelaufen',
  'The text {0}': 'Der Text wird nicht als Zertifikat angenommen',
  'The certificate cannot be read': 'Das Zertifikat ist nicht lesbar',
  'The certificate must be one alone, without its chain': 'Es muss ein einzelnes Zertifikat ohne seine Kette sein',
  'The certificate has expired': 'Das Zertifikat ist abgelaufen',
  'The certificate is no certificate in PEM': 'Das ist kein Zertifikat im PEM-Format',
  'The certificate is no certificate of an authority': 'Das ist kein Zertifikat einer Zertifizierungsstelle',
  'The certificate must be signed by the root that the station has now, because it checks this (AdditionalRootCertificateCheck)':
    'Das Zertifikat muss vom Stammzertifikat signiert sein, das die Ladestation jetzt hat, weil sie dies prüft (AdditionalRootCertificateCheck)',
  'The certificate {0}': 'Das Zertifikat wird nicht angenommen',
  'is no certificate in PEM': 'ist kein Zertifikat im PEM-Format',
  'is no certificate of an authority': 'ist kein Zertifikat einer Zertifizierungsstelle',
  'has a key or a signature that is too weak': 'hat einen zu schwachen Schlüssel oder eine zu schwache Signatur',
  'has expired': 'ist abgelaufen',
  'cannot be read': 'ist nicht lesbar',
  'must be one alone, without its chain': 'muss ein einzelnes Zertifikat ohne Kette sein',
  'is trusted already': 'ist bereits vertrauenswürdig',
  'must be signed by the root that the station has now, because it checks this (AdditionalRootCertificateCheck)':
    'muss vom jetzigen Stammzertifikat der Ladestation signiert sein, weil sie dies prüft (AdditionalRootCertificateCheck)',
};
