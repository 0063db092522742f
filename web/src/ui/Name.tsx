// What a screen would not show, or by which it would show the rest in another order: controls, directions, joiners, line ends.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name as it is: what cannot be seen in it is written out. */
export function visible(name: string): string {
  return name.replace(INVISIBLE, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A name from outside, whole in its title. */
export function Name({ name, isBold }: { name: string; isBold?: boolean }) {
  const text = visible(name);
  return <bdi className="ellipsis name" title={text} style={{ fontWeight: isBold ? 600 : undefined }}>{text}</bdi>;
}
