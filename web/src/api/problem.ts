/** A place in a text, counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** One of several things that are wrong with what was sent. */
export interface Fault {
  /** Which part of it, as a JSON pointer within a record. */
  pointer: string;
  message: string;
}

interface ProblemFacts {
  status: number;
  code: string;
  title: string;
  detail: string;
  traceId?: string | undefined;
  field?: string | undefined;
  place?: Place | undefined;
  faults?: readonly Fault[];
}

/** A refusal or fault as the server described it (RFC 9457). */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly traceId: string | undefined;
  readonly field: string | undefined;
  /** Where in the text that was sent. */
  readonly place: Place | undefined;
  readonly faults: readonly Fault[];

  constructor(facts: ProblemFacts) {
    super(facts.detail || facts.title);
    this.name = 'ProblemError';
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.traceId = facts.traceId;
    this.field = facts.field;
    this.place = facts.place;
    this.faults = facts.faults ?? [];
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function textOf(body: object, name: string): string | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

function placeOf(body: object): Place | undefined {
  const line: unknown = Reflect.get(body, 'line');
  const column: unknown = Reflect.get(body, 'column');
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined;
}

function faultsOf(body: object): Fault[] {
  const faults: unknown = Reflect.get(body, 'faults');
  if (!Array.isArray(faults)) return [];
  return faults.flatMap((fault: unknown) => {
    if (typeof fault !== 'object' || fault === null) return [];
    return [{ pointer: textOf(fault, 'pointer') ?? '', message: textOf(fault, 'message') ?? '' }];
  });
}

/** The problem of an answer that is not a success; also where something between us and the server wrote it. */
export function problemOf(status: number, body: unknown): ProblemError {
  const facts = typeof body === 'object' && body !== null ? body : {};
  return new ProblemError({
    status,
    code: textOf(facts, 'type')?.replace(/^\/problems\//, '') ?? 'unknown',
    title: textOf(facts, 'title') ?? `The server answered ${status}`,
    detail: textOf(facts, 'detail') ?? '',
    traceId: textOf(facts, 'traceId'),
    field: textOf(facts, 'field'),
    place: placeOf(facts),
    faults: faultsOf(facts),
  });
}

/** Whether all was right but the code of a second factor, which is to be sent as well. */
export function needsCode(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'second-factor-required';
}

export function unreachable(): ProblemError {
  return new ProblemError({ status: 0, code: 'unreachable', title: 'The server cannot be reached', detail: 'Check the connection; nothing was lost.' });
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ProblemError({ status: -1, code: 'interface', title: 'This page failed', detail });
}
