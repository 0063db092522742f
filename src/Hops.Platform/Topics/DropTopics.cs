using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Topics;

/// <summary>All topics of a project go with it.</summary>
internal static class DropTopics
{
    private const int PageRows = 1000;

    internal static async Task InAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, long projectId)
    {
        IReadOnlyList<Topic> topics;
        do
        {
            topics = await transaction.ScanAsync(TopicTables.Topics, Key.Of(projectId), null, PageRows);
            foreach (var topic in topics)
                await platform.Topics.DeleteInAsync(transaction, actor, projectId, topic.Name);
        }
        while (topics.Count == PageRows);
        await transaction.DeleteAsync(TopicTables.Usages, Key.Of(projectId));
    }
}
