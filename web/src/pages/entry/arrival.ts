const PATH = '/sign-in/';

/** With what an issuer has sent somebody back here. */
export interface Arrival {
  state: string;
  code?: string;
  error?: string;
  answeredBy?: string;
}

/** Reads the address by which somebody comes back; undefined for any other. */
export function readArrival(search: string): Arrival | undefined {
  const query = new URLSearchParams(search);
  const [state, code, error, answeredBy] = ['state', 'code', 'error', 'iss'].map((name) => query.get(name) ?? undefined);
  if (state === undefined || (code === undefined) === (error === undefined)) return undefined;
  return { state, ...(code === undefined ? { error: error ?? '' } : { code }), ...(answeredBy === undefined ? {} : { answeredBy }) };
}

/**
 * What the issuer has added to the address. It is taken out of it before anything else is done, so that it stays in no history and no picture of the screen,
 * and whole: the router keeps only short texts of an address.
 */
function take(): Arrival | undefined {
  if (!window.location.pathname.startsWith(PATH)) return undefined;
  const arrival = readArrival(window.location.search);
  window.history.replaceState(window.history.state, '', window.location.pathname);
  return arrival;
}

export const arrival = take();
