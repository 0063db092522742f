using Hops.Metadata.Tables;

namespace Hops.Platform.Queries;

/// <summary>A query that is wanted to run, but not before the price of compute is low enough. Gone once it has started.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="QueryId">The query.</param>
/// <param name="PriceMostThousandths">The highest price at which it starts.</param>
public sealed record StartCondition(long ProjectId, long QueryId, int PriceMostThousandths)
{
    internal static readonly Table<StartCondition> Table = new(
        "query_start_conditions",
        [new("project_id", ColumnType.Int64), new("query_id", ColumnType.Int64), new("price_most_thousandths", ColumnType.Int64)],
        keyLength: 2,
        partitionLength: 1,
        read => new StartCondition(read.Int64(), read.Int64(), (int)read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.QueryId);
            write.Int64(row.PriceMostThousandths);
        });
}
