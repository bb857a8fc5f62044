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
  'There are {0} rules already': 'Es gibt bereits {0} Regeln',
  'There is no such rule': 'Diese Regel gibt es nicht',
  'Your role does not see all of these events': 'Ihre Rolle sieht nicht alle diese Ereignisse',
  'There is no such webhook': 'Diesen Webhook gibt es nicht',
  'There is a webhook of this name already': 'Einen Webhook dieses Namens gibt es bereits',
  'The webhook is switched off': 'Der Webhook ist ausgeschaltet',
  'This is no address of a webhook': 'Das ist keine Adresse für einen Webhook',
  'must be a URL without a name or password in it': 'muss eine URL ohne Namen und Passwort sein',
};
