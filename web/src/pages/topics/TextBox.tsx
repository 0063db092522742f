import { TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';

interface TextBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text that counts when it is entered: each change reads the topic. */
export function TextBox({ label, placeholder, value, onChange }: TextBoxProps) {
  const [text, setText] = useState(value);
  // A link within the page may have changed it.
  useEffect(() => setText(value), [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput aria-label={label} placeholder={placeholder} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => onChange(text.trim())} spellCheck={false} autoComplete="off" w={200} />
    </form>
  );
}
