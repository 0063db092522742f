import { shellWord } from '../../../ui/CopyAs';
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
  /** What the value becomes where no schema says so: absent, it is by the schema. */
  form?: PlainForm;
}

/** JSON or text as it is. */
export type PlainForm = 'JSON' | 'TEXT';

export const EMPTY: Wish = { value: '', key: '', partition: '', headers: [], copies: 1 };

function isHeader(value: unknown): boolean {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
}

/** Whether what a browser has kept is such a record. */
export function isWish(value: unknown): value is Wish {
  return isObject(value) && typeof value['value'] === 'string' && typeof value['key'] === 'string' && typeof value['partition'] === 'string'
    && [undefined, 'JSON', 'TEXT'].includes(value['form'] as string | undefined) && typeof value['copies'] === 'number' && Array.isArray(value['headers']) && value['headers'].every(isHeader);
}

/** The body of the request. It is written here and not by `JSON.stringify`, which would have to read the numbers of the value. */
export function requestText({ value, key, partition, headers, copies, form }: Wish): string {
  const parts = [
    `"value":${form === 'TEXT' ? JSON.stringify(value) : value}`,
    ...(key === '' ? [] : [`"key":${JSON.stringify(key)}`]),
    ...(partition === '' ? [] : [`"partition":${partition}`]),
    ...(headers.length === 0 ? [] : [`"headers":${JSON.stringify(headers)}`]),
  ];
  const record = `{${parts.join(',')}}`;
  return `{"records":[${Array.from({ length: copies }, () => record).join(',')}]${form === undefined ? '' : `,"form":"${form}"`}}`;
}

/** One copy of it as a command. */
export function produceCommand(project: string, topic: string, { value, key, partition, headers, form }: Wish): string {
  const options = [
    ...(form === undefined ? [] : ['--value', form.toLowerCase()]),
    ...(key === '' ? [] : ['--key', shellWord(key)]),
    ...(partition === '' ? [] : ['--partition', partition]),
    ...headers.flatMap((header) => ['--header', shellWord(`${header.name}=${header.value}`)]),
  ];
  return [`printf '%s\\n' ${shellWord(value)} | hops topic produce`, shellWord(topic), '-p', project, ...options].join(' ');
}
