import { useProject } from '../../frame/project';
import { Name } from '../../ui/Name';
import { TextLink } from '../../ui/TextLink';
import type { Share } from './share';

/** To the files of a borrowed dataset, or to a borrowed topic. */
export function BorrowedLink({ share }: { share: Share }) {
  const { name: project } = useProject();
  const name = <Name name={share.borrowedName} isBold />;
  return share.kind === 'TOPIC'
    ? <TextLink to="/p/$project/topics/$topic" params={{ project, topic: share.borrowedName }} search={{}}>{name}</TextLink>
    : <TextLink to="/p/$project/data/$dataset/$" params={{ project, dataset: share.borrowedName, _splat: '' }} search={{}}>{name}</TextLink>;
}
