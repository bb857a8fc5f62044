import type { OCPP21 } from 'typed-ocpp';
import type { MessageContent, messageFormats } from '../../domain/commands/display.ts';
import { compact } from '../compact.ts';

type Written = OCPP21.SetDisplayMessageRequest['message']['message'];

/** MessageFormatEnumType; the code is of 2.1. */
const formatWords = {
  ascii: 'ASCII',
  html: 'HTML',
  uri: 'URI',
  utf8: 'UTF8',
  qrCode: 'QRCODE',
} as const satisfies Record<(typeof messageFormats)[number], Written['format']>;

/** MessageContentType: a text as it is shown to drivers. */
export const writtenContent = ({ format, language, text }: MessageContent): Written =>
  compact({ format: formatWords[format], language, content: text });
