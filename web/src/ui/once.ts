/** Made at the first use and kept: the tables of a formatter cost more than a page without one needs to start. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
