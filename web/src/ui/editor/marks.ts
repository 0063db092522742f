/** A place in a text that something is wrong with, counted from 1. */
export interface Mark {
  line: number;
  column: number;
  message: string;
}

/** A table that is offered while one types SQL. */
export interface EditorTable {
  name: string;
  /** What it is, in a word: topic, dataset. */
  kind: string;
  /** What stands before its name. */
  schema?: string;
  columns: readonly { name: string; type: string }[];
}

export interface EditorProps {
  label: string;
  language: 'sql' | 'json' | 'text';
  value: string;
  onChange?: (value: string) => void;
  /** Ctrl or Cmd with Enter. */
  onRun?: () => void;
  tables?: readonly EditorTable[] | undefined;
  /** Whose columns are offered without its name before them. */
  table?: string | undefined;
  marks?: readonly Mark[];
  isReadOnly?: boolean;
  /** Lines that it has at least. */
  rows?: number;
}
