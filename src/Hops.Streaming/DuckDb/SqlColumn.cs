namespace Hops.Streaming.DuckDb;

/// <summary>A column of a table or result, or a member of a struct.</summary>
/// <param name="Name">Name as it is, not quoted.</param>
/// <param name="Type">Type.</param>
public sealed record SqlColumn(string Name, SqlType Type);
