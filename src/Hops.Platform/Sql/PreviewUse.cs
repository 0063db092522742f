using Hops.Metadata.Tables;

namespace Hops.Platform.Sql;

/// <summary>How many rows the Data Scientists of a project have seen as previews on a day.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Day">Days since 1970-01-01, UTC.</param>
/// <param name="Rows">Rows on that day, those of statements that still run included.</param>
public sealed record PreviewUse(long ProjectId, long Day, long Rows)
{
    internal static readonly Table<PreviewUse> Table = new(
        "sql_previews",
        [new("project_id", ColumnType.Int64), new("day", ColumnType.Int64), new("rows", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new PreviewUse(read.Int64(), read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Day);
            write.Int64(row.Rows);
        });

    internal static long DayOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 86_400;
}
