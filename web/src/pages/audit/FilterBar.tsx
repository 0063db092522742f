import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type AuditFilter, localOf, utcOf } from './filter';

const TEXTS = [
  ['actor', 'Who', 'ana'],
  ['action', 'Action', 'topic.'],
  ['target', 'Object', 'part of its name'],
  ['outcome', 'Outcome', 'ok, access-denied'],
] as const;
const TIMES = [['from', 'From'], ['until', 'Until']] as const;

/** Selects entries at the server: of the whole trail, not only of what has been read. */
export function FilterBar({ filter, onChange }: { filter: AuditFilter; onChange: (next: AuditFilter) => void }) {
  const [draft, setDraft] = useState(filter);
  const put = (name: keyof AuditFilter, value: string) => setDraft((old) => ({ ...old, [name]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(draft);
  };
  return (
    <form className="toolbar" role="search" aria-label="Select entries" onSubmit={submit}>
      {TEXTS.map(([name, label, hint]) => (
        <TextInput key={name} label={label} placeholder={hint} w={150} value={draft[name] ?? ''} spellCheck={false} autoComplete="off" onChange={(event) => put(name, event.currentTarget.value)} />
      ))}
      {TIMES.map(([name, label]) => (
        <TextInput key={name} type="datetime-local" step={1} label={label} w={205} value={localOf(draft[name])} onChange={(event) => put(name, utcOf(event.currentTarget.value))} />
      ))}
      <Button type="submit" variant="default" className="at-end">Select</Button>
      {Object.keys(filter).length > 0 && <Button variant="subtle" className="at-end" onClick={() => { setDraft({}); onChange({}); }}>All entries</Button>}
    </form>
  );
}
