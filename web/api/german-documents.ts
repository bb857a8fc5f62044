/** German of the sentences about documents and the history of stations; see `german.ts`. */
export const documentSentences: Readonly<Record<string, string>> = {
  'The file has no name that can be kept': 'Die Datei hat keinen brauchbaren Namen',
  'is empty': 'ist leer',
  'There is a document {0} here already: upload it as a new version of it, or keep both':
    'Ein Dokument {0} gibt es hier schon: Laden Sie es als neue Fassung hoch, oder behalten Sie beide',
  'is in use here already': 'wird hier schon verwendet',
  'Another document here has this name': 'Ein anderes Dokument heißt hier so',
  'Another document here has this name by now': 'Inzwischen heißt hier ein anderes Dokument so',
  'The upload was broken off': 'Das Hochladen wurde abgebrochen',
  'The document has been removed meanwhile': 'Das Dokument wurde inzwischen gelöscht',
  'The document has been removed': 'Das Dokument ist gelöscht',
  'Its files have been deleted already': 'Seine Dateien sind bereits gelöscht',
  'There is no such document here': 'Dieses Dokument gibt es hier nicht',
  'There is no such thing that a document could be attached to':
    'Das, woran das Dokument gehängt werden soll, gibt es nicht',
  'There is no small picture of this': 'Davon gibt es kein kleines Bild',
  'The small picture is no JPEG, PNG or WebP': 'Das kleine Bild ist weder JPEG noch PNG noch WebP',
  'There is no such version, or it has a small picture already':
    'Diese Fassung gibt es nicht, oder sie hat schon ein kleines Bild',
  'A file of this type is not shown, only saved': 'Eine Datei dieser Art wird nicht gezeigt, nur gespeichert',
  'What belongs to everybody is kept by those who see the whole operator':
    'Was allen gehört, pflegen die, die den ganzen Betreiber sehen',
  'There is no such category': 'Diese Kategorie gibt es nicht',
  'There is a category of this name already': 'Eine Kategorie dieses Namens gibt es schon',
  'is not known here': 'ist hier nicht bekannt',
  'Name the kind with it': 'Geben Sie die Art dazu an',
  'There is no such entry here': 'Diesen Eintrag gibt es hier nicht',
  'There is no such kind of entries': 'Diese Art von Einträgen gibt es nicht',
  'There is a kind of this name already': 'Eine Art dieses Namens gibt es schon',
  'The entry has been changed meanwhile: look at it again':
    'Der Eintrag wurde inzwischen geändert: Sehen Sie ihn noch einmal an',
  'The entry has been removed': 'Der Eintrag ist gelöscht',
  'What happened cannot lie ahead': 'Was geschehen ist, kann nicht in der Zukunft liegen',
  'lies ahead': 'liegt in der Zukunft',
  'Who is mentioned must be a member': 'Wer erwähnt wird, muss Mitglied sein',
};
