using Hops.Kafka.Groups;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Topics;

/// <summary>The consumer groups of a project and their offsets go with it.</summary>
internal static class DropGroups
{
    internal static Task InAsync(WriteTransaction transaction, long projectId) => WholePartition.DrainAsync(
        transaction,
        GroupTables.Groups,
        Key.Of(projectId),
        async group =>
        {
            await WholePartition.RemoveAsync(transaction, GroupTables.Offsets, Key.Of(group.Number));
            await transaction.DeleteAsync(GroupTables.Groups, Key.Of(projectId, group.GroupId));
        });
}
