import { useState } from 'react';
import { parseDigits } from '../../../api/lossless';
import { prettyJson } from '../../../avro/avro';
import type { AvroType } from '../../../avro/type';
import { type Draft, draftOf, jsonOf, sampleOf } from './draft';

export type Mode = 'form' | 'json';

function draftIn(type: AvroType | undefined, text: string): Draft | undefined {
  if (type === undefined) return undefined;
  if (text === '') return sampleOf(type);
  try {
    return draftOf(type, parseDigits(text));
  } catch {
    return undefined;
  }
}

function pretty(text: string): string {
  try {
    return prettyJson(text);
  } catch {
    return text;
  }
}

/** The value of a record in the making: as a form where its JSON fits one, as JSON always. */
export function useValue(type: AvroType | undefined, kept: string, keep: (json: string) => void) {
  const [draft, setDraft] = useState(() => draftIn(type, kept));
  const [json, setJson] = useState(() => (type !== undefined && draft !== undefined ? jsonOf(type, draft) : kept || '{}'));
  const [mode, setMode] = useState<Mode>(draft === undefined ? 'json' : 'form');
  const [isMisfit, setMisfit] = useState(false);
  const write = (text: string) => {
    setMisfit(false);
    setJson(text);
    keep(text);
  };
  const change = (next: Draft) => {
    setDraft(next);
    if (type !== undefined) write(jsonOf(type, next));
  };
  const choose = (wanted: Mode) => {
    if (wanted === 'json') setJson(pretty(json));
    const fitting = wanted === 'form' ? draftIn(type, json) : draft;
    setMisfit(fitting === undefined);
    if (fitting === undefined) return;
    setDraft(fitting);
    setMode(wanted);
  };
  const restart = (text: string) => {
    const next = draftIn(type, text);
    setDraft(next);
    setJson(text);
    setMode(next === undefined ? 'json' : 'form');
    setMisfit(false);
  };
  return { draft, json, mode, isMisfit, change, write, choose, restart };
}

/** Why a text is no JSON; undefined if it is. */
export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (failure) {
    return failure instanceof Error ? `This is no JSON: ${failure.message}` : 'This is no JSON.';
  }
}
