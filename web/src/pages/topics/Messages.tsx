import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Topic } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { count } from '../../ui/format';
import { useUrlState } from '../../ui/urlState';
import { type Message, messageKey } from './message';
import { MessageDrawer } from './MessageDrawer';
import { MessagesOut } from './MessagesOut';
import { PagesBody } from './PagesBody';
import { TailBar } from './TailBar';
import { TailBody } from './TailBody';
import { TextBox } from './TextBox';
import { useChoice } from './useChoice';
import { type MessagePages, useMessagePages } from './useMessagePages';
import { useTail } from './useTail';

const LIVE = 'live';
const STARTS = [
  { value: 'newest', label: 'Newest first' }, { value: 'oldest', label: 'From the oldest' },
  { value: 'offset', label: 'From an offset' }, { value: 'time', label: 'From a time' }, { value: LIVE, label: 'Live, as they come' },
];
const PLACES: Record<string, string> = { offset: 'Offset', time: '2026-11-21T12:00:00Z' };

interface MessagesProps {
  topic: Topic;
  onProduce: () => void;
}

/** The messages of a topic, from where one wants on, or as they come. */
export function Messages({ topic, onProduce }: MessagesProps) {
  const { name: project } = useProject();
  const [start, setStart] = useUrlState('start', 'newest');
  const [place, setPlace] = useUrlState('at');
  const [partition, setPartition] = useUrlState('partition');
  const [filter, setFilter] = useUrlState('filter');
  const [open, setOpen] = useState<Message>();
  const isLive = start === LIVE;
  const from = PLACES[start] === undefined ? start : `${start}:${place}`;
  const pages = useMessagePages({ project, topic: topic.name, from, partition, filter, isOn: !isLive && (PLACES[start] === undefined || place !== '') });
  const tail = useTail(isLive ? `project:${project}/topics/${topic.name}/messages${filter === '' ? '' : `?filter=${filter}`}` : undefined, partition);
  const choice = useChoice();
  const shared = { topic, filter, open, onOpen: setOpen, onProduce, chosen: choice.chosen, onChoose: choice.choose };
  return (
    <>
      <div className="toolbar">
        <NativeSelect aria-label="Start" data-tour="topic.messages" data={STARTS} value={start} onChange={(event) => setStart(event.currentTarget.value)} />
        {PLACES[start] && <TextBox key={start} label={start === 'offset' ? 'Offset' : 'Time'} placeholder={PLACES[start]} value={place} onChange={setPlace} />}
        <NativeSelect
          aria-label="Partition" value={partition} onChange={(event) => setPartition(event.currentTarget.value)}
          data={[{ value: '', label: 'All partitions' }, ...Array.from({ length: topic.partitions }, (_, index) => ({ value: String(index), label: `Partition ${index}` }))]}
        />
        <TextBox label="Text in key or value" placeholder="Text in key or value" value={filter} onChange={setFilter} />
        {isLive ? <TailBar tail={tail} /> : <PagesBar pages={pages} />}
        <MessagesOut topic={topic} shown={isLive ? { from: 'oldest', partition, filter } : { from, partition, filter }} chosen={choice.chosen} onNone={choice.clear} />
      </div>
      {isLive
        ? <TailBody tail={tail} {...shared} />
        : <PagesBody pages={pages} {...shared} />}
      {open && <MessageDrawer key={messageKey(open)} message={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function PagesBar({ pages }: { pages: MessagePages }) {
  const read = pages.data?.pages ?? [];
  const shown = read.reduce((sum, page) => sum + page.items.length, 0);
  const scanned = read.reduce((sum, page) => sum + page.scanned, 0);
  return (
    <>
      <Button variant="default" onClick={() => void pages.refetch()} loading={pages.isFetching}>Read again</Button>
      <span className="muted toolbar-count" role="status">{pages.isSuccess && `${count(shown)} of ${count(scanned)} looked at`}{read[0]?.isPreview && ', a preview'}</span>
    </>
  );
}
