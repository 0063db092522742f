/** The first letters of a name; decoration, so it is drawn by the style and no reader says it. */
export function Avatar({ name }: { name: string }) {
  return <span className="avatar" data-initials={name.slice(0, 2).toUpperCase()} aria-hidden />;
}
