using Hops.Metadata.Tables;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// The SQL of one table, derived from its description: every statement that can ever run on it. A statement is named by its slot, a small
/// integer, so that each connection keeps its prepared statements in one array.
/// </summary>
internal sealed class TableSql
{
    internal const int Get = 0;
    internal const int Insert = 1;
    internal const int Update = 2;
    internal const int Put = 3;
    internal const int Delete = 4;
    private const int ScanFirst = 5;
    private const int DeletePrefixFirst = ScanFirst + (2 * (Key.PartsMax + 1));
    private const int LookupFirst = DeletePrefixFirst + Key.PartsMax + 1;

    private static readonly string ChecksumColumn = Quote(RowChecksum.ColumnName);

    private readonly Table _table;
    private readonly string _name;
    private readonly string[] _columns;

    internal TableSql(Table table)
    {
        _table = table;
        _name = Quote(table.Name);
        _columns = table.Columns.Select(column => Quote(column.Name)).ToArray();
        KeyTypes = [.. table.Columns.Take(table.KeyLength).Select(column => column.Type)];
        Slots = LookupFirst + table.Lookups.Count;
    }

    internal Table Table => _table;

    /// <summary>Types of the key columns.</summary>
    internal ColumnType[] KeyTypes { get; }

    /// <summary>How many slots there are.</summary>
    internal int Slots { get; }

    private ReadOnlySpan<string> KeyColumns => _columns.AsSpan(0, _table.KeyLength);

    /// <summary>The columns of a row, then its checksum.</summary>
    private string AllColumns => $"{string.Join(", ", _columns)}, {ChecksumColumn}";

    /// <summary>The page of a prefix of so many columns, from its start or after a whole key.</summary>
    internal static int Scan(int prefixLength, bool startsAfter) => ScanFirst + (2 * prefixLength) + (startsAfter ? 1 : 0);

    /// <summary>Reads the whole table; no slot, for it is run once.</summary>
    internal string EveryRow => $"SELECT {AllColumns} FROM {_name}";

    internal static int DeletePrefix(int prefixLength) => DeletePrefixFirst + prefixLength;

    internal static int Lookup(int index) => LookupFirst + index;

    /// <summary>The statements that make the table and its look-ups.</summary>
    internal IEnumerable<string> Creation()
    {
        var columns = _table.Columns.Select(Declaration);
        yield return $"CREATE TABLE {_name} ({string.Join(", ", columns)}, {ChecksumDeclaration}, PRIMARY KEY ({List(KeyColumns)})) WITHOUT ROWID, STRICT";
        foreach (var lookup in _table.Lookups)
            yield return LookupCreation(_table.Name, lookup);
    }

    /// <summary>The definition of the column of the checksum: null in rows that are older than it.</summary>
    internal static string ChecksumDeclaration => $"{ChecksumColumn} INTEGER";

    /// <summary>The definition of a column in CREATE TABLE.</summary>
    internal static string Declaration(Column column)
    {
        var type = column.Type switch
        {
            ColumnType.Int64 => "INTEGER",
            ColumnType.Text => "TEXT",
            ColumnType.Bytes => "BLOB",
        };
        return $"{Quote(column.Name)} {type}{(column.IsNullable ? "" : " NOT NULL")}";
    }

    internal static string LookupCreation(string table, Lookup lookup) =>
        $"CREATE UNIQUE INDEX {Quote(lookup.Name)} ON {Quote(table)} ({string.Join(", ", lookup.Columns.Select(Quote))})";

    internal static string Quote(string name) => $"\"{name}\"";

    /// <summary>The text of the statement in a slot.</summary>
    internal string Text(int slot) => slot switch
    {
        Get => $"SELECT {AllColumns} FROM {_name} WHERE {Equal(KeyColumns)}",
        Insert => $"INSERT INTO {_name} ({AllColumns}) VALUES ({Parameters(1, _columns.Length + 1)}) ON CONFLICT DO NOTHING",
        Update => $"UPDATE {_name} SET {Assignments()} WHERE {Equal(KeyColumns)}",
        Put => $"INSERT INTO {_name} ({AllColumns}) VALUES ({Parameters(1, _columns.Length + 1)}) ON CONFLICT ({List(KeyColumns)}) DO {OnPresent()}",
        Delete => $"DELETE FROM {_name} WHERE {Equal(KeyColumns)}",
        >= LookupFirst => LookupText(_table.Lookups[slot - LookupFirst]),
        >= DeletePrefixFirst => DeletePrefixText(slot - DeletePrefixFirst),
        _ => ScanText((slot - ScanFirst) / 2, (slot - ScanFirst) % 2 == 1),
    };

    /// <summary>Parameters: the prefix, the rest of the whole key to start after, the limit.</summary>
    private string ScanText(int prefixLength, bool startsAfter)
    {
        var conditions = new List<string>();
        if (prefixLength > 0)
            conditions.Add(Equal(KeyColumns[..prefixLength]));
        if (startsAfter)
        {
            var rest = KeyColumns[prefixLength..];
            conditions.Add($"({List(rest)}) > ({Parameters(prefixLength + 1, rest.Length)})");
        }

        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var limit = startsAfter ? _table.KeyLength + 1 : prefixLength + 1;
        return $"SELECT {AllColumns} FROM {_name}{where} ORDER BY {List(KeyColumns)} LIMIT ?{limit}";
    }

    private string DeletePrefixText(int prefixLength)
    {
        var where = prefixLength == 0 ? "" : $" WHERE {Equal(KeyColumns[..prefixLength])}";
        var keys = $"SELECT {List(KeyColumns)} FROM {_name}{where} ORDER BY {List(KeyColumns)} LIMIT ?{prefixLength + 1}";
        return $"DELETE FROM {_name} WHERE ({List(KeyColumns)}) IN ({keys})";
    }

    private string LookupText(Lookup lookup) =>
        $"SELECT {AllColumns} FROM {_name} WHERE {Equal(lookup.Columns.Select(Quote).ToArray())}";

    private string Assignments()
    {
        var values = Enumerable.Range(_table.KeyLength, _columns.Length - _table.KeyLength).Select(i => $"{_columns[i]} = ?{i + 1}");
        return string.Join(", ", values.Append($"{ChecksumColumn} = ?{_columns.Length + 1}"));
    }

    private string OnPresent() =>
        $"UPDATE SET {string.Join(", ", _columns[_table.KeyLength..].Append(ChecksumColumn).Select(column => $"{column} = excluded.{column}"))}";

    private static string Equal(ReadOnlySpan<string> columns)
    {
        var terms = new string[columns.Length];
        for (var i = 0; i < columns.Length; i++)
            terms[i] = $"{columns[i]} = ?{i + 1}";
        return string.Join(" AND ", terms);
    }

    private static string List(ReadOnlySpan<string> columns) => string.Join(", ", columns.ToArray());

    private static string Parameters(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(i => $"?{i}"));
}
