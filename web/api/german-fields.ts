/** German of the sentences about additional information; see `german.ts`. */
export const fieldSentences: Readonly<Record<string, string>> = {
  'No more than {0} fields can be kept. Remove one first':
    'Es können höchstens {0} Felder angelegt werden. Entfernen Sie zuerst eines',
  'A station has the choice {0}. Change it there first':
    'Eine Ladestation hat den Wert {0}. Ändern Sie ihn zuerst dort',
  'is in use': 'wird verwendet',
  'Only who sees all stations can remove a field from all of them':
    'Nur wer alle Ladestationen sieht, kann ein Feld von allen entfernen',
  'The fields have changed meanwhile. Look again': 'Die Felder haben sich inzwischen geändert. Bitte prüfen Sie erneut',
  'A choice needs at least one to choose': 'Eine Auswahl braucht mindestens einen Wert',
  'Only a choice has choices': 'Nur eine Auswahl hat Werte zur Auswahl',
  'Two choices are the same': 'Zwei Werte der Auswahl sind gleich',
  'is there twice': 'kommt doppelt vor',
  'There is no such field here': 'Ein solches Feld gibt es hier nicht',
  'There is a field with this name already': 'Es gibt bereits ein Feld mit diesem Namen',
  '{0} is no condition of a field': '{0} ist keine Bedingung für ein Feld',
  '{0} is not a number': '{0} ist keine Zahl',
  '{0} is empty': '{0} ist leer',
  '{0} is not a date': '{0} ist kein Datum',
  '{0} is not one of the choices': '{0} ist keiner der Werte zur Auswahl',
  '{0} is neither yes nor no': '{0} ist weder Ja noch Nein',
  '{0} is not an address that begins with http:// or https://':
    '{0} ist keine Adresse, die mit http:// oder https:// beginnt',
  '{0} is longer than {1} characters': '{0} ist länger als {1} Zeichen',
  'is not a number': 'ist keine Zahl',
  'is empty': 'ist leer',
  'is not a date': 'ist kein Datum',
  'is not one of the choices': 'ist keiner der Werte zur Auswahl',
  'is neither yes nor no': 'ist weder Ja noch Nein',
  'is not an address that begins with http:// or https://': 'ist keine Adresse, die mit http:// oder https:// beginnt',
  'is longer than {0} characters': 'ist länger als {0} Zeichen',
};
