import { asProblem } from '../api/problem';
import { Problem } from './Problem';

/** The message under a field if the refusal names that field. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined;
  const problem = asProblem(error);
  return problem.field === field ? problem.detail : undefined;
}

/** The refusal of a form, unless one of its fields shows it. */
export function FormError({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  if (error === null || error === undefined) return null;
  return fields.includes(asProblem(error).field ?? '') ? null : <Problem error={error} />;
}
