using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tours;

/// <summary>How far a user has come in a tour. There is at most one row for each tour that the server knows (ADR 0119).</summary>
/// <param name="UserId">The user.</param>
/// <param name="Tour">Id of the tour.</param>
/// <param name="Step">Id of the last step that is done.</param>
/// <param name="ProjectId">Project in which it is taken: without it, the tour is at its beginning.</param>
/// <param name="Changed">When the step was done.</param>
internal sealed record TourProgress(long UserId, string Tour, string Step, long ProjectId, DateTimeOffset Changed)
{
    /// <summary>Rows of a user: more than there are tours, for those of an older version too.</summary>
    private const int PerUserMax = 1_000;

    internal static readonly Table<TourProgress> Table = new(
        "tour_progress",
        [
            new("user_id", ColumnType.Int64),
            new("tour", ColumnType.Text),
            new("step", ColumnType.Text),
            new("project_id", ColumnType.Int64),
            new("changed_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new TourProgress(read.Int64(), read.Text(), read.Text(), read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Text(row.Tour);
            write.Text(row.Step);
            write.Int64(row.ProjectId);
            write.Int64(row.Changed.ToUnixTimeMilliseconds());
        });

    /// <summary>All of a user.</summary>
    internal static ValueTask<IReadOnlyList<TourProgress>> OfAsync(ReadTransaction read, long userId) => read.ScanAsync(Table, Key.Of(userId), null, PerUserMax);

    /// <summary>Removes what a user has done in a project that it leaves, or that goes.</summary>
    internal static async Task ForgetInAsync(WriteTransaction transaction, long userId, long projectId)
    {
        foreach (var row in (await OfAsync(transaction, userId)).Where(row => row.ProjectId == projectId))
            await transaction.DeleteAsync(Table, Key.Of(userId, row.Tour));
    }

    /// <summary>Removes all of a user.</summary>
    internal static async Task EraseAsync(WriteTransaction transaction, long userId) =>
        await transaction.DeletePrefixAsync(Table, Key.Of(userId), PerUserMax);
}
