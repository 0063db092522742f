using Hops.Metadata.Ids;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Migrations;

/// <summary>
/// One numbered step from a format of the database to the next, as data. Steps only go forward and are never edited once released: a
/// table appears in a step as it was then.
/// </summary>
/// <param name="Number">The format that it leads to, from 1 without gaps.</param>
/// <param name="Name">What it does, for people.</param>
/// <param name="Changes">The changes, in order; all of a step or none.</param>
public sealed record Migration(int Number, string Name, IReadOnlyList<SchemaChange> Changes)
{
    /// <summary>The steps of this version, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "the first format", [new TableCreated(IdSequences.Reservations)]),
        new(2, "checksums of rows", [new RowChecksumsAdded()]),
        new(3, "where sessions come from", [
            new ColumnAdded("tokens", new Column("address", ColumnType.Text), ""),
            new ColumnAdded("tokens", new Column("agent", ColumnType.Text), ""),
        ]),
        new(4, "addresses of users", [new ColumnAdded("users", new Column("email", ColumnType.Text, IsNullable: true))]),
        new(5, "the chain of the audit trail", [
            new ColumnAdded("audit", new Column("who_seal", ColumnType.Bytes), Array.Empty<byte>()),
            new ColumnAdded("audit", new Column("what_seal", ColumnType.Bytes), Array.Empty<byte>()),
            new ColumnAdded("audit", new Column("hash", ColumnType.Bytes), Array.Empty<byte>()),
            new ColumnAdded("audit_head", new Column("hash", ColumnType.Bytes), Array.Empty<byte>()),
        ]),
        new(6, "types of schemas", [new ColumnAdded("schema_text", new Column("type_name", ColumnType.Text, IsNullable: true))]),
    ];
}

/// <summary>One change of the schema.</summary>
public abstract record SchemaChange;

/// <summary>A table with its look-ups is added.</summary>
public sealed record TableCreated(Table Table) : SchemaChange;

/// <summary>
/// A column is added at the end of a table. Where there is no such table yet, nothing is done: its description, which has the column, will make it.
/// </summary>
/// <param name="TableName">The table.</param>
/// <param name="Column">The column; if it may not be null, existing rows get <paramref name="Default"/>.</param>
/// <param name="Default">An integer or a text; null for a nullable column.</param>
public sealed record ColumnAdded(string TableName, Column Column, KeyPart? Default = null) : SchemaChange;

/// <summary>A unique look-up is added to a table.</summary>
public sealed record LookupAdded(string TableName, Lookup Lookup) : SchemaChange;

/// <summary>A table is removed with all that is in it.</summary>
public sealed record TableDropped(string TableName) : SchemaChange;

/// <summary>Every table that has no checksum of its rows yet is given one; rows get theirs when they are next written.</summary>
public sealed record RowChecksumsAdded : SchemaChange;
