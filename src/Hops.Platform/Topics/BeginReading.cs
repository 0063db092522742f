using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Sql;

namespace Hops.Platform.Topics;

/// <summary>
/// Says how much of a topic somebody may be shown at once. Who may take it out is shown what it asks for; who may read it inside the platform only, a
/// Data Scientist or a member of a project with which it is shared, sees a preview, as of the result of a statement (ADR 0070): out of the allowance of
/// the project for which it acts.
/// </summary>
public static class BeginReading
{
    /// <summary>Grants it, and sets the rows of a preview aside; <see cref="EndReading"/> gives back what is not shown.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="topic">Of what.</param>
    /// <param name="rowsWanted">Most records that are asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>; <c>LimitExceeded</c>: the previews of this day are used up.</exception>
    public static async Task<ReadingGrant> RunAsync(
        HopsPlatform platform, Principal actor, Topic topic, int rowsWanted, CancellationToken cancellationToken)
    {
        var resource = new Resource(ResourceKind.Topic, topic.TenantId, topic.Name);
        var decision = platform.Gate.Decide(actor, Operation.Read, resource);
        if (decision.Allowed)
            return new ReadingGrant(rowsWanted, null, IsPreview: false);
        if (!decision.IsExport)
            throw platform.Gate.Refuse(actor, Operation.Read, resource, decision);
        var options = platform.Options;
        var rows = await platform.Store.WriteAsync(
            transaction => PreviewAllowance.SetAsideAsync(transaction, actor.ProjectId, Math.Min(rowsWanted, options.PreviewRowsMax), options), cancellationToken);
        return new ReadingGrant(rows, options.PreviewMaxBytes, IsPreview: true);
    }
}

/// <summary>How much of a topic somebody may be shown.</summary>
/// <param name="RowsMax">Most records; those of a preview are set aside.</param>
/// <param name="MaxBytes">Most bytes of them; null for no limit but that of the server.</param>
/// <param name="IsPreview">True if the limits are those of a preview.</param>
public sealed record ReadingGrant(int RowsMax, int? MaxBytes, bool IsPreview);
