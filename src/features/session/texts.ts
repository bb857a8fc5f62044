/** Words of the sign-in. */
const en = {
  'session.title': 'Sign in',
  'session.email': 'E-mail',
  'session.password': 'Password',
  'session.do': 'Sign in',
  'session.refused': 'E-mail or password is not right.',
  'session.code.title': 'One more step',
  'session.code.note': 'Enter the six digits that your authenticator app shows.',
  'session.code.backupNote': 'Enter one of the backup codes you kept. Each works once.',
  'session.code.label': 'Code',
  'session.code.backup': 'Backup code',
  'session.code.useBackup': 'Use a backup code',
  'session.code.useApp': 'Use the authenticator app',
  'session.code.trust': 'Do not ask for codes on this device for 30 days',
  'session.code.refused': 'This code is not right, or it has run out.',
  'session.code.back': 'Back to the password',
  'session.forgot': 'Forgotten? An administrator of your operator can give you a new password.',
};

const de: Record<keyof typeof en, string> = {
  'session.title': 'Anmelden',
  'session.email': 'E-Mail',
  'session.password': 'Passwort',
  'session.do': 'Anmelden',
  'session.refused': 'E-Mail oder Passwort stimmt nicht.',
  'session.code.title': 'Noch ein Schritt',
  'session.code.note': 'Geben Sie die sechs Ziffern ein, die Ihre Authentifizierungs-App zeigt.',
  'session.code.backupNote': 'Geben Sie einen Ihrer aufbewahrten Ersatzcodes ein. Jeder gilt einmal.',
  'session.code.label': 'Code',
  'session.code.backup': 'Ersatzcode',
  'session.code.useBackup': 'Ersatzcode verwenden',
  'session.code.useApp': 'Authentifizierungs-App verwenden',
  'session.code.trust': 'Auf diesem Gerät 30 Tage lang nicht nach Codes fragen',
  'session.code.refused': 'Dieser Code stimmt nicht oder ist abgelaufen.',
  'session.code.back': 'Zurück zum Passwort',
  'session.forgot': 'Vergessen? Ein Administrator Ihres Betreibers kann Ihnen ein neues Passwort geben.',
};

export const texts = { en, de };
