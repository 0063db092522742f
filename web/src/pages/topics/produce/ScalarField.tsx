import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ScalarType } from '../../../avro/type';
import { isTime } from './draft';
import { FieldLabel, type FieldProps } from './Part';

/** How a value of a type is written, where it is not plain. */
function hintOf(type: ScalarType): string | undefined {
  if (type.logical === 'date') return 'Such as 2026-01-31.';
  if (type.logical?.startsWith('time-')) return 'Such as 10:00:59.123.';
  if (type.logical?.startsWith('timestamp-')) return 'Such as 2026-01-31T10:00:59Z, or its number since 1970.';
  if (isTime(type)) return 'Such as 2026-01-31T10:00:59, without a zone.';
  if (type.logical === 'duration') return 'Such as P1DT2H.';
  if (type.logical === undefined && type.kind === 'bytes') return 'Each byte as the character U+0000 to U+00FF of its value.';
  return type.logical === undefined && type.kind === 'fixed' ? `${type.size} bytes, each as the character U+0000 to U+00FF of its value.` : undefined;
}

/** A value without parts: a text even where it is a number, so that every digit stays. */
export function ScalarField({ label, doc, type, draft, pointer, faults, onChange }: FieldProps<ScalarType>) {
  const text = draft.kind === 'scalar' ? draft.text : '';
  const set = (next: string) => onChange({ kind: 'scalar', text: next });
  const common = { label: <FieldLabel name={label} type={type.text} />, error: faults.get(pointer) };
  const hint = hintOf(type);
  const description = doc !== undefined && hint !== undefined ? `${doc} ${hint}` : doc ?? hint;
  if (type.kind === 'null') return null;
  if (type.kind === 'boolean') return <Checkbox {...common} description={description} checked={text === 'true'} onChange={(event) => set(String(event.currentTarget.checked))} />;
  if (type.kind === 'enum') return <NativeSelect {...common} description={description} data={[...type.symbols]} value={text} onChange={(event) => set(event.currentTarget.value)} />;
  const isProse = type.kind === 'string' && type.logical === undefined;
  if (isProse) return <Textarea {...common} description={description} autosize minRows={1} maxRows={8} value={text} onChange={(event) => set(event.currentTarget.value)} />;
  const isInteger = (type.kind === 'int' || type.kind === 'long') && !isTime(type);
  return (
    <TextInput
      {...common} description={description} value={text} onChange={(event) => set(event.currentTarget.value)} inputMode={isInteger ? 'numeric' : undefined}
      autoComplete="off" spellCheck={false} classNames={{ input: 'mono' }}
    />
  );
}
