/** What an invitation says; plain words, no picture, nothing to click but the one link. */
export function invitationMail(
  language: 'en' | 'de',
  { name, operator, by, link, until }: { name: string; operator: string; by: string; link: string; until: string },
): { subject: string; text: string } {
  if (language === 'de')
    return {
      subject: `Einladung zu ${operator}`,
      text: `Guten Tag ${name},

${by} lädt Sie ein, in Voltyard für ${operator} zu arbeiten. Wählen Sie hier ein Passwort:

${link}

Der Link gilt einmal und bis ${until}. Wenn Sie ihn nicht erwartet haben, ist nichts zu tun.
`,
    };
  return {
    subject: `Invitation to ${operator}`,
    text: `Hello ${name},

${by} invites you to work for ${operator} in Voltyard. Choose a password here:

${link}

The link works once and until ${until}. If you did not expect it, there is nothing to do.
`,
  };
}
