using System.Text.Json;
using System.Text.Json.Nodes;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Tables;

namespace Hops.Platform.Persons;

/// <summary>A table with a column that says of whom a row is.</summary>
internal abstract class PersonalTable
{
    /// <summary>Rows that are looked at in one read.</summary>
    protected const int ReadAtOnce = 1000;

    /// <summary>Table and column, as <c>tokens.user_id</c>.</summary>
    internal abstract string Column { get; }

    /// <summary>The next rows of a person.</summary>
    /// <param name="store">The database.</param>
    /// <param name="person">The person.</param>
    /// <param name="after">Where the call before has ended; null to begin.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, each with the name of its table, and where to go on; null at the end.</returns>
    internal abstract ValueTask<(IReadOnlyList<JsonObject> Rows, Key? Next)> PageAsync(MetadataStore store, Person person, Key? after, CancellationToken cancellationToken);

    internal static PersonalTable Of<TRow>(Table<TRow> table, string column)
        where TRow : class => new PersonalTable<TRow>(table, column);
}

/// <inheritdoc cref="PersonalTable"/>
internal sealed class PersonalTable<TRow>(Table<TRow> table, string column) : PersonalTable
    where TRow : class
{
    private readonly int _index = table.Columns.Select(one => one.Name).ToList().IndexOf(column) is >= 0 and var index
        ? index
        : throw new ArgumentException($"{table.Name} has no column {column}", nameof(column));

    internal override string Column => $"{table.Name}.{column}";

    internal override async ValueTask<(IReadOnlyList<JsonObject> Rows, Key? Next)> PageAsync(
        MetadataStore store, Person person, Key? after, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(read => read.SweepAsync(table, after, ReadAtOnce), cancellationToken);
        var told = rows.Select(row => RowValues.Of(table, row)).Where(row => person.Is(row[_index])).Select(row => new JsonObject { ["table"] = table.Name, ["row"] = row.Told(table) }).ToList();
        return (told, rows.Count == ReadAtOnce ? table.KeyOf(rows[^1]) : null);
    }
}

/// <summary>Whose rows are looked for.</summary>
/// <param name="Id">Id of the user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Its address, if it has one.</param>
internal sealed record Person(long Id, string Name, string? Email)
{
    /// <summary>True if a value of a column is the person: its id, its name, or that of one of its project-users.</summary>
    internal bool Is(object? value) => value switch
    {
        long id => id == Id,
        string text => IsName(text) || (Email is not null && text == Email),
        _ => false,
    };

    /// <summary>True for the name, and for <c>project__name</c>.</summary>
    internal bool IsName(string text) => Names.IsIdentityOf(Name, text);

    /// <summary>True if a JSON text has one of the names, or the address, as a whole value.</summary>
    internal bool IsIn(string json) =>
        json.Contains($"\"{Name}\"", StringComparison.Ordinal) || json.Contains($"__{Name}\"", StringComparison.Ordinal)
        || (Email is not null && json.Contains(JsonEncodedText.Encode(Email).Value, StringComparison.OrdinalIgnoreCase));
}
