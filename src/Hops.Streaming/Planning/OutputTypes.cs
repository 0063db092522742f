using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>Columns as Parquet can keep them without loss.</summary>
internal static class OutputTypes
{
    /// <summary>
    /// Wraps a SELECT so that 128-bit integers become DECIMAL(38,0): Parquet has no wider integer than 64 bits, and DuckDB would write a
    /// DOUBLE.
    /// </summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>: a column without a name of its own or of a type that Parquet does not have.</exception>
    public static string Storable(PlanningSession session, string select)
    {
        var columns = session.Bind(select);
        var twice = columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new PlatformException(ErrorCode.InvalidQuery, $"Two columns of the result are called {twice.Key}; give one of them another name with AS.");
        foreach (var column in columns)
        {
            if (column.Type.Id is TypeId.Union or TypeId.Bit or TypeId.BigNumber or TypeId.Any)
                throw new PlatformException(ErrorCode.InvalidQuery, $"The column {column.Name} is {column.Type}, which Parquet cannot hold; CAST it.");
        }
        if (!columns.Any(IsWide))
            return select;
        var parts = columns.Select(column => IsWide(column)
            ? $"CAST({SqlText.Quote(column.Name)} AS DECIMAL(38,0)) AS {SqlText.Quote(column.Name)}"
            : SqlText.Quote(column.Name));
        return $"SELECT {string.Join(", ", parts)} FROM ({select})";
    }

    private static bool IsWide(SqlColumn column) => column.Type.Id is TypeId.HugeInt or TypeId.UHugeInt;
}
