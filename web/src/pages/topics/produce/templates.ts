import { isObject } from '../../../ui/json';
import { isWish, type Wish } from './record';

/** Templates of a topic that a browser keeps for a user, and the characters of all of them. */
export const TEMPLATES_MAX = 20;
const LENGTH_MAX = 256 * 1024;

/** A record that is written again and again, by a name. */
export interface Template {
  name: string;
  wish: Wish;
}

function isTemplate(value: unknown): value is Template {
  return isObject(value) && typeof value['name'] === 'string' && isWish(value['wish']);
}

/** The templates in a text that was kept; what is none is left out. */
export function templatesIn(text: string | null): readonly Template[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTemplate).slice(0, TEMPLATES_MAX) : [];
  } catch {
    return [];
  }
}

/** The templates with one more, in place of one of the same name; undefined if there is no room for it. */
export function withTemplate(templates: readonly Template[], template: Template): readonly Template[] | undefined {
  const next = [...templates.filter(({ name }) => name !== template.name), template].sort((a, b) => (a.name < b.name ? -1 : 1));
  return next.length > TEMPLATES_MAX || JSON.stringify(next).length > LENGTH_MAX ? undefined : next;
}
