/** Words of the page that an invitation leads to. */
const en = {
  'invitation.title': 'Welcome to Voltyard',
  'invitation.note': '{name}, you are invited to work for {operator}. Choose a password.',
  'invitation.password': 'Password',
  'invitation.hint': 'At least 10 characters; a sentence is better than a word.',
  'invitation.do': 'Choose password and sign in',
};

const de: Record<keyof typeof en, string> = {
  'invitation.title': 'Willkommen bei Voltyard',
  'invitation.note': '{name}, Sie sind eingeladen, für {operator} zu arbeiten. Wählen Sie ein Passwort.',
  'invitation.password': 'Passwort',
  'invitation.hint': 'Mindestens 10 Zeichen; ein Satz ist besser als ein Wort.',
  'invitation.do': 'Passwort wählen und anmelden',
};

export const texts = { en, de };
