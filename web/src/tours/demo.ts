import type { Demo } from './tour';

/** Longest name of a project. */
const NAME_MAX = 40;

/** FNV-1a over UTF-16, 32 bits: names that are cut must still differ. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

function nameOf(prefix: string, user: string): string {
  const whole = `${prefix}_${user}`;
  if (whole.length <= NAME_MAX) return whole;
  const hash = hashOf(user);
  return `${whole.slice(0, NAME_MAX - hash.length - 1).replace(/_$/, '')}_${hash}`;
}

/** The tour that a project of this name is for, if it is the one that is open. */
export function tourOf(open: string | null, user: string, project: string): string | undefined {
  if (open === null) return undefined;
  const demo = demoOf(open, user);
  return project === demo.project || project === demo.partner ? open : undefined;
}

/** The projects of a tour of a user: always the same, so that a tour is found again by what there is. */
export function demoOf(tour: string, user: string): Demo {
  return { project: nameOf(`demo_${tour}`, user), partner: nameOf(`demo_${tour}_partner`, user) };
}
