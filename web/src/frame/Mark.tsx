/** The sign of the product: an h with a spark. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="var(--hops-link)" strokeWidth="2.4" strokeLinecap="round" aria-hidden>
      <path d="M4 20V4" />
      <path d="M4 13c0-3 3-5 6-5s6 2 6 5v7" />
      <circle cx="20" cy="5" r="1.4" fill="var(--hops-link)" />
    </svg>
  );
}
