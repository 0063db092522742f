using System.Globalization;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Sql;

/// <summary>
/// The rows that all who see previews of a project's data may see on a day (ADR 0070), whatever they look at: what somebody is about to be shown is
/// set aside first, so that neither others at the same time nor a restart give more.
/// </summary>
internal static class PreviewAllowance
{
    /// <summary>Sets rows aside: as many as are wanted, or as are left.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: none are left of this day.</exception>
    internal static async ValueTask<int> SetAsideAsync(WriteTransaction transaction, long projectId, int rows, PlatformOptions options)
    {
        var today = PreviewUse.DayOf(transaction.Now);
        var use = await transaction.GetAsync(PreviewUse.Table, Key.Of(projectId), LockMode.Write);
        var used = use?.Day == today ? use.Rows : 0;
        var granted = (int)Math.Min(rows, options.PreviewRowsPerDayMax - used);
        if (granted <= 0)
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The Data Scientists of this project have seen the {options.PreviewRowsPerDayMax} rows of previews of this day: go on tomorrow (UTC), or ask a Data Owner."))
                .With("limit", options.PreviewRowsPerDayMax).With("used", used);
        }

        await transaction.PutAsync(PreviewUse.Table, new PreviewUse(projectId, today, used + granted));
        return granted;
    }

    /// <summary>Gives back what was set aside and not shown.</summary>
    internal static async ValueTask GiveBackAsync(WriteTransaction transaction, long projectId, long rows)
    {
        if (rows <= 0)
            return;
        var use = await transaction.GetAsync(PreviewUse.Table, Key.Of(projectId), LockMode.Write);
        // A new day may have begun, whose rows were counted from nothing.
        if (use is not null && use.Day == PreviewUse.DayOf(transaction.Now))
            await transaction.PutAsync(PreviewUse.Table, use with { Rows = Math.Max(0, use.Rows - rows) });
    }
}
