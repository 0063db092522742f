import { useProject } from '../../frame/project';
import { Name } from '../../ui/Name';
import { TextLink } from '../../ui/TextLink';
import type { Share } from './share';

/** To the files of a borrowed dataset; a topic is named alone. */
export function BorrowedLink({ share }: { share: Share }) {
  const { name: project } = useProject();
  if (share.kind === 'TOPIC') return <Name name={share.borrowedName} isBold />;
  return (
    <TextLink to="/p/$project/data/$dataset/$" params={{ project, dataset: share.borrowedName, _splat: '' }} search={{}}>
      <Name name={share.borrowedName} isBold />
    </TextLink>
  );
}
