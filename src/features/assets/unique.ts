import { Failure } from '../../lib/errors.ts';

/** The unique index decides, also between two people at once; what was begun is undone with the transaction. */
export async function unique<T>(field: string, sentence: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
    throw new Failure('name.taken', sentence, { fields: { [field]: 'is already in use' }, cause: error });
  }
}
