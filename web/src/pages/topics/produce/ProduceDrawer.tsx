import { Drawer } from '@mantine/core';
import { typeOf } from '../../../avro/type';
import type { Topic } from '../../../catalogue/catalogue';
import { Loading } from '../../../ui/Loading';
import { visible } from '../../../ui/Name';
import { NotAllowed } from '../../../ui/NotAllowed';
import { ProduceForm } from './ProduceForm';
import { useProducible } from './useProduce';
import './produce.css';

interface ProduceDrawerProps {
  topic: Topic;
  onClose: () => void;
}

/** Writes records to a topic, by a form of its schema or as JSON. */
export default function ProduceDrawer({ topic, onClose }: ProduceDrawerProps) {
  const { schema, isKnown, isPlain, denied } = useProducible(topic);
  return (
    <Drawer opened onClose={onClose} size={620} title={<bdi className="break">Produce to {visible(topic.name)}</bdi>}>
      {!isKnown && <Loading rows={8} />}
      {denied !== undefined && <NotAllowed reason={denied} />}
      {isKnown && denied === undefined && <ProduceForm topic={topic} isPlain={isPlain} type={schema === undefined ? undefined : typeOf(schema)} onClose={onClose} />}
    </Drawer>
  );
}
