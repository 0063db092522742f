import { completeFromList } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { sql, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql';
import { linter, lintGutter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { EditorTable } from './marks';

// The words of a SELECT alone: the dialects of the package offer some hundreds that are of no use here.
const DIALECT = SQLDialect.define({
  keywords: 'select from where group by having order limit offset as and or not in is null between like ilike case when then else end distinct all on using '
    + 'join left right full outer inner cross semi anti asof union except intersect with recursive filter over partition rows range preceding following '
    + 'unbounded current row qualify window values exists asc desc nulls first last interval cast try_cast exclude replace lateral unnest true false',
  types: 'boolean tinyint smallint integer bigint hugeint float double decimal varchar blob date time timestamp timestamptz uuid interval',
  identifierQuotes: '"',
  caseInsensitiveIdentifiers: true,
});

// What our SQL has and PostgreSQL has not, or writes otherwise.
const FUNCTIONS = [
  ['tumble', 'tumble(time, INTERVAL \'1 hour\')', 'windows beside each other'],
  ['hop', 'hop(time, INTERVAL \'10 minutes\', INTERVAL \'1 hour\')', 'windows that overlap'],
  ['window_start', 'window_start', 'of the group by tumble or hop'],
  ['window_end', 'window_end', 'of the group by tumble or hop'],
  ['count', 'count(*)', ''], ['sum', 'sum()', ''], ['avg', 'avg()', ''], ['min', 'min()', ''], ['max', 'max()', ''],
  ['approx_count_distinct', 'approx_count_distinct()', ''], ['quantile_cont', 'quantile_cont(x, 0.95)', ''], ['date_trunc', 'date_trunc(\'day\', time)', ''],
].map(([label = '', apply = '', detail = '']) => ({ label, apply, detail, type: 'function' }));

function namespaceOf(tables: readonly EditorTable[]): SQLNamespace {
  return Object.fromEntries(tables.map((table) => [table.name.replaceAll('.', '\\.'), {
    self: { label: table.name, detail: table.kind, type: 'class' },
    children: table.columns.map((column) => ({ label: column.name, detail: column.type, type: 'property' })),
  }]));
}

export function sqlLanguage(tables: readonly EditorTable[], table: string | undefined): Extension {
  const options = { dialect: DIALECT, schema: namespaceOf(tables), upperCaseKeywords: true, ...(table === undefined ? {} : { defaultTable: table }) };
  return [sql(options), DIALECT.language.data.of({ autocomplete: completeFromList(FUNCTIONS) })];
}

export function jsonLanguage(isReadOnly: boolean): Extension {
  return isReadOnly ? json() : [json(), linter(jsonParseLinter(), { delay: 300 }), lintGutter()];
}
