import { type Slice, slice } from '../../http/contract.ts';
import { documentsContract, historyFilesContract, ticketFilesContract } from './contract.ts';
import { documentRoutes } from './document-routes.ts';
import { attachmentRoutes, type DocumentsDeps } from './routes.ts';

export type { DocumentsDeps } from './routes.ts';

/** Documents of stations, models, locations and articles; attachments of tickets and of history entries. */
export const createDocuments = (deps: DocumentsDeps): readonly Slice[] => [
  slice('documents', documentsContract, documentRoutes(deps)),
  slice('ticketFiles', ticketFilesContract, attachmentRoutes(deps, ['ticket']).handlers),
  slice('historyFiles', historyFilesContract, attachmentRoutes(deps, ['history']).handlers),
];

export { createDocumentsTurn } from './turn.ts';
