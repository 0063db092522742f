import { Button, Drawer } from '@mantine/core';
import { Facts } from '../../ui/Facts';
import { absolute } from '../../ui/format';
import { visible } from '../../ui/Name';
import type { PublicDataset } from './PublicDatasets';

interface PublicDrawerProps {
  dataset: PublicDataset;
  onAdd: () => void;
  onClose: () => void;
}

/** All that everybody may know of a public dataset. Its files are read by the projects that borrow it. */
export function PublicDrawer({ dataset, onAdd, onClose }: PublicDrawerProps) {
  return (
    <Drawer opened onClose={onClose} size={520} title={<bdi className="break">{visible(dataset.name)}</bdi>}>
      <Facts facts={[
        ['What it holds', dataset.description === '' ? 'Nothing is said' : <bdi key="holds" className="break">{visible(dataset.description)}</bdi>],
        ['Its owner says', dataset.note === '' ? 'Nothing' : <bdi key="note" className="break">{visible(dataset.note)}</bdi>],
        ['Published', `${absolute(new Date(dataset.published))} by ${visible(dataset.publishedBy)}`],
        ['Rights', 'Read, inside the platform'],
      ]}
      />
      <p className="muted after-facts">A project that adds it reads it where it is, by this name. Its owner can end that at any time.</p>
      <Button onClick={onAdd}>Add to a project</Button>
    </Drawer>
  );
}
