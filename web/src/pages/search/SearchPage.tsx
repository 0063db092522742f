import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { readSearch } from '../../search/found';
import { icon } from '../../theme';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { Loading } from '../../ui/Loading';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { useUrlState } from '../../ui/urlState';
import { Facets } from './Facets';
import { Results } from './Results';

const PAUSE_MS = 250;
const PAGE_SIZE = 50;
const TEXT_MAX = 200;

/** Everything that one may see, by words of its name or text. */
export function SearchPage() {
  const [q, setQ] = useUrlState('q');
  const [type, setType] = useUrlState('type');
  const [project, setProject] = useUrlState('project');
  const filters = { q: q.slice(0, TEXT_MAX), ...(type && { type }), ...(project && { project }) };
  const search = useInfiniteQuery({
    queryKey: [...keys.search, 'page', filters],
    queryFn: ({ pageParam, signal }) => readSearch({ ...filters, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: q.trim() !== '',
    placeholderData: keepPreviousData,
  });
  const answer = q.trim() === '' ? undefined : search.data?.pages[0];
  const command = ['hops search', ...q.trim().split(/\s+/).map(shellWord), ...(type ? ['--type', shellWord(type.toLowerCase())] : []), ...(project ? ['--project', shellWord(project)] : [])].join(' ');
  return (
    <Page title="Search" actions={q.trim() !== '' && <CopyAs command={command} path={`/api/v1/search?${new URLSearchParams(filters)}`} />}>
      <SearchBox q={q} onSearch={setQ} />
      {q.trim() === '' && <p className="muted">Projects, datasets, topics, schemas with their fields, queries, and files: by a part of a name, or by words of a description, a schema or SQL.</p>}
      {q.trim() !== '' && search.isPending && <Loading rows={8} />}
      {search.error && <Problem error={search.error} onRetry={() => void search.refetch()} />}
      {answer && (
        <div className="search-page">
          <Facets answer={answer} type={type} project={project} onType={setType} onProject={setProject} />
          <Results
            answer={answer} items={search.data?.pages.flatMap((page) => page.items) ?? []} onMore={search.hasNextPage ? () => void search.fetchNextPage() : undefined}
            isReadingMore={search.isFetchingNextPage} {...(type && { onAnyType: () => setType('') })} {...(project && { onAnyProject: () => setProject('') })}
          />
        </div>
      )}
    </Page>
  );
}

function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  const later = useDebouncedCallback((next: string) => {
    setKnown(next);
    onSearch(next);
  }, PAUSE_MS);

  // The address was changed by somebody else: the palette, or the way back.
  if (q !== known) {
    setKnown(q);
    setText(q);
  }
  return (
    <form role="search" onSubmit={(event) => { event.preventDefault(); later(text); }}>
      <TextInput
        aria-label="Search" placeholder="Words of a name or text" size="md" mb="md" maw={720} spellCheck={false} autoComplete="off" maxLength={TEXT_MAX} autoFocus
        leftSection={<IconSearch {...icon.small} aria-hidden />} value={text}
        onChange={(event) => { setText(event.currentTarget.value); later(event.currentTarget.value.trim()); }}
      />
    </form>
  );
}
