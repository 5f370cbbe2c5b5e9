// The typed client of /api/v1. A call gives the data or throws an ApiError that holds the problem.
import createClient from 'openapi-fetch';

import type { paths } from '#schema';
import type { Problem } from './types';

export const kBase = '/api/v1';

export class ApiError extends Error {
  // null: no answer, or one that is not of our server (a proxy's page).
  readonly problem: Problem | null;
  readonly status: number;

  constructor(problem: Problem | null, status: number) {
    super(problem?.message.en ?? `no usable answer (${status})`);
    this.problem = problem;
    this.status = status;
  }
}

export function problemOf(body: unknown): Problem | null {
  const isProblem =
    typeof body === 'object' && body !== null && 'message' in body && 'advice' in body;
  return isProblem ? (body as Problem) : null;
}

// An answer that is lost on its way would leave the screen waiting for good. What is sent has its
// own time: an upload takes as long as it takes.
const kPatienceMs = 30_000;

function patient(request: Request): Promise<Response> {
  if (request.method !== 'GET') return fetch(request);
  return fetch(request, { signal: AbortSignal.timeout(kPatienceMs) });
}

export const client = createClient<paths>({ baseUrl: kBase, fetch: patient });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw new ApiError(null, 0);
  }
  if (!answer.response.ok) throw new ApiError(problemOf(answer.error), answer.response.status);
  return answer.data as T;
}

const at = (entry: string) => `${kBase}/entries/${encodeURIComponent(entry)}`;

export const addresses = {
  events: (entry: string) => `${at(entry)}/events`,
  bytes: (entry: string, material: number) => `${at(entry)}/materials/${material}/file`,
  film: (entry: string, material: number) => `${at(entry)}/materials/${material}/film`,
  strip: (entry: string, material: number) => `${at(entry)}/materials/${material}/strip`,
  image: (entry: string, material: number, page: number, width: number) =>
    `${at(entry)}/materials/${material}/pages/${page}/image?width=${width}`,
};
