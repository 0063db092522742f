import { IconSend } from '@tabler/icons-react';
import type { Topic } from '../../../catalogue/catalogue';
import { icon } from '../../../theme';
import { Deniable } from '../../../ui/Deniable';
import { useProducible } from './useProduce';

/** Opens the form of a record, or says why there is none. */
export function ProduceButton({ topic, onClick }: { topic: Topic; onClick: () => void }) {
  const { denied } = useProducible(topic);
  return <Deniable variant="default" denied={denied} leftSection={<IconSend {...icon.small} />} onClick={onClick}>Produce</Deniable>;
}
