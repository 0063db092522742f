using System.Text.Json.Nodes;
using Hops.Metadata.Tables;

namespace Hops.Platform.Persons;

/// <summary>The values of one row of any table, in the order of its columns.</summary>
internal sealed class RowValues : RowWriter
{
    private readonly List<object?> _values = [];

    /// <summary>The values of a row.</summary>
    internal static RowValues Of<TRow>(Table<TRow> table, TRow row)
        where TRow : class
    {
        var values = new RowValues();
        table.Write(row, values);
        return values;
    }

    /// <summary>Value of a column.</summary>
    internal object? this[int column] => _values[column];

    /// <summary>The row as an object with a member for each column. Bytes are not told: they are verifiers, salts and keys.</summary>
    internal JsonObject Told(Table table)
    {
        var told = new JsonObject();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Type == ColumnType.Int64)
                told[table.Columns[i].Name] = (long?)_values[i];
            else if (table.Columns[i].Type == ColumnType.Text)
                told[table.Columns[i].Name] = (string?)_values[i];
        }

        return told;
    }

    public override void Int64(long? value) => _values.Add(value);

    public override void Text(string? value) => _values.Add(value);

    public override void Bytes(byte[]? value) => _values.Add(value);
}
