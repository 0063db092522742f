import { Tabs } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { asProblem } from '../../api/problem';
import { useProject } from '../../frame/project';
import { CodeEditor } from '../../ui/editor/CodeEditor';
import { CopyAs, shellWord } from '../../ui/CopyAs';
import { count, plural } from '../../ui/format';
import { Page } from '../../ui/Page';
import { Problem } from '../../ui/Problem';
import { useSessionState } from '../../ui/sessionState';
import { useUrlState } from '../../ui/urlState';
import type { Answer } from './answer';
import { Catalogue } from './Catalogue';
import { useTables } from './tables';
import { History } from './History';
import { isHistory, type Past, withPast } from './history';
import { ResultChart } from './ResultChart';
import { ResultGrid } from './ResultGrid';
import { ResultTools } from './ResultTools';
import { RunBar } from './RunBar';
import { type Statement, useStatement } from './useStatement';
import './sql.css';

const NO_PAST: Past[] = [];
const isText = (value: unknown): value is string => typeof value === 'string';

/** SQL over the datasets and topics of the project. */
export function SqlPage() {
  const { name: project } = useProject();
  const [sql, setSql] = useSessionState(`sql.${project}`, '', isText);
  const [rowsMax, setRowsMax] = useState(1000);
  const [tab, setTab] = useUrlState('tab', 'rows');
  const [history, setHistory] = useSessionState(`sql.history.${project}`, NO_PAST, isHistory);
  const tables = useTables(project);
  const onEnd = useCallback((statement: Statement, answer: Answer | undefined, error: Error | null) => {
    const outcome = answer ? plural(answer.rows.length, 'row') : error?.message ?? '';
    setHistory(withPast(history, { sql: statement.sql, at: new Date().toISOString(), outcome, isFailed: !answer }));
  }, [history, setHistory]);
  const statement = useStatement(project, onEnd);
  const { answer, error } = statement;
  const place = error ? asProblem(error).place : undefined;
  const marks = useMemo(() => (place && error ? [{ ...place, message: error.message }] : []), [place, error]);
  const run = () => {
    if (sql.trim() === '' || statement.isRunning) return;
    if (tab === 'history') setTab('rows');
    statement.run({ sql, rowsMax });
  };
  const copy = <CopyAs command={`hops sql -p ${project} ${shellWord(sql || 'SELECT ...')}`} method="POST" path={`/api/v1/projects/${project}/sql`} content={{ statement: sql, rowsMax }} />;
  return (
    <Page title="SQL" actions={copy}>
      <div className="sql">
        <Catalogue onInsert={(text) => setSql(sql.trim() === '' ? text : `${sql}\n${text}`)} />
        <div className="sql-work">
          <CodeEditor label="SQL statement" language="sql" rows={7} value={sql} onChange={setSql} onRun={run} tables={tables} marks={marks} />
          <RunBar statement={statement} onRun={run} rowsMax={rowsMax} onRowsMax={setRowsMax} canRun={sql.trim() !== ''} />
          {error && <Problem error={error} />}
          <Tabs value={tab} onChange={(next) => setTab(next ?? 'rows')}>
            <div className="sql-tabs">
              <Tabs.List>
                <Tabs.Tab value="rows">Rows{answer && ` ${count(answer.rows.length)}`}</Tabs.Tab>
                <Tabs.Tab value="chart">Chart</Tabs.Tab>
                <Tabs.Tab value="history">History{history.length > 0 && ` ${history.length}`}</Tabs.Tab>
              </Tabs.List>
              {answer && <ResultTools answer={answer} />}
            </div>
            <Tabs.Panel value="rows">{answer ? <ResultGrid answer={answer} /> : <p className="muted sql-none">One SELECT over datasets, and over the newest records of topics as topics.NAME. Ctrl+Enter runs it.</p>}</Tabs.Panel>
            <Tabs.Panel value="chart">{answer ? <ResultChart answer={answer} /> : <p className="muted sql-none">What was answered is drawn here.</p>}</Tabs.Panel>
            <Tabs.Panel value="history"><History history={history} onTake={setSql} /></Tabs.Panel>
          </Tabs>
        </div>
      </div>
    </Page>
  );
}
