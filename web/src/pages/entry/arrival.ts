import { type Arrival, readArrival } from './readArrival';

const PATH = '/sign-in/';

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
