/** German of the sentences about people, roles, entities and keys; see `german.ts`. */
export const peopleSentences: Readonly<Record<string, string>> = {
  'There is no such role': 'Es gibt keine solche Rolle',
  'There is no such role of your own here': 'Es gibt hier keine solche eigene Rolle',
  'There is no such role or person here': 'Es gibt hier keine solche Rolle oder Person',
  'Choose one of your entities': 'Wählen Sie eine Ihrer Einheiten',
  'This role is about an entity: choose one': 'In dieser Rolle geht es um eine Einheit: Wählen Sie eine',
  'There is no such entity': 'Es gibt keine solche Einheit',
  'There is no such entity here': 'Es gibt hier keine solche Einheit',
  'You cannot give a right that you do not have yourself: {0}':
    'Sie können kein Recht geben, das Sie selbst nicht haben: {0}',
  'You cannot give a wider view than you have yourself': 'Sie können keine weitere Sicht geben, als Sie selbst haben',
  'This invitation was used, has expired or was replaced: ask for a new one':
    'Diese Einladung wurde benutzt, ist abgelaufen oder wurde ersetzt: Bitten Sie um eine neue',
  'This invitation was used already: sign in': 'Diese Einladung wurde schon benutzt: Melden Sie sich an',
  'This person has more rights than you have yourself': 'Diese Person hat mehr Rechte als Sie selbst',
  'This person has chosen a password already': 'Diese Person hat schon ein Passwort gewählt',
  'This person has not accepted the invitation yet: send a new one':
    'Diese Person hat die Einladung noch nicht angenommen: Senden Sie eine neue',
  'This person works for another operator too and sees to their password and sessions themself':
    'Diese Person arbeitet auch für einen anderen Betreiber und kümmert sich selbst um Passwort und Sitzungen',
  'There are {0} roles already': 'Es gibt schon {0} Rollen',
  'There is a role of this name already': 'Es gibt schon eine Rolle mit diesem Namen',
  'Something still belongs to this entity: move it first':
    'Zu dieser Einheit gehört noch etwas: Ordnen Sie es zuerst anders zu',
  'still belong to it': 'gehören noch dazu',
  'Somebody still has this role: give them another one first':
    'Jemand hat diese Rolle noch: Geben Sie zuerst eine andere',
  'You can only change entities below your own': 'Sie können nur Einheiten unter Ihrer eigenen ändern',
  'There is an entity of this name beside it already': 'Daneben gibt es schon eine Einheit mit diesem Namen',
  'An entity cannot be below itself or below one of its own':
    'Eine Einheit kann nicht unter sich selbst oder unter einer ihrer eigenen liegen',
  'Entities can lie {0} deep at most': 'Einheiten können höchstens {0} Ebenen tief liegen',
  'Look at the console as a role or as a person: name one of them':
    'Sehen Sie die Konsole als Rolle oder als Person an: Nennen Sie eines davon',
  'You look at the console as somebody else: end that before you change anything':
    'Sie sehen die Konsole mit anderen Augen: Beenden Sie das, bevor Sie etwas ändern',
  'Looking for people or cards needs the right personalData.see':
    'Nach Personen oder Karten zu suchen braucht das Recht personalData.see',
  'does not exist': 'gibt es nicht',
};
