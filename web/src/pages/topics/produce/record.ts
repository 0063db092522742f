import { isObject } from '../../../ui/json';

/** Copies that one request writes at most, as REST has it. */
export const COPIES_MAX = 100;
export const HEADERS_MAX = 100;

export interface Header {
  name: string;
  value: string;
}

/** A record as a person writes it; the value is JSON text, with all its digits. */
export interface Wish {
  value: string;
  key: string;
  /** Empty: by the key. */
  partition: string;
  headers: readonly Header[];
  copies: number;
}

export const EMPTY: Wish = { value: '', key: '', partition: '', headers: [], copies: 1 };

function isHeader(value: unknown): boolean {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
}

/** Whether what a browser has kept is such a record. */
export function isWish(value: unknown): value is Wish {
  return isObject(value) && typeof value['value'] === 'string' && typeof value['key'] === 'string' && typeof value['partition'] === 'string'
    && typeof value['copies'] === 'number' && Array.isArray(value['headers']) && value['headers'].every(isHeader);
}

/** The body of the request. It is written here and not by `JSON.stringify`, which would have to read the numbers of the value. */
export function requestText({ value, key, partition, headers, copies }: Wish): string {
  const parts = [
    `"value":${value}`,
    ...(key === '' ? [] : [`"key":${JSON.stringify(key)}`]),
    ...(partition === '' ? [] : [`"partition":${partition}`]),
    ...(headers.length === 0 ? [] : [`"headers":${JSON.stringify(headers)}`]),
  ];
  const record = `{${parts.join(',')}}`;
  return `{"records":[${Array.from({ length: copies }, () => record).join(',')}]}`;
}
