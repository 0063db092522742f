using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Schemas.Registry;

/// <summary>All schemas of a project go with it, references between them and all.</summary>
internal static class DropSchemas
{
    private const int UsesMax = 1000;

    internal static async Task InAsync(WriteTransaction transaction, long projectId)
    {
        await WholePartition.DrainAsync(transaction, RegistryTables.Subjects, Key.Of(projectId), subject => DropAsync(transaction, subject));
        await WholePartition.DrainAsync(transaction, RegistryTables.Texts, Key.Of(projectId), text => DropAsync(transaction, text));
        await transaction.DeleteAsync(RegistryTables.Tenants, Key.Of(projectId));
    }

    private static async Task DropAsync(WriteTransaction transaction, SubjectRow subject)
    {
        await WholePartition.RemoveAsync(transaction, RegistryTables.Versions, Key.Of(subject.ProjectId, subject.Subject));
        await transaction.DeleteAsync(RegistryTables.Subjects, Key.Of(subject.ProjectId, subject.Subject));
    }

    private static async Task DropAsync(WriteTransaction transaction, TextRow text)
    {
        var key = Key.Of(text.ProjectId, text.SchemaId);
        foreach (var use in await transaction.ScanAsync(RegistryTables.Uses, key, null, UsesMax))
        {
            var version = Key.Of(use.ProjectId, use.Subject, use.Version);
            await WholePartition.RemoveAsync(transaction, RegistryTables.Referrers, version);
        }

        await WholePartition.RemoveAsync(transaction, RegistryTables.Uses, key);
        await transaction.DeleteAsync(RegistryTables.Texts, key);
    }
}
