declare global {
  /** What the page asked while its scripts were still on their way, by address: see index.html. */
  var hopsEarly: Record<string, Promise<Response>> | undefined;
}

/** The answer to a question that was asked before this script ran, once; a change of anything makes all of them old. */
export function takeEarly(request: Request): Promise<Response> | undefined {
  const early = globalThis.hopsEarly;
  if (!early) return undefined;
  if (request.method !== 'GET') {
    globalThis.hopsEarly = undefined;
    return undefined;
  }
  const { pathname, search } = new URL(request.url);
  const answer = early[pathname + search];
  delete early[pathname + search];
  return answer;
}
