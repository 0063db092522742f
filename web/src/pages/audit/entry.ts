import type { Shape } from '../../api/client';

export type AuditEntry = Shape<'AuditView'>;

/** The detail of an entry as names and values; as it is where it is something else. */
export function detailsOf(entry: AuditEntry): [name: string, value: string][] {
  if (entry.detail === '') return [];
  try {
    const facts: unknown = JSON.parse(entry.detail);
    if (typeof facts === 'object' && facts !== null && !Array.isArray(facts)) {
      return Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
    }
  } catch {
    // Not JSON: shown as it is.
  }
  return [['detail', entry.detail]];
}

/** The same on one line. */
export function detailLine(entry: AuditEntry): string {
  return detailsOf(entry).map(([name, value]) => (name === 'detail' ? value : `${name} ${value}`)).join(', ');
}
