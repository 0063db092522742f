const TEXT_MAX = 200;

/** A value of a row as text, with all its digits. */
export function cellText(value: unknown): string {
  const text = plain(value);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '?' : value.toISOString();
  if (value instanceof Uint8Array) return [...value.subarray(0, 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (typeof value === 'object') return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' || inner instanceof Uint8Array ? plain(inner) : inner));
  return String(value as string | number | bigint | boolean);
}
