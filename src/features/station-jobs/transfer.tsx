import { ApiError, problemOf } from '../../../web/api/problem.ts';

async function post(url: string, body?: Blob): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/octet-stream' } }),
  }).catch((error: unknown) => {
    throw new ApiError({ status: 0, type: 'network.away', detail: String(error) });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** A table as it is; what it would do comes back. */
export const sendTable = async (file: File): Promise<{ jobId: string; leftOut: readonly string[] }> =>
  (await post(`/api/v1/station-imports?fileName=${encodeURIComponent(file.name)}`, file)).json();

/** The passwords of a job, saved as a file. They are not kept anywhere else: whoever saves them has the only copy. */
export async function savePasswords(jobId: string): Promise<void> {
  const content = await (await post(`/api/v1/station-jobs/${jobId}/credentials`)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = 'station-passwords.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
