import { Drawer, Title } from '@mantine/core';
import { visible } from '../../ui/Name';
import { State } from '../../ui/State';
import { Revoke } from './columns';
import { isOpen, type Share, STATE_LOOKS } from './share';
import { ShareFacts } from './ShareFacts';
import { Uses } from './Uses';

interface LentDrawerProps {
  share: Share;
  onRevoke: () => void;
  onClose: () => void;
}

/** One share as its owner sees it: what it is, and who would miss it. */
export function LentDrawer({ share, onRevoke, onClose }: LentDrawerProps) {
  return (
    <Drawer opened onClose={onClose} size={520} title={<bdi className="break">{visible(share.name)} to {visible(share.borrower)}</bdi>}>
      <div className="row share-head"><State {...STATE_LOOKS[share.state]} raw={share.state} />{isOpen(share) && <Revoke share={share} onRevoke={onRevoke} />}</div>
      <ShareFacts share={share} />
      <Title order={3} mt="lg" mb="xs">Used by</Title>
      <Uses share={share} />
    </Drawer>
  );
}
