import type { Problem } from '../../src/http/schema.ts';

/** A failed request: what the server said about it (RFC 9457), or that it was not reached at all. */
export class ApiError extends Error {
  readonly status: number;
  /** The failure's id, e.g. `name.taken`; `network.away` when there was no answer. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly incident: string | undefined;

  constructor(problem: Partial<Problem> & { status: number }) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.type = problem.type ?? `http.${problem.status}`;
    this.title = problem.title ?? '';
    this.detail = problem.detail ?? '';
    this.fields = problem.fields ?? {};
    this.incident = problem.incident;
  }
}

export const isApiError = (error: unknown, type?: string): error is ApiError =>
  error instanceof ApiError && (type === undefined || error.type === type);

/** Reads problem+json; anything else (a proxy's page) keeps only its status. */
export async function problemOf(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new ApiError({ ...(await inWords(body)), status: response.status });
  } catch {
    return new ApiError({ status: response.status });
  }
}

/** The server's sentences in the language of the page; what has no German keeps its title only. */
async function inWords(problem: Partial<Problem>): Promise<Partial<Problem>> {
  if (document.documentElement.lang !== 'de') return problem;
  const { inGerman } = await import('./german.ts');
  const fields = Object.entries(problem.fields ?? {}).map(([name, says]) => [name, inGerman(says) ?? says]);
  return { ...problem, detail: inGerman(problem.detail ?? '') ?? '', fields: Object.fromEntries(fields) };
}
