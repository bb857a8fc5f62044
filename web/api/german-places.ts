/** German of the sentences about locations, models and what stations belong to; see `german.ts`. */
export const placeSentences: Readonly<Record<string, string>> = {
  'Choose one of your entities: without one the station would no longer be yours':
    'Wählen Sie eine Ihrer Einheiten: ohne eine gehörte die Station nicht mehr Ihnen',
  'There is no such entity here': 'Diese Einheit gibt es hier nicht',
  'There is no such location here': 'Diesen Standort gibt es hier nicht',
  'There is no such model here': 'Dieses Modell gibt es hier nicht',
  'Say which of your entities it belongs to': 'Sagen Sie, zu welcher Ihrer Einheiten es gehört',
  '{0} stations stand here. Move them to another location first':
    'Hier stehen {0} Stationen. Verschieben Sie sie zuerst an einen anderen Standort',
  'This location belongs to others: you see it because a station of yours stands there':
    'Dieser Standort gehört anderen: Sie sehen ihn, weil eine Ihrer Stationen dort steht',
  'There is no country {0}': 'Ein Land {0} gibt es nicht',
  'Latitude and longitude belong together': 'Breite und Länge gehören zusammen',
  'The latitude must be between -90 and 90': 'Die Breite muss zwischen -90 und 90 liegen',
  'The longitude must be between -180 and 180': 'Die Länge muss zwischen -180 und 180 liegen',
  '0/0 is in the sea: nobody measured this': '0/0 liegt im Meer: das hat niemand gemessen',
  'The public name is empty': 'Der öffentliche Name ist leer',
  '{0} is no number of a thing': '{0} ist keine Nummer eines Dings',
  'The station is in the network': 'Die Station ist in Betrieb',
  'is not known here': 'ist hier nicht bekannt',
  'is not a known country': 'ist kein bekanntes Land',
  'is not a place': 'ist kein Ort',
  // The same request twice
  'An Idempotency-Key has 16 to 255 visible characters, for example a UUID':
    'Ein Idempotency-Key hat 16 bis 255 sichtbare Zeichen, zum Beispiel eine UUID',
  'This Idempotency-Key was used for another request. Use a new one':
    'Dieser Idempotency-Key gehört zu einer anderen Anfrage. Nehmen Sie einen neuen',
  'The same request is being worked on. Try again in a moment':
    'Dieselbe Anfrage wird gerade bearbeitet. Bitte versuchen Sie es gleich noch einmal',
};
