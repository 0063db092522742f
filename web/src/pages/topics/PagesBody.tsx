import { Button } from '@mantine/core';
import type { Topic } from '../../catalogue/catalogue';
import { useProject } from '../../frame/project';
import { Empty } from '../../ui/Empty';
import { Loading } from '../../ui/Loading';
import { Problem } from '../../ui/Problem';
import type { Message } from './message';
import { MessageTable } from './MessageTable';
import { ProduceButton } from './produce/ProduceButton';
import type { MessagePages } from './useMessagePages';

/** What messages are shown of, and what can be done where there are none. */
export interface BodyProps {
  topic: Topic;
  filter: string;
  open: Message | undefined;
  onOpen: (message: Message) => void;
  onProduce: () => void;
  chosen: ReadonlySet<string>;
  onChoose: (message: Message, isChosen: boolean) => void;
}

/** Messages that were read, and the next ones when they are asked for. */
export function PagesBody({ pages, topic, filter, open, onOpen, onProduce, chosen, onChoose }: BodyProps & { pages: MessagePages }) {
  const { name: project } = useProject();
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {pages.isLoading && <Loading rows={12} />}
      {pages.error && <Problem error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length > 0 && <MessageTable messages={items} open={open} onOpen={onOpen} chosen={chosen} onChoose={onChoose} />}
      {pages.isSuccess && items.length === 0 && filter === '' && (
        <Empty action={<ProduceButton topic={topic} onClick={onProduce} />} command={`hops topic produce ${topic.name} FILE -p ${project}`}>No message here.</Empty>
      )}
      {pages.isSuccess && items.length === 0 && filter !== '' && <p className="muted list-note">None of what was looked at has this text.</p>}
      {pages.hasNextPage && <Button variant="default" mt="xs" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>Go on</Button>}
    </>
  );
}
