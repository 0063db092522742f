import { useNavigate } from '@tanstack/react-router';
import { useProject } from '../../frame/project';
import type { Column } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { RowMenu } from '../../ui/RowMenu';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { FromBadge } from '../../ui/FromBadge';
import { type Dataset, writersOf } from './dataset';

type Choose = (dataset: string) => void;

interface DatasetActions {
  onShare: Choose;
  onEdit: Choose;
  onRetention: Choose;
  onDelete: Choose;
}

/** What is shown of a dataset, and what can be done with it. */
export function datasetColumns(actions: DatasetActions): readonly Column<Dataset>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <><NameLink dataset={row.name} />{row.rights !== null && <FromBadge project={row.owner} />}{row.rights === null && row.isPublic && <span className="role from">public</span>}</>, width: '28%' },
    { key: 'description', header: 'Description', value: (row) => row.description, cell: (row) => <span title={row.description}>{row.description}</span>, isExtra: true },
    { key: 'access', header: 'Who writes', value: writersOf, cell: writersOf, width: 130 },
    { key: 'creator', header: 'Made by', value: (row) => row.creator, cell: (row) => row.creator, width: 130, isExtra: true },
    { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 48, cell: (row) => row.rights === null ? <OwnActions dataset={row.name} {...actions} /> : <BorrowedActions dataset={row.name} /> },
  ];
}

function NameLink({ dataset }: { dataset: string }) {
  const { name } = useProject();
  return <TextLink to="/p/$project/data/$dataset/$" params={{ project: name, dataset, _splat: '' }} search={{}} fw={600}>{dataset}</TextLink>;
}

function OwnActions({ dataset, onShare, onEdit, onRetention, onDelete }: DatasetActions & { dataset: string }) {
  const { ownersOnly } = useProject();
  return (
    <RowMenu label={dataset}>
      <MenuAction onClick={() => onShare(dataset)}>Share</MenuAction>
      <MenuAction denied={ownersOnly('change datasets')} onClick={() => onEdit(dataset)}>Edit</MenuAction>
      <MenuAction denied={ownersOnly('say how long files are kept')} onClick={() => onRetention(dataset)}>Retention</MenuAction>
      <MenuAction denied={ownersOnly('delete datasets')} isDangerous onClick={() => onDelete(dataset)}>Delete</MenuAction>
    </RowMenu>
  );
}

/** Of a dataset of another project one changes nothing but that it is borrowed. */
function BorrowedActions({ dataset }: { dataset: string }) {
  const { name } = useProject();
  const navigate = useNavigate();
  return (
    <RowMenu label={dataset}>
      <MenuAction onClick={() => void navigate({ to: '/p/$project/shares', params: { project: name }, search: { tab: 'borrowed', filter: dataset } })}>Show the share</MenuAction>
    </RowMenu>
  );
}
