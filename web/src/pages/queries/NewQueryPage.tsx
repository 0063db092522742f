import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../frame/project';
import { Crumbs } from '../../ui/Crumbs';
import { Loading } from '../../ui/Loading';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { TextLink } from '../../ui/TextLink';
import type { Search } from '../../ui/urlState';
import { useSessionState } from '../../ui/sessionState';
import { definitionOf } from './definition';
import { type Draft, draftOf, EMPTY_DRAFT, isDraft } from './draft';
import { QueryForm } from './QueryForm';
import { queryQuery } from './query';
import './queries.css';

/** A new streaming query, from nothing or from another one. */
export function NewQueryPage() {
  const { name: project } = useProject();
  const { from }: Search = useSearch({ strict: false });
  const heading = <Crumbs parent={<TextLink to="/p/$project/queries" params={{ project }} search={{}} inherit>Queries</TextLink>}>New</Crumbs>;
  return (
    <Page title="New query" heading={heading}>
      {from === undefined ? <Fresh /> : <FromQuery key={from} query={from} />}
    </Page>
  );
}

/** What was begun in this tab goes on. */
function Fresh() {
  const { name: project } = useProject();
  const search: Search = useSearch({ strict: false });
  const [draft, setDraft] = useSessionState(`query.${project}`, { ...EMPTY_DRAFT, topic: search['topic'] ?? '' }, isDraft);
  return <QueryForm draft={draft} onChange={setDraft} onMade={() => setDraft(EMPTY_DRAFT)} />;
}

function FromQuery({ query }: { query: string }) {
  const { name: project } = useProject();
  const source = useQuery(queryQuery(project, query));
  if (source.error) return <Problem error={source.error} onRetry={() => void source.refetch()} />;
  return source.data ? <Changed draft={draftOf(project, definitionOf(source.data.value.definition))} /> : <Loading rows={10} />;
}

function Changed({ draft: initial }: { draft: Draft }) {
  const [draft, setDraft] = useState(initial);
  return <QueryForm draft={draft} onChange={setDraft} onMade={() => undefined} />;
}
