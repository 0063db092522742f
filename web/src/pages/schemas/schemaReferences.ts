import type { SchemaVersion } from '../../catalogue/catalogue';

type SentReference = SchemaVersion['references'][number];

/** A schema to which another refers, as it is typed; an empty version is the latest. */
export interface Reference {
  name: string;
  subject: string;
  version: string;
}

/** One that is not filled in yet. */
export const NO_REFERENCE: Reference = { name: '', subject: '', version: '' };

/** The version that a text means: -1 for the latest; undefined where it is none. */
export function versionOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return -1;
  return /^[1-9]\d{0,8}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** As the server takes them; undefined where one of them has a version that is no number. */
export function sentOf(references: readonly Reference[]): SentReference[] | undefined {
  const sent: SentReference[] = [];
  for (const { name, subject, version } of references) {
    const number = versionOf(version);
    if (number === undefined) return undefined;
    sent.push({ name: name.trim(), subject: subject.trim(), version: number });
  }
  return sent;
}

/** As they are typed. */
export function typedOf(references: readonly SentReference[]): Reference[] {
  return references.map(({ name, subject, version }) => ({ name, subject, version: String(version) }));
}

/** The options of the command line that mean the same, each after a space. */
export function optionsOf(references: readonly SentReference[]): string {
  return references.map(({ name, subject, version }) => ` --reference '${name}=${subject}${version < 0 ? '' : `@${version}`}'`).join('');
}
