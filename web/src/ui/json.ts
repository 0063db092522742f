import type { Integer } from './format';

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** An integer as the API sends it: a number, or its digits where a number would not be exact. */
export function integerOf(value: unknown): Integer | undefined {
  return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value)) ? (value as Integer) : undefined;
}
