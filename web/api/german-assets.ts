/** German of the sentences about articles, stock and components; see `german.ts`. */
export const assetSentences: Readonly<Record<string, string>> = {
  'This component is installed at {0} already': 'Diese Komponente ist bereits an {0} eingebaut',
  'This component was scrapped': 'Diese Komponente wurde verschrottet',
  'Only a component in stock can be installed. Say first that it is good again':
    'Nur eine Komponente im Lager kann eingebaut werden. Geben Sie zuerst an, dass sie wieder in Ordnung ist',
  'This component is not at this station': 'Diese Komponente ist nicht an dieser Ladestation',
  'Say in which warehouse it lies': 'Geben Sie an, in welchem Lager sie liegt',
  'There is no such warehouse here': 'Ein solches Lager gibt es hier nicht',
  'There is no such component here': 'Eine solche Komponente gibt es hier nicht',
  'There is no such article here': 'Einen solchen Artikel gibt es hier nicht',
  'There is no such entity here': 'Eine solche Einheit gibt es hier nicht',
  'There is an article with this name already': 'Es gibt bereits einen Artikel mit diesem Namen',
  'There is a warehouse with this name already': 'Es gibt bereits ein Lager mit diesem Namen',
  'There is a component of this article with this serial number already':
    'Es gibt bereits eine Komponente dieses Artikels mit dieser Seriennummer',
  'A price needs its currency': 'Ein Preis braucht seine Währung',
  'It is installed at a station: take it off there':
    'Sie ist an einer Ladestation eingebaut: Bauen Sie sie dort zuerst aus',
  'Say which one comes in: one in stock, or the serial number of a new one':
    'Geben Sie an, welche eingebaut wird: eine aus dem Lager oder die Seriennummer einer neuen',
  'It would go where you do not see it any more': 'Sie käme dorthin, wo Sie sie nicht mehr sehen',
};
