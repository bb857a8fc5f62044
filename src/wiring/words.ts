import type { Protocol } from '../domain/ports.ts';
import type { ExplainFrame } from '../features/logs/words.ts';
import { renderSentence } from '../ocpp/sentences.ts';
import type { OcppVersion, Payload } from '../ocpp/table.ts';

/** Frames in words, for slices that must not know OCPP. */
export function explainFrames(versions: readonly OcppVersion[]): ExplainFrame {
  const byProtocol = new Map<Protocol, OcppVersion>(versions.map((version) => [version.protocol, version]));
  return (frame, protocol, language) => {
    const version = byProtocol.get(protocol ?? 'ocpp1.6');
    if (!version || frame.action === undefined || frame.kind === 'stray') return undefined;
    const call = payloadOf(frame.call, 3);
    if (!call) return undefined;
    const { said, answered } = version.explain(
      frame.action,
      frame.direction,
      call,
      frame.answer === undefined ? undefined : payloadOf(frame.answer, 2),
    );
    return {
      said: renderSentence(said, language),
      ...(answered ? { answered: renderSentence(answered, language) } : {}),
      missing: [...(said.missing ?? []), ...(answered?.missing ?? [])],
    };
  };
}

/** The payload of a CALL (place 3) or a CALLRESULT (place 2); undefined for anything else. */
function payloadOf(text: string, place: 2 | 3): Payload | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || (place === 2 && frame[0] !== 3)) return undefined;
    const payload: unknown = frame[place];
    return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
      ? (payload as Payload)
      : undefined;
  } catch {
    return undefined;
  }
}
