import { objectOf, textOf } from '../../ui/json';

/** What the server makes of a definition. */
export interface Plan {
  columns: readonly { name: string; type: string }[];
  isStateful: boolean;
}

export function planOf(raw: unknown): Plan {
  const it = objectOf(raw);
  const columns = Array.isArray(it['columns']) ? it['columns'].map(objectOf) : [];
  return { columns: columns.map((column) => ({ name: textOf(column['name']) ?? '', type: textOf(column['type']) ?? '' })), isStateful: it['isStateful'] === true };
}
