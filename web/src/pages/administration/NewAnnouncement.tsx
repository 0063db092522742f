import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { fieldError, FormError } from '../../ui/FormError';

const TEXT_MAX = 300;
const HOUR_MS = 3_600_000;
const LENGTHS = [{ value: '1', label: '1 hour' }, { value: '4', label: '4 hours' }, { value: '24', label: '1 day' }, { value: '168', label: '7 days' }];
const LEVELS = [{ value: 'INFO', label: 'Info' }, { value: 'WARNING', label: 'Warning' }, { value: 'CRITICAL', label: 'Critical' }];

/** Announces something from a time on, for some time. */
export function NewAnnouncement({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [level, setLevel] = useState('INFO');
  const [from, setFrom] = useState('');
  const [hours, setHours] = useState('24');
  const make = useMutation({
    mutationFn: () => {
      const begin = from === '' ? new Date() : new Date(from);
      const until = new Date(begin.getTime() + Number(hours) * HOUR_MS).toISOString();
      return body(api.POST('/api/v1/announcements', { body: { text, level: level as Shape<'AnnouncementLevel'>, from: from === '' ? null : begin.toISOString(), until } }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.announcements });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New announcement">
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput label="Text" description="Plain text of one line" required data-autofocus maxLength={TEXT_MAX} value={text} onChange={(event) => setText(event.currentTarget.value)} error={fieldError(make.error, 'text')} />
          <NativeSelect label="Level" data={LEVELS} value={level} onChange={(event) => setLevel(event.currentTarget.value)} />
          <TextInput type="datetime-local" label="From" description="Now if empty" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <NativeSelect label="For" data={LENGTHS} value={hours} onChange={(event) => setHours(event.currentTarget.value)} error={fieldError(make.error, 'until')} />
          <FormError error={make.error} fields={['text', 'until']} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" loading={make.isPending}>Announce</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
