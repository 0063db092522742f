import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, body } from '../../api/client';
import { keys } from '../../api/keys';
import type { Topic } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import { useUrlState } from '../../ui/urlState';
import { type Message, messageKey } from './message';
import { MessageDrawer } from './MessageDrawer';
import { MessageTable } from './MessageTable';
import { ProduceButton } from './produce/ProduceButton';

const LIMIT = 50;
const STARTS = [
  { value: 'newest', label: 'Newest first' }, { value: 'oldest', label: 'From the oldest' },
  { value: 'offset', label: 'From an offset' }, { value: 'time', label: 'From a time' },
];
const PLACES: Record<string, string> = { offset: 'Offset', time: '2026-11-21T12:00:00Z' };

interface MessagesProps {
  topic: Topic;
  onProduce: () => void;
}

/** The messages of a topic, from where one wants on. */
export function Messages({ topic: whole, onProduce }: MessagesProps) {
  const { name: topic, partitions } = whole;
  const { name: project } = useProject();
  const [start, setStart] = useUrlState('start', 'newest');
  const [place, setPlace] = useUrlState('at');
  const [partition, setPartition] = useUrlState('partition');
  const [filter, setFilter] = useUrlState('filter');
  const [open, setOpen] = useState<Message>();
  const from = PLACES[start] === undefined ? start : `${start}:${place}`;
  const messages = useInfiniteQuery({
    queryKey: keys.part(project, 'topics', 'one', topic, 'messages', from, partition, filter),
    queryFn: ({ pageParam }) => {
      const where = pageParam === null ? { start: from, ...(partition === '' ? {} : { partition: Number(partition) }) } : { cursor: pageParam };
      return body(api.GET('/api/v1/projects/{project}/topics/{topic}/messages', {
        params: { path: { project, topic }, query: { limit: LIMIT, ...where, ...(filter === '' ? {} : { filter }) } },
      }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: PLACES[start] === undefined || place !== '',
    // Each reading is on record and counts as a preview: none is made that nobody asked for.
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    retry: false,
  });
  const pages = messages.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const scanned = pages.reduce((sum, page) => sum + page.scanned, 0);
  return (
    <>
      <div className="toolbar">
        <NativeSelect aria-label="Start" data={STARTS} value={start} onChange={(event) => setStart(event.currentTarget.value)} />
        {PLACES[start] && <TextBox key={start} label={start === 'offset' ? 'Offset' : 'Time'} placeholder={PLACES[start]} value={place} onChange={setPlace} />}
        <NativeSelect
          aria-label="Partition" value={partition} onChange={(event) => setPartition(event.currentTarget.value)}
          data={[{ value: '', label: 'All partitions' }, ...Array.from({ length: partitions }, (_, index) => ({ value: String(index), label: `Partition ${index}` }))]}
        />
        <TextBox label="Text in key or value" placeholder="Text in key or value" value={filter} onChange={setFilter} />
        <Button variant="default" onClick={() => void messages.refetch()} loading={messages.isFetching}>Read again</Button>
        <span className="muted toolbar-count" role="status">{messages.isSuccess && `${count(items.length)} of ${count(scanned)} looked at`}{pages[0]?.isPreview && ', a preview'}</span>
      </div>
      {messages.isLoading && <Loading rows={12} />}
      {messages.error && <Problem error={messages.error} onRetry={() => void messages.refetch()} />}
      {messages.isSuccess && items.length > 0 && <MessageTable messages={items} open={open} onOpen={setOpen} />}
      {messages.isSuccess && items.length === 0 && filter === '' && (
        <Empty action={<ProduceButton topic={whole} onClick={onProduce} />} command={`hops topic produce ${topic} FILE -p ${project}`}>No message here.</Empty>
      )}
      {messages.isSuccess && items.length === 0 && filter !== '' && <p className="muted list-note">None of what was looked at has this text.</p>}
      {messages.hasNextPage && <Button variant="default" mt="xs" onClick={() => void messages.fetchNextPage()} loading={messages.isFetchingNextPage}>Go on</Button>}
      {open && <MessageDrawer key={messageKey(open)} message={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface TextBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text that counts when it is entered: each change reads the topic. */
function TextBox({ label, placeholder, value, onChange }: TextBoxProps) {
  const [text, setText] = useState(value);
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
