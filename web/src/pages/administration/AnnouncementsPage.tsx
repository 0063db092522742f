import { Button } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body, type Shape } from '../../api/client';
import { keys } from '../../api/keys';
import { usePages } from '../../api/pages';
import { icon } from '../../theme';
import { Confirm } from '../../ui/Confirm';
import { CopyAs } from '../../ui/CopyAs';
import { Empty } from '../../ui/Empty';
import { words } from '../../ui/format';
import { type Column, List } from '../../ui/List';
import { MenuAction } from '../../ui/MenuAction';
import { visible } from '../../ui/Name';
import { said } from '../../ui/notify';
import { Page } from '../../ui/Page';
import { RowMenu } from '../../ui/RowMenu';
import { State } from '../../ui/State';
import { Time } from '../../ui/Time';
import { NewAnnouncement } from './NewAnnouncement';

type Row = Shape<'AnnouncementView'>;

const REFRESH_MS = 15_000;

function wordOf(row: Row): string {
  if (row.isShown) return 'Shown';
  return new Date(row.from) > new Date() ? 'Not yet' : 'Over';
}

function columnsOf(onEnd: (row: Row) => void): readonly Column<Row>[] {
  return [
    { key: 'text', header: 'Text', value: (row) => row.text, cell: (row) => visible(row.text) },
    { key: 'level', header: 'Level', value: (row) => row.level, cell: (row) => words(row.level), width: 110, isExtra: true },
    { key: 'state', header: 'State', value: wordOf, cell: (row) => <State kind={row.isShown ? 'running' : 'idle'} label={wordOf(row)} />, width: 120 },
    { key: 'from', header: 'From', value: (row) => row.from, cell: (row) => <Time value={row.from} />, width: 130, isExtra: true },
    { key: 'until', header: 'Until', value: (row) => row.until, cell: (row) => <Time value={row.until} />, width: 130, isExtra: true },
    { key: 'actions', header: '', align: 'right', width: 48, cell: (row) => <RowMenu label="announcement"><MenuAction isDangerous onClick={() => onEnd(row)}>Take down</MenuAction></RowMenu> },
  ];
}

/** What everybody is told on every page, the sign-in page too. */
export function AnnouncementsPage() {
  const queries = useQueryClient();
  const [isMaking, setMaking] = useState(false);
  const [ended, setEnded] = useState<Row>();
  const pages = usePages(keys.announcements, () => body(api.GET('/api/v1/announcements')), { refetchInterval: REFRESH_MS });
  const settle = async () => {
    await queries.invalidateQueries({ queryKey: keys.announcements });
    said('The announcement is taken down.');
  };
  return (
    <Page
      title="Announcements"
      actions={<><CopyAs command="hops announcement list" path="/api/v1/announcements" /><Button leftSection={<IconSpeakerphone {...icon.small} />} onClick={() => setMaking(true)}>New announcement</Button></>}
    >
      <List
        label="announcements" pages={pages} columns={columnsOf(setEnded)} rowKey={(row) => row.id}
        empty={<Empty command="hops announcement create TEXT --level warning --for 2h">Nothing is announced. What is stands on every page, the sign-in page too, from a time to a time.</Empty>}
      />
      {isMaking && <NewAnnouncement onClose={() => setMaking(false)} />}
      {ended && (
        <Confirm
          title="Take it down" verb="Take down" run={() => body(api.DELETE('/api/v1/announcements/{announcement}', { params: { path: { announcement: ended.id } } }))}
          onDone={() => void settle()} onClose={() => setEnded(undefined)}
        >
          Nobody sees <strong>{visible(ended.text)}</strong> any more.
        </Confirm>
      )}
    </Page>
  );
}
