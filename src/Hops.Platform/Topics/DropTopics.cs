using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Topics;

/// <summary>All topics of a project go with it.</summary>
internal static class DropTopics
{
    internal static async Task InAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, long projectId)
    {
        await WholePartition.DrainAsync(
            transaction,
            TopicTables.Topics,
            Key.Of(projectId),
            async topic => await platform.Topics.DeleteInAsync(transaction, actor, projectId, topic.Name));
        await transaction.DeleteAsync(TopicTables.Usages, Key.Of(projectId));
    }
}
