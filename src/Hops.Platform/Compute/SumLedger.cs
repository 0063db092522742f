using System.Globalization;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Compute;

/// <summary>What a project has spent, by query, by user or by day.</summary>
public static class SumLedger
{
    private const int PageRows = 1000;

    /// <summary>What sums can be taken by, and under which name of a row.</summary>
    private static readonly Dictionary<SumBy, Func<DailyUse, string>> Names = new()
    {
        [SumBy.Query] = use => use.WorkName,
        [SumBy.User] = use => use.UserName,
        [SumBy.Day] = use => NameOf(use.Day),
    };

    /// <summary>The sums of some days, both ends included, the dearest first; those by day in order of the days.</summary>
    public static async Task<IReadOnlyList<LedgerSum>> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, (SumBy By, DateOnly From, DateOnly To) what, CancellationToken cancellationToken)
    {
        var id = ListLedger.Demand(platform, actor, projectName);
        var (first, last) = (DayOf(what.From), DayOf(what.To));
        var nameOf = Names[what.By];
        var sums = new Dictionary<string, LedgerSum>(StringComparer.Ordinal);
        await platform.Store.ReadAsync(
            async read =>
            {
                await EachAsync(read, id, use =>
                {
                    if (use.Day >= first && use.Day <= last)
                        sums[nameOf(use)] = (sums.GetValueOrDefault(nameOf(use)) ?? new LedgerSum(nameOf(use))).With(use);
                });
                return true;
            },
            cancellationToken);
        return what.By == SumBy.Day
            ? [.. sums.Values.OrderBy(sum => sum.Name, StringComparer.Ordinal)]
            : [.. sums.Values.OrderByDescending(sum => sum.Cost.Millicredits).ThenBy(sum => sum.Name, StringComparer.Ordinal)];
    }

    internal static async ValueTask EachAsync(ReadTransaction read, long projectId, Action<DailyUse> see)
    {
        Key? after = null;
        IReadOnlyList<DailyUse> page;
        do
        {
            page = await read.ScanAsync(DailyUse.Table, Key.Of(projectId), after, PageRows);
            foreach (var use in page)
                see(use);
            after = page.Count > 0 ? Key.Of(projectId, page[^1].WorkKey, page[^1].Day, page[^1].UserId) : null;
        }
        while (page.Count == PageRows);
    }

    private static long DayOf(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>A day as people write it.</summary>
    internal static string NameOf(long day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What sums are taken by.</summary>
public enum SumBy
{
    /// <summary>One sum for each query, and one for all statements.</summary>
    Query,

    /// <summary>One sum for each user.</summary>
    User,

    /// <summary>One sum for each day, UTC.</summary>
    Day,
}

/// <summary>What was spent under one name.</summary>
/// <param name="Name">Name of a query or user, or a date.</param>
public sealed record LedgerSum(string Name)
{
    /// <summary>Runners.</summary>
    public long Runners { get; init; }

    /// <summary>Time for which they ran, together.</summary>
    public TimeSpan Running { get; init; }

    /// <summary>What they used.</summary>
    public ComputeUse Use { get; init; }

    /// <summary>What that costs.</summary>
    public Charge Cost { get; init; }

    internal LedgerSum With(DailyUse use) => this with
    {
        Runners = Runners + use.Runners,
        Running = Running + use.Running,
        Use = Use + use.Use,
        Cost = Cost + use.Cost,
    };
}
