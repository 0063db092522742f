using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Traffic;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Compute;

namespace Hops.Platform.Projects;

/// <summary>Changes the description of a project, its budget or, by an administrator, its quotas of storage, compute and traffic.</summary>
public static class AlterProject
{
    /// <summary>Changes it; null leaves what is there.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<Project> RunAsync(
        HopsPlatform platform, Principal actor, string name, ProjectChange change, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Project, id, name));
        CreateProject.CheckDescription(change.Description ?? "");
        if (change.SetsQuota)
            platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Quota, 0, name));
        if (change.BudgetCredits is not null)
            platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Ledger, id, name));
        if (change.QuotaBytes < 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "A quota is zero bytes or more.").With("field", "quotaBytes");
        if (change.ComputeQuotaCredits is { } credits)
            ComputeQuota.Check(credits);
        TrafficQuota.Check(change.ProduceBytesPerSecond, "produceBytesPerSecond");
        TrafficQuota.Check(change.FetchBytesPerSecond, "fetchBytesPerSecond");

        var altered = await platform.Store.WriteAsync(
            async transaction =>
            {
                var project = await Project.FindAsync(transaction, id, LockMode.Write);
                HopsPlatform.CheckRevision(change.RevisionExpected, project.Revision);
                var next = project with
                {
                    Description = change.Description ?? project.Description,
                    QuotaBytes = change.QuotaBytes ?? project.QuotaBytes,
                    Revision = project.Revision + 1,
                };
                await transaction.UpdateAsync(Project.Table, next);
                if (next.QuotaBytes != project.QuotaBytes)
                    await ProjectFiles.SetQuotaAsync(platform.Files, transaction, next);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.alter", name, change.Quotas is { Count: > 0 } quotas ? JsonSerializer.Serialize(quotas) : "");
                if (change.ComputeQuotaCredits is not null || change.BudgetCredits is not null)
                    await ComputeQuota.SetAsync(platform, transaction, id, (change.ComputeQuotaCredits, change.BudgetCredits));
                if (change.SetsTraffic)
                    await platform.Traffic.SetInAsync(transaction, id, change.ProduceBytesPerSecond, change.FetchBytesPerSecond);
                if (change.IsListed is { } isListed)
                    await SetListedAsync(platform, transaction, id, isListed);
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(next));
                return next;
            },
            cancellationToken);
        if (change.SetsTraffic)
            await platform.ProvisionedAsync();
        return altered;
    }

    private static async ValueTask SetListedAsync(HopsPlatform platform, WriteTransaction transaction, long projectId, bool isListed)
    {
        if (isListed)
            await transaction.PutAsync(ListedProject.Table, new ListedProject(projectId, transaction.Now));
        else
            await transaction.DeleteAsync(ListedProject.Table, Key.Of(projectId));
        platform.Roster.OnCommitted(transaction, roster => roster.WithListed(projectId, isListed));
    }
}

/// <summary>A change of a project.</summary>
/// <param name="Description">What it is for; null to leave it.</param>
/// <param name="QuotaBytes">Storage quota, for administrators; null to leave it.</param>
/// <param name="RevisionExpected">Revision that it must still have; null for any.</param>
public sealed record ProjectChange(string? Description, long? QuotaBytes, long? RevisionExpected)
{
    /// <summary>Compute quota in credits, for administrators; -1 for no limit; null to leave it.</summary>
    public long? ComputeQuotaCredits { get; init; }

    /// <summary>What its clients may produce, in bytes per second, for administrators; -1 for no limit; null to leave it.</summary>
    public long? ProduceBytesPerSecond { get; init; }

    /// <summary>What its clients may fetch, in bytes per second, for administrators; the same.</summary>
    public long? FetchBytesPerSecond { get; init; }

    /// <summary>What it may spend on compute in a calendar month, in credits, for its owners; 0 for no budget; null to leave it.</summary>
    public long? BudgetCredits { get; init; }

    /// <summary>Whether everybody finds it and may ask to join; null to leave it.</summary>
    public bool? IsListed { get; init; }

    internal bool SetsQuota => QuotaBytes is not null || ComputeQuotaCredits is not null || SetsTraffic;

    internal bool SetsTraffic => ProduceBytesPerSecond is not null || FetchBytesPerSecond is not null;

    /// <summary>What the audit trail keeps of the quotas and the budget that were set.</summary>
    internal Dictionary<string, long> Quotas => new (string Name, long? Value)[]
    {
        ("quotaBytes", QuotaBytes), ("computeQuotaCredits", ComputeQuotaCredits), ("budgetCredits", BudgetCredits),
        ("produceBytesPerSecond", ProduceBytesPerSecond), ("fetchBytesPerSecond", FetchBytesPerSecond),
    }
        .Where(quota => quota.Value is not null).ToDictionary(quota => quota.Name, quota => quota.Value!.Value, StringComparer.Ordinal);
}
