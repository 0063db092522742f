using System.Globalization;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Sql;

namespace Hops.Platform.Topics;

/// <summary>Keeps in the audit trail how much of a topic somebody is shown, before it is.</summary>
public static class EndReading
{
    /// <summary>
    /// A preview is an entry of its own, in the transaction that gives back what was not shown; what somebody takes out who may is gathered like what
    /// it reads over Kafka. Both are in the trail of the project that owns the topic.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asked.</param>
    /// <param name="topic">Of what.</param>
    /// <param name="grant">What was granted.</param>
    /// <param name="shown">Records that are shown, and their bytes.</param>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, Topic topic, ReadingGrant grant, (int Rows, long Bytes) shown)
    {
        if (!grant.IsPreview)
        {
            if (shown.Rows > 0)
                platform.Gate.NoteExport(actor, new Resource(ResourceKind.Topic, topic.TenantId, topic.Name), shown.Bytes);
            return;
        }

        // Not to be broken off: what was set aside goes back whether the caller still waits or not.
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await PreviewAllowance.GiveBackAsync(transaction, actor.ProjectId, grant.RowsMax - shown.Rows);
                var detail = string.Create(CultureInfo.InvariantCulture, $$"""{"rows":{{shown.Rows}},"bytes":{{shown.Bytes}}}""");
                if (shown.Rows > 0)
                    await HopsPlatform.AuditAsync(transaction, actor, topic.TenantId, "topic.preview", topic.Name, detail);
                return true;
            },
            CancellationToken.None);
    }
}
