import { completeFromList } from '@codemirror/autocomplete';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { sql, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql';
import { linter, lintGutter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import type { EditorTable } from './marks';

// The keywords of DuckDB 1.5 (duckdb_keywords()) that can stand in a SELECT, and its types. What only makes or changes tables is not run here, and the dialects
// of the package offer words of other databases besides.
const DIALECT = SQLDialect.define({
  keywords: 'select from where group by having order limit offset fetch as and or not in is isnull notnull null between like ilike similar glob escape collate '
    + 'case when then else end distinct all any some on using join left right full outer inner cross natural positional semi anti asof lateral union except '
    + 'intersect with recursive materialized filter within over partition rows range groups preceding following unbounded current row exclude ties no others ignore '
    + 'respect window qualify values exists asc desc nulls first last pivot unpivot pivot_wider pivot_longer tablesample sample percent repeatable grouping sets '
    + 'rollup cube ordinality columns replace rename cast try_cast coalesce nullif extract position substring trim overlay at time zone interval array struct map lambda '
    + 'true false',
  types: 'boolean tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint float double decimal varchar blob bit date time timestamp '
    + 'timestamptz timestamp_s timestamp_ms timestamp_ns uuid json',
  identifierQuotes: '"',
  caseInsensitiveIdentifiers: true,
});

// What our SQL has and PostgreSQL has not, or writes otherwise.
const FUNCTIONS = [
  ['tumble', 'tumble(time, INTERVAL \'1 hour\')', 'windows beside each other'],
  ['hop', 'hop(time, INTERVAL \'10 minutes\', INTERVAL \'1 hour\')', 'windows that overlap'],
  ['window_start', 'window_start', 'of the group by tumble or hop'],
  ['window_end', 'window_end', 'of the group by tumble or hop'],
  ['unnest', 'unnest()', 'a row for each element'],
  ['count', 'count(*)', ''], ['sum', 'sum()', ''], ['avg', 'avg()', ''], ['min', 'min()', ''], ['max', 'max()', ''],
  ['approx_count_distinct', 'approx_count_distinct()', ''], ['quantile_cont', 'quantile_cont(x, 0.95)', ''], ['date_trunc', 'date_trunc(\'day\', time)', ''],
].map(([label = '', apply = '', detail = '']) => ({ label, apply, detail, type: 'function' }));

function namespaceOf(tables: readonly EditorTable[]): SQLNamespace {
  return Object.fromEntries(tables.map((table) => [(table.schema === undefined ? '' : `${table.schema}.`) + table.name.replaceAll('.', '\\.'), {
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
