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
