import { useProject } from '../../frame/project';
import { Deniable } from '../../ui/Deniable';
import { Name } from '../../ui/Name';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import type { Column } from '../../ui/List';
import { BorrowedLink } from './BorrowedLink';
import { isOpen, KIND_WORDS, rightsInWords, type Share, STATE_LOOKS } from './share';

type Choose = (share: Share) => void;

const kind: Column<Share> = { key: 'kind', header: 'Kind', value: (row) => KIND_WORDS[row.kind], cell: (row) => KIND_WORDS[row.kind], width: 80, isExtra: true };
const owner: Column<Share> = { key: 'owner', header: 'From', value: (row) => row.owner, cell: (row) => <Name name={row.owner} />, width: 130, isExtra: true };
const rights: Column<Share> = { key: 'rights', header: 'Rights', value: (row) => rightsInWords(row.rights), cell: (row) => rightsInWords(row.rights), width: 130 };
const expires: Column<Share> = { key: 'expires', header: 'Ends', value: (row) => row.expires ?? '', cell: (row) => <Time value={row.expires} />, width: 110, isExtra: true };
const note: Column<Share> = { key: 'note', header: 'Note', value: (row) => row.note, cell: (row) => <Name name={row.note} />, isExtra: true };

/** What was offered to others. */
export function lentColumns(onOpen: (id: string) => void, onRevoke: Choose): readonly Column<Share>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.name, cell: (row) => <button type="button" className="cell-button" onClick={() => onOpen(row.id)}><Name name={row.name} isBold /></button> },
    kind,
    { key: 'borrower', header: 'To', value: (row) => row.borrower, cell: (row) => <Name name={row.borrower} />, width: 130 },
    { ...rights, isExtra: true },
    { key: 'state', header: 'State', value: (row) => row.state, cell: (row) => <State {...STATE_LOOKS[row.state]} raw={row.state} />, width: 120 },
    expires,
    { key: 'note', header: 'Note, or why not', value: (row) => row.reason || row.note, cell: (row) => <Name name={row.reason || row.note} />, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 90, isExtra: true, cell: (row) => isOpen(row) && <Revoke share={row} onRevoke={onRevoke} /> },
  ];
}

/** What others lend. */
export function borrowedColumns(onLeave: Choose): readonly Column<Share>[] {
  return [
    { key: 'name', header: 'Name here', value: (row) => row.borrowedName, cell: (row) => <BorrowedLink share={row} /> },
    kind, owner, rights, expires, note,
    { key: 'actions', header: '', align: 'right', width: 90, cell: (row) => <Leave share={row} onLeave={onLeave} /> },
  ];
}

/** What others offer. */
export function offerColumns(onAccept: Choose, onReject: Choose): readonly Column<Share>[] {
  return [
    { key: 'name', header: 'Name', value: (row) => row.borrowedName, cell: (row) => <Name name={row.borrowedName} isBold /> },
    kind, owner, { ...rights, isExtra: true }, expires,
    { key: 'by', header: 'Offered by', value: (row) => row.offeredBy, cell: (row) => <Name name={row.offeredBy} />, width: 120, isExtra: true },
    note,
    { key: 'actions', header: '', align: 'right', width: 170, cell: (row) => <Answer share={row} onAccept={onAccept} onReject={onReject} /> },
  ];
}

export function Revoke({ share, onRevoke }: { share: Share; onRevoke: Choose }) {
  const { ownersOnly } = useProject();
  return (
    <Deniable variant="subtle" className="danger" size="compact-sm" denied={ownersOnly('take back what is shared')} onClick={() => onRevoke(share)} aria-label={`Revoke ${share.name} of ${share.borrower}`}>
      Revoke
    </Deniable>
  );
}

function Leave({ share, onLeave }: { share: Share; onLeave: Choose }) {
  const { ownersOnly } = useProject();
  return (
    <Deniable variant="subtle" className="danger" size="compact-sm" denied={ownersOnly('give back what is borrowed')} onClick={() => onLeave(share)} aria-label={`Leave ${share.borrowedName}`}>
      Leave
    </Deniable>
  );
}

function Answer({ share, onAccept, onReject }: { share: Share; onAccept: Choose; onReject: Choose }) {
  const { ownersOnly } = useProject();
  const denied = ownersOnly('answer offers');
  return (
    <span className="row">
      <Deniable size="compact-sm" data-tour="shares.accept" denied={denied} onClick={() => onAccept(share)} aria-label={`Accept ${share.borrowedName}`}>Accept</Deniable>
      <Deniable size="compact-sm" variant="subtle" className="danger" denied={denied} onClick={() => onReject(share)} aria-label={`Reject ${share.borrowedName}`}>Reject</Deniable>
    </span>
  );
}
