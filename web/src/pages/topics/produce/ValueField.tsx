import type { RecordType } from '../../../avro/type';
import { ChoiceField } from './ChoiceField';
import type { Draft } from './draft';
import { ItemsField } from './ItemsField';
import { FieldLabel, type FieldProps, Part } from './Part';
import { ScalarField } from './ScalarField';

/** The field of a value, and those of its parts. */
export function ValueField({ type, ...rest }: FieldProps) {
  switch (type.kind) {
    case 'record':
      return <RecordFields {...rest} type={type} />;
    case 'array':
    case 'map':
      return <ItemsField {...rest} type={type} />;
    case 'union':
      return <ChoiceField {...rest} type={type} />;
    default:
      return <ScalarField {...rest} type={type} />;
  }
}

function RecordFields({ label, doc, type, draft, pointer, faults, onChange }: FieldProps<RecordType>) {
  const parts = draft.kind === 'record' ? draft.parts : [];
  const set = (index: number, part: Draft) => onChange({ kind: 'record', parts: parts.map((old, place) => (place === index ? part : old)) });
  const fields = type.fields.map((field, index) => {
    const part = parts[index];
    return part && (
      <ValueField
        key={field.name} label={field.name} doc={field.doc} type={field.type} draft={part} pointer={`${pointer}/${field.name}`} faults={faults}
        onChange={(next) => set(index, next)}
      />
    );
  });
  if (label === '') return <>{fields}</>;
  return <Part label={<FieldLabel name={label} type={type.text} />} doc={doc} fault={faults.get(pointer)}>{fields}</Part>;
}
