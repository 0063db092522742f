import { NativeSelect } from '@mantine/core';
import type { UnionType } from '../../../avro/type';
import { chosen } from './draft';
import { FieldLabel, type FieldProps } from './Part';
import { ValueField } from './ValueField';

/** A value of a union: which type it is, and the value. */
export function ChoiceField({ label, doc, type, draft, pointer, faults, onChange }: FieldProps<UnionType>) {
  if (draft.kind !== 'choice') return null;
  const branch = type.branches[draft.branch];
  const name = label === '' ? 'Value' : label;
  const isEmpty = branch === undefined || branch.kind === 'null';
  return (
    <div className="choice">
      <NativeSelect
        label={<FieldLabel name={isEmpty ? name : `${name}: which type`} type={type.text} />} description={isEmpty ? doc : undefined} error={isEmpty ? faults.get(pointer) : undefined}
        data={type.branches.map((one, index) => ({ value: String(index), label: one.text }))} value={String(draft.branch)}
        onChange={(event) => onChange(chosen(type, Number(event.currentTarget.value)))}
      />
      {!isEmpty && (
        <ValueField label={name} doc={doc} type={branch} draft={draft.part} pointer={pointer} faults={faults} onChange={(part) => onChange({ ...draft, part })} />
      )}
    </div>
  );
}
