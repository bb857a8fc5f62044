/** What a station told of a person is shown for so long, and then taken out of the messages. */
export const customerDays = 30;

interface Part {
  readonly seqNo: number;
  readonly text: string;
  readonly last: boolean;
}

/** The parts of one report put together again, by their numbers; a part that was sent twice counts once. */
export function joinParts(frames: readonly string[], requestId: number): { complete: boolean; text: string } {
  const parts = new Map<number, Part>();
  for (const frame of frames) {
    const part = partOf(frame, requestId);
    if (part !== undefined) parts.set(part.seqNo, part);
  }
  const ordered = [...parts.values()].sort((a, b) => a.seqNo - b.seqNo);
  const whole = ordered.every(({ seqNo }, index) => seqNo === index + (ordered[0]?.seqNo ?? 0));
  return { complete: whole && ordered.at(-1)?.last === true, text: ordered.map(({ text }) => text).join('') };
}

function partOf(frame: string, requestId: number): Part | undefined {
  const payload = (JSON.parse(frame) as [number, string, string, Record<string, unknown>])[3];
  if (payload.requestId !== requestId || typeof payload.data !== 'string') return undefined;
  return { seqNo: Number(payload.seqNo), text: payload.data, last: payload.tbc !== true };
}
