/** German of what the server says about what leaves, contacts and notifications. */
export const outboxSentences: Readonly<Record<string, string>> = {
  'There is nothing of this number in the outbox': 'Im Ausgang gibt es nichts mit dieser Nummer',
  'It is being sent just now': 'Es wird gerade gesendet',
  'It has left already, or was dismissed': 'Es ist bereits hinausgegangen oder wurde verworfen',
  'Its content was for one moment and is gone: cause it anew':
    'Der Inhalt galt nur für den Moment und ist gelöscht: Lösen Sie es neu aus',
  'There is no such contact': 'Diesen Kontakt gibt es nicht',
  'The contact is in use: deactivate it instead': 'Der Kontakt wird verwendet: Deaktivieren Sie ihn stattdessen',
  'It must belong to one of your entities': 'Er muss zu einer Ihrer Einheiten gehören',
  'must be one of yours': 'muss eine von Ihren sein',
  'There is no such entity': 'Diese Einheit gibt es nicht',
  'there is no such entity': 'diese Einheit gibt es nicht',
};
