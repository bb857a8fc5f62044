/** German of the sentences about passwords, profiles, networks and roots; see `german.ts`. */
export const securitySentences: Readonly<Record<string, string>> = {
  'A password is changed by itself, without other settings':
    'Ein Passwort wird für sich geändert, ohne andere Einstellungen',
  'A password is being changed; the station must come back first':
    'Ein Passwort wird gerade geändert; zuerst muss sich die Ladestation wieder verbinden',
  'The station has a new password that it has not used yet; it must come with it first':
    'Die Ladestation hat ein neues Passwort, das sie noch nicht benutzt hat; zuerst muss sie sich damit verbinden',
  'Security profile {0} is below {1}, the least this station is let in with: lower that first':
    'Sicherheitsprofil {0} liegt unter {1}, dem geringsten, mit dem diese Ladestation eingelassen wird: senken Sie zuerst dieses',
  'Read NetworkConfigurationPriority first: nobody knows which slots the station uses now':
    'Lesen Sie zuerst NetworkConfigurationPriority: niemand weiß, welche Plätze die Ladestation gerade benutzt',
  'Slot {0} is in use: write another one, then change NetworkConfigurationPriority':
    'Platz {0} ist in Gebrauch: beschreiben Sie einen anderen und ändern Sie dann NetworkConfigurationPriority',
  '{0} cannot be false while what it needs is written':
    '{0} kann nicht falsch sein, während geschrieben wird, was dazu gehört',
  'The station takes at most {0} parts in one report (ItemsPerMessageGetReport)':
    'Die Ladestation nimmt höchstens {0} Teile in einem Bericht (ItemsPerMessageGetReport)',
  'This card may not charge, and so it may not swap a battery':
    'Diese Karte darf nicht laden und deshalb auch keinen Akku tauschen',
};
