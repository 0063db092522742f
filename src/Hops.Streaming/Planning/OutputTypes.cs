using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>Columns as Parquet can keep them without loss, in a form that DuckDB and Spark both read (docs/adr/0073).</summary>
internal static class OutputTypes
{
    private static readonly SqlType Text = SqlType.Of(TypeId.Varchar);

    /// <summary>
    /// Wraps a SELECT so that types which Parquet has not, or one of its readers has not, become others that hold the same: 128-bit integers
    /// DECIMAL(38,0), UUIDs, intervals and times of day texts, also inside of others.
    /// </summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>: a column without a name of its own or of a type that Parquet does not have.</exception>
    public static string Storable(PlanningSession session, string select)
    {
        var columns = session.Bind(select);
        var twice = columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new PlatformException(ErrorCode.InvalidQuery, $"Two columns of the result are called {twice.Key}; give one of them another name with AS.");
        foreach (var column in columns)
            Check(column.Name, column.Type);
        var stored = columns.Select(column => column with { Type = column.Type.Replace(StoredAs) }).ToArray();
        if (stored.Zip(columns).All(pair => pair.First.Type.ToSql() == pair.Second.Type.ToSql()))
            return select;
        var parts = stored.Zip(columns).Select(pair => pair.First.Type.ToSql() == pair.Second.Type.ToSql()
            ? SqlText.Quote(pair.First.Name)
            : $"CAST({SqlText.Quote(pair.First.Name)} AS {pair.First.Type.ToSql()}) AS {SqlText.Quote(pair.First.Name)}");
        return $"SELECT {string.Join(", ", parts)} FROM ({select})";
    }

    private static void Check(string column, SqlType type)
    {
        if (type.Id is TypeId.Union or TypeId.Bit or TypeId.BigNumber or TypeId.Any)
            throw new PlatformException(ErrorCode.InvalidQuery, $"The column {column} is {type}, which Parquet cannot hold; CAST it.");
        if (type.Id == TypeId.TimestampNanoseconds)
        {
            throw new PlatformException(
                ErrorCode.InvalidQuery, $"The column {column} is {type}, which Spark does not read from Parquet: CAST it AS TIMESTAMP, or store epoch_ns of it.");
        }

        foreach (var member in type.Members)
            Check(column, member.Type);
    }

    private static SqlType? StoredAs(SqlType type) => type.Id switch
    {
        TypeId.HugeInt or TypeId.UHugeInt => SqlType.Decimal(38, 0),
        TypeId.Uuid or TypeId.Interval or TypeId.Time or TypeId.TimeWithZone => Text,
        _ => null,
    };
}
