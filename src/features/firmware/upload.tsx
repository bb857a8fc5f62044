import { ApiError } from '../../../web/api/problem.ts';

/**
 * Sends a file as it is, telling how much has left. The browser's `fetch` cannot say that. Rejects with ApiError; `abort` ends it.
 */
export function uploadFile(
  url: string,
  file: Blob,
  { onProgress, signal }: { readonly onProgress: (sent: number) => void; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const away = () => reject(new ApiError({ status: 0, type: 'network.away' }));
    request.open('PUT', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = away;
    request.onabort = away;
    request.onload = () => {
      if (request.status < 300) return resolve();
      try {
        reject(new ApiError({ ...JSON.parse(request.responseText), status: request.status }));
      } catch {
        reject(new ApiError({ status: request.status }));
      }
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
