using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Platform.Sql;

/// <summary>
/// Says whether somebody may have an SQL statement answered, and how much of the result. A Data Owner may take data out and sees what the
/// statement gives; a Data Scientist may not and sees a preview: some rows a statement, and some a day in the whole project.
/// </summary>
public static class BeginStatement
{
    /// <summary>Grants a statement, and sets the rows of a preview aside.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks, in a project.</param>
    /// <param name="rowsWanted">Most rows that are asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException">
    /// <c>AccessDenied</c>: the credential may not run, or may not read; <c>LimitExceeded</c>: the previews of this day are used up.
    /// </exception>
    public static async Task<StatementGrant> RunAsync(HopsPlatform platform, Principal actor, int rowsWanted, CancellationToken cancellationToken)
    {
        var statement = new Resource(ResourceKind.Sql, actor.ProjectId, actor.ProjectName);
        platform.Demand(actor, Operation.Run, statement);
        // A token that was made for running alone reads nothing, not even what it runs.
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Dataset, actor.ProjectId, actor.ProjectName));
        if (platform.Gate.Decide(actor, Operation.Read, statement).Allowed)
            return new StatementGrant(rowsWanted, null, 0, IsPreview: false);

        var options = platform.Options;
        var rows = Math.Min(rowsWanted, options.PreviewRowsMax);
        var granted = await platform.Store.WriteAsync(transaction => PreviewAllowance.SetAsideAsync(transaction, actor.ProjectId, rows, options), cancellationToken);
        return new StatementGrant(granted, options.PreviewMaxBytes, granted, IsPreview: true, IsFromDay: granted < rows, IsMost: granted == options.PreviewRowsMax);
    }
}

/// <summary>How much of the result of a statement somebody may see.</summary>
/// <param name="RowsMax">Most rows.</param>
/// <param name="MaxBytes">Most bytes of rows as JSON; null for no limit but that of the server.</param>
/// <param name="RowsSetAside">Rows of previews set aside for it, of which what is not used goes back.</param>
/// <param name="IsPreview">True if the limits are those of a preview.</param>
/// <param name="IsFromDay">True if <paramref name="RowsMax"/> is what was left for the day.</param>
/// <param name="IsMost">True if <paramref name="RowsMax"/> is the most that a preview may have, whatever is asked for.</param>
public sealed record StatementGrant(int RowsMax, int? MaxBytes, int RowsSetAside, bool IsPreview, bool IsFromDay = false, bool IsMost = false);
