using Hops.Metadata.Tables;

namespace Hops.Metadata.Transactions;

/// <summary>A row that a committed transaction has added, changed or removed. What it is now is read from the store.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Its primary key; a part of one if rows below that prefix were removed at once.</param>
public sealed record RowChange(Table Table, Key Key);
