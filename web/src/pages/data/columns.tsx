import { useProject } from '../../frame/project';
import type { Column } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { RowMenu } from '../../ui/RowMenu';
import { TextLink } from '../../ui/TextLink';
import { Time } from '../../ui/Time';
import { ACCESS_WORDS, type Dataset } from './dataset';

type Choose = (dataset: string) => void;

/** What is shown of a dataset, and what can be done with it. */
export function datasetColumns(onEdit: Choose, onDelete: Choose): readonly Column<Dataset>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <NameLink dataset={row.name} />, width: '22%' },
    { key: 'description', header: 'Description', value: (row) => row.description, cell: (row) => <span title={row.description}>{row.description}</span>, isExtra: true },
    { key: 'access', header: 'Who writes', value: (row) => ACCESS_WORDS[row.access], cell: (row) => ACCESS_WORDS[row.access], width: 130 },
    { key: 'creator', header: 'Made by', value: (row) => row.creator, cell: (row) => row.creator, width: 130, isExtra: true },
    { key: 'created', header: 'Created', value: (row) => row.created, cell: (row) => <Time value={row.created} />, width: 120, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 48, cell: (row) => <Actions dataset={row.name} onEdit={onEdit} onDelete={onDelete} /> },
  ];
}

function NameLink({ dataset }: { dataset: string }) {
  const { name } = useProject();
  return <TextLink to="/p/$project/data/$dataset/$" params={{ project: name, dataset, _splat: '' }} search={{}} fw={600}>{dataset}</TextLink>;
}

function Actions({ dataset, onEdit, onDelete }: { dataset: string; onEdit: Choose; onDelete: Choose }) {
  const { ownersOnly } = useProject();
  return (
    <RowMenu label={dataset}>
      <MenuAction denied={ownersOnly('change datasets')} onClick={() => onEdit(dataset)}>Edit</MenuAction>
      <MenuAction denied={ownersOnly('delete datasets')} isDangerous onClick={() => onDelete(dataset)}>Delete</MenuAction>
    </RowMenu>
  );
}
