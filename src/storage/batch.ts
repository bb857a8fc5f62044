import type { Fact } from '../domain/facts.ts';
import type { Frame, Parcel, Row } from '../domain/ports.ts';
import type { Instant } from '../lib/time.ts';
import type { Encoder } from './encode.ts';
import {
  answersShape,
  batchShapes,
  commitsShape,
  factsShape,
  fenceShape,
  firstRowTable,
  framesShape,
  rowTables,
  type TableShape,
} from './tables.ts';

export interface CommitRow {
  readonly id: string;
  readonly sentAt: Instant;
}

export interface EncodedBatch {
  /** Which tables of `batchShapes` are in it. */
  readonly mask: number;
  readonly parameters: readonly Buffer[];
  readonly frames: number;
  readonly facts: number;
  readonly rows: number;
}

type Answer = Parcel['answers'][number];

const rowPlace = Object.fromEntries(rowTables.map((table, index) => [table, firstRowTable + index])) as Record<
  Row['table'],
  number
>;

/**
 * Puts parcels, oldest first, into the parameters of one statement. The same row twice becomes its newest, and an answer whose call is in
 * the same batch goes with it, because one statement does not see its own rows. Throws on a value no column can hold.
 */
export function encodeBatch(
  encoder: Encoder,
  types: readonly number[],
  parcels: readonly Parcel[],
  commitId: string,
  commits: readonly CommitRow[],
): EncodedBatch {
  encoder.reset();
  const parameters: Buffer[] = [];
  let mask = 0;
  const table = <T>(place: number, things: Iterable<T>, count: number, values: (thing: T) => readonly unknown[]) => {
    if (count === 0) return;
    const from = encoder.size;
    encoder.begin(types[place]!, count);
    const shape = batchShapes[place]!;
    for (const thing of things) encoder.row(shape, values(thing));
    parameters.push(encoder.since(from));
    mask |= 1 << place;
  };

  const contents = collect(parcels);
  const { frames, facts, early, late, rows, owners } = contents;
  table(0, frames, frames.length, ({ parcel, frame }) => frameValues(parcel, frame, early?.get(frame.id), commitId));
  table(1, facts, facts.length, factValues);
  table(2, commits, commits.length, commitValues);
  table(3, late, late.length, ({ parcel, answer }) => answerValues(parcel, answer));
  table(4, owners.values(), owners.size, fenceValues);
  let rowCount = 0;
  for (let place = firstRowTable; place < batchShapes.length; place++) {
    const these = rows[place];
    if (these === undefined) continue;
    rowCount += these.size;
    table(place, these.values(), these.size, valuesOf);
  }
  return { mask, parameters, frames: frames.length, facts: facts.length, rows: rowCount };
}

interface Contents {
  readonly frames: { readonly parcel: Parcel; readonly frame: Frame }[];
  readonly facts: Fact[];
  /** Answers to calls in this batch, by frame. */
  readonly early: Map<string, Answer> | undefined;
  readonly late: { readonly parcel: Parcel; readonly answer: Answer }[];
  /** One of every station and token in the batch. */
  readonly owners: Map<string, Parcel>;
  /** By place in `batchShapes`, then by key. */
  readonly rows: (Map<string, Row> | undefined)[];
}

function collect(parcels: readonly Parcel[]): Contents {
  const contents = { frames: [], facts: [], late: [], rows: [], owners: new Map() } as unknown as Contents & {
    early: Map<string, Answer> | undefined;
  };
  let answers = false;
  for (const parcel of parcels) {
    for (const frame of parcel.frames) contents.frames.push({ parcel, frame });
    for (const fact of parcel.facts) contents.facts.push(fact);
    for (const row of parcel.rows) {
      const place = rowPlace[row.table];
      const these = (contents.rows[place] ??= new Map());
      const key = keyOf(batchShapes[place]!, row);
      const before = batchShapes[place]!.mode === 'fill' ? these.get(key) : undefined;
      these.set(key, before === undefined ? row : filled(before, row));
    }
    if (parcel.answers.length > 0) answers = true;
    if (parcel.token !== undefined) contents.owners.set(ownerOf(parcel), parcel);
  }
  if (answers) sortAnswers(parcels, contents);
  return contents;
}

/** Two rows of one key in one batch: what the newer one does not say is as the older one said. */
const filled = (before: Row, row: Row): Row => ({
  table: row.table,
  values: before.values.map((value, at) => row.values[at] ?? value),
});

function sortAnswers(
  parcels: readonly Parcel[],
  contents: Contents & { early: Map<string, Answer> | undefined },
): void {
  const here = new Set(contents.frames.map(({ frame }) => frame.id));
  contents.early = new Map();
  for (const parcel of parcels) {
    for (const answer of parcel.answers) {
      if (here.has(answer.frameId)) contents.early.set(answer.frameId, answer);
      else contents.late.push({ parcel, answer });
    }
  }
}

function keyOf({ keyAt }: TableShape, { values }: Row): string {
  let key = '';
  for (let i = 0; i < keyAt.length; i++) key += `${values[keyAt[i]!]}\u0001`;
  return key;
}

// The order of values below is the order of columns in tables.ts; writer.test.ts checks it against the database.
const frameLine: unknown[] = new Array(framesShape.columns.length);
function frameValues({ key }: Parcel, frame: Frame, early: Answer | undefined, commitId: string): readonly unknown[] {
  const answer = early?.answer ?? frame.answer;
  frameLine[0] = key.operatorId;
  frameLine[1] = key.stationId;
  frameLine[2] = frame.receivedAt;
  frameLine[3] = frame.id;
  frameLine[4] = frame.connectionId;
  frameLine[5] = frame.direction;
  frameLine[6] = frame.kind;
  frameLine[7] = frame.action;
  frameLine[8] = frame.messageId;
  frameLine[9] = frame.call;
  frameLine[10] = answer;
  frameLine[11] = frame.direction === 'in' && answer !== undefined ? commitId : null;
  frameLine[12] = early?.answeredAt;
  frameLine[13] = frame.malformed;
  frameLine[14] = frame.violations;
  frameLine[15] = early?.errorCode ?? frame.errorCode;
  frameLine[16] = number32(frame.evse);
  frameLine[17] = number32(frame.connector);
  frameLine[18] = frame.weight ?? 0;
  frameLine[19] = frame.outcome;
  frameLine[20] = frame.transactionNumber;
  return frameLine;
}

/** A place that a station made up need not fit a column: the frame itself still has it (W-13, T-14). */
const number32 = (value: number | undefined): number | null =>
  value !== undefined && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647 ? value : null;

const factLine: unknown[] = new Array(factsShape.columns.length);
function factValues(fact: Fact): readonly unknown[] {
  factLine[0] = fact.operatorId;
  factLine[1] = fact.stationId;
  factLine[2] = fact.seq;
  factLine[3] = fact.receivedAt;
  factLine[4] = fact.at;
  factLine[5] = fact.body.type;
  factLine[6] = fact.frameId;
  factLine[7] = fact.userId;
  factLine[8] = 'number' in fact.body ? fact.body.number : null;
  factLine[9] = fact.body;
  return factLine;
}

const commitLine: unknown[] = new Array(commitsShape.columns.length);
function commitValues(commit: CommitRow): readonly unknown[] {
  commitLine[0] = commit.id;
  commitLine[1] = commit.sentAt;
  return commitLine;
}

/** A parcel's station and token in one word, as fence_writes names what is stale. */
export const ownerOf = ({ key, token }: Parcel): string => `${key.operatorId}.${key.stationId}.${token}`;

const fenceLine: unknown[] = new Array(fenceShape.columns.length);
function fenceValues({ key, token }: Parcel): readonly unknown[] {
  fenceLine[0] = key.operatorId;
  fenceLine[1] = key.stationId;
  fenceLine[2] = token;
  return fenceLine;
}

const answerLine: unknown[] = new Array(answersShape.columns.length);
function answerValues({ key }: Parcel, answer: Answer): readonly unknown[] {
  answerLine[0] = key.operatorId;
  answerLine[1] = key.stationId;
  answerLine[2] = answer.receivedAt;
  answerLine[3] = answer.frameId;
  answerLine[4] = answer.answer;
  answerLine[5] = answer.answeredAt;
  answerLine[6] = answer.errorCode;
  return answerLine;
}

const valuesOf = ({ values }: Row): readonly unknown[] => values;
