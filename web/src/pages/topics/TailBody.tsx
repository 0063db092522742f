import { Button } from '@mantine/core';
import { Empty } from '../../ui/Empty';
import { MessageTable } from './MessageTable';
import type { BodyProps } from './PagesBody';
import { ProduceButton } from './produce/ProduceButton';
import type { Tail } from './useTail';

/** Messages as they come, the newest on top. */
export function TailBody({ tail: { ring, ended, restart }, topic, filter, open, onOpen, onProduce, chosen, onChoose }: BodyProps & { tail: Tail }) {
  return (
    <>
      {ended !== undefined && (
        <div className="denied" role="note">
          <span>{ended || 'The stream has ended.'}</span>
          <Button variant="default" size="compact-sm" onClick={restart}>Listen again</Button>
        </div>
      )}
      {ring.hasGap && <p className="muted list-note" role="note">Some of what came is not here: more came than can be followed. It is in the topic all the same.</p>}
      {ring.rows.length > 0
        ? <MessageTable messages={ring.rows} open={open} onOpen={onOpen} chosen={chosen} onChoose={onChoose} />
        : ended === undefined && (
          <Empty action={<ProduceButton topic={topic} onClick={onProduce} />}>{filter === '' ? 'What comes from now on is shown here.' : 'What comes from now on and has this text is shown here.'}</Empty>
        )}
    </>
  );
}
