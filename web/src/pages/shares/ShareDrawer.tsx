import { Drawer, Title } from '@mantine/core';
import { visible } from '../../ui/Name';
import { KIND_WORDS } from './share';
import { Listing } from './Listing';
import { OfferForm, type Thing } from './OfferForm';
import { Publication } from './Publication';
import { WhoHasIt } from './WhoHasIt';

/** Shares a thing: an offer to another project, who has it, and a dataset with everybody. */
export default function ShareDrawer({ thing, onClose }: { thing: Thing; onClose: () => void }) {
  return (
    <Drawer opened onClose={onClose} size={520} title={<bdi className="break">Share {KIND_WORDS[thing.kind].toLowerCase()} {visible(thing.name)}</bdi>}>
      <OfferForm {...thing} />
      <Title order={3} mt="xl" mb="xs">Who has it</Title>
      <WhoHasIt kind={thing.kind} name={thing.name} />
      {thing.kind === 'DATASET' && <Publication dataset={thing.name} isPublic={thing.isPublic ?? false} />}
      {thing.kind === 'DATASET' && <Listing dataset={thing.name} isListed={thing.isListed ?? false} />}
    </Drawer>
  );
}
