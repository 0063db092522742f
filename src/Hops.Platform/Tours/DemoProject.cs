using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tours;

/// <summary>
/// That a project was made by a tour: it costs nothing, has small quotas of its own, and ends by itself (ADR 0119). A row of its own: there is none of a
/// project that is an ordinary one.
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">User who has made it.</param>
/// <param name="Tour">Id of the tour.</param>
/// <param name="Place">Which of the projects of that tour it is, from 0.</param>
/// <param name="Ends">When it is deleted.</param>
public sealed record DemoProject(long ProjectId, long UserId, string Tour, int Place, DateTimeOffset Ends)
{
    /// <summary>Its owners are told of its end so long before.</summary>
    public static readonly TimeSpan ToldBefore = TimeSpan.FromDays(1);

    /// <summary>That a user has as many for a tour as the tour has projects is held by this being unique.</summary>
    private static readonly Lookup ByPlace = new("demo_projects_by_place", "user_id", "tour", "place");

    internal static readonly Table<DemoProject> Table = new(
        "demo_projects",
        [
            new("project_id", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("tour", ColumnType.Text),
            new("place", ColumnType.Int64),
            new("ends_ms", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new DemoProject(read.Int64(), read.Int64(), read.Text(), (int)read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.UserId);
            write.Text(row.Tour);
            write.Int64(row.Place);
            write.Int64(row.Ends.ToUnixTimeMilliseconds());
        },
        ByPlace);

    /// <summary>Takes a place that is free.</summary>
    /// <param name="transaction">The transaction that makes the project.</param>
    /// <param name="tour">The tour.</param>
    /// <param name="demo">The row; its place is not looked at.</param>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: the user has as many as the tour has.</exception>
    internal static async Task<DemoProject> InsertAsync(WriteTransaction transaction, Tour tour, DemoProject demo)
    {
        for (var place = 0; place < tour.Projects; place++)
        {
            if (await transaction.LookupAsync(Table, ByPlace, Key.Of(demo.UserId, tour.Id, place)) is not null)
                continue;
            var taken = demo with { Place = place };
            await transaction.InsertAsync(Table, taken);
            return taken;
        }

        throw new PlatformException(
            ErrorCode.LimitExceeded, $"You have the demo projects of the tour '{tour.Id}' already: delete them, or keep them as ordinary projects (hops project keep).")
            .With("limit", tour.Projects).With("used", tour.Projects);
    }
}
