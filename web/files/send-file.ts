import { ApiError } from '../api/problem.ts';

interface SendFile {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly content: Blob;
  readonly onProgress?: (sent: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file as it is, telling how much has left. The browser's `fetch` cannot say that. Rejects with ApiError; `signal` ends it. */
export function sendFile({ method, url, content, onProgress, signal }: SendFile): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const away = () => reject(new ApiError({ status: 0, type: 'network.away' }));
    request.open(method, url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onerror = away;
    request.onabort = away;
    request.onload = () => {
      const { status, responseText } = request;
      const body = parsed(responseText);
      if (status < 300) resolve(body);
      else reject(new ApiError({ ...body, status }));
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(content);
  });
}

function parsed(text: string): object | undefined {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
