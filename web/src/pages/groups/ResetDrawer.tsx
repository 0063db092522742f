import { Drawer } from '@mantine/core';
import { visible } from '../../ui/Name';
import type { ConsumerGroup } from './group';
import { ResetForm } from './ResetForm';

/** Lets a group go on elsewhere. */
export function ResetDrawer({ group, onClose }: { group: ConsumerGroup; onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} size={560} title={<bdi className="break">Reset offsets of {visible(group.group)}</bdi>}>
      <ResetForm group={group} onClose={onClose} />
    </Drawer>
  );
}
