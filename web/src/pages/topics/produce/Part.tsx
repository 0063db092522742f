import type { ReactNode } from 'react';
import type { AvroType } from '../../../avro/type';
import type { Draft } from './draft';

/** What is wrong, by the JSON pointer of the part. */
export type Faults = ReadonlyMap<string, string>;

export interface FieldProps<T extends AvroType = AvroType> {
  label: string;
  doc?: string | undefined;
  type: T;
  draft: Draft;
  pointer: string;
  faults: Faults;
  onChange: (draft: Draft) => void;
}

interface PartProps {
  label: ReactNode;
  doc?: string | undefined;
  fault?: string | undefined;
  children: ReactNode;
}

/** Fields that belong together, within a line at their side. */
export function Part({ label, doc, fault, children }: PartProps) {
  return (
    <fieldset className="part">
      <legend>{label}</legend>
      {doc && <p className="muted">{doc}</p>}
      {children}
      {fault && <p className="field-error" role="alert">{fault}</p>}
    </fieldset>
  );
}

/** The name of a field, and its type in short. */
export function FieldLabel({ name, type }: { name: string; type: string }) {
  return <><span className="mono">{name}</span> <span className="muted type">{type}</span></>;
}
