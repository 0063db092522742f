using Hops.Kafka.Groups;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Topics;

/// <summary>The consumer groups of a project and their offsets go with it.</summary>
internal static class DropGroups
{
    private const int PageRows = 1000;

    internal static async Task InAsync(WriteTransaction transaction, long projectId)
    {
        IReadOnlyList<GroupRow> groups;
        do
        {
            groups = await transaction.ScanAsync(GroupTables.Groups, Key.Of(projectId), null, PageRows);
            foreach (var group in groups)
            {
                var removed = PageRows;
                while (removed == PageRows)
                    removed = await transaction.DeletePrefixAsync(GroupTables.Offsets, Key.Of(group.Number), PageRows);
                await transaction.DeleteAsync(GroupTables.Groups, Key.Of(projectId, group.GroupId));
            }
        }
        while (groups.Count == PageRows);
    }
}
