import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormError } from '../../ui/FormError';

interface TextEditorProps {
  label: string;
  saveLabel: string;
  text: string;
  /** The tag of that text: what somebody else saves meanwhile is not overwritten, for it is the tag from the beginning of the edit that is sent. */
  tag: string;
  rows: [least: number, most: number];
  save: (text: string, tag: string) => Promise<unknown>;
  onClose: () => void;
}

/** A text of the project in the place where it stood, until it is saved or left. */
export function TextEditor({ label, saveLabel, text, tag, rows, save, onClose }: TextEditorProps) {
  const [written, setWritten] = useState(text);
  const [tagRead] = useState(tag);
  const saving = useMutation({ mutationFn: () => save(written, tagRead), onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea aria-label={label} autosize minRows={rows[0]} maxRows={rows[1]} value={written} onChange={(event) => setWritten(event.currentTarget.value)} autoFocus />
        <FormError error={saving.error} />
        <Group gap="xs">
          <Button type="submit" loading={saving.isPending}>{saveLabel}</Button>
          <Button variant="default" onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
    </form>
  );
}
