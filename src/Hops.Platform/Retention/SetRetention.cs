using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;

namespace Hops.Platform.Retention;

/// <summary>Owners say how long files are kept: those of a dataset, or of all datasets of a project of which nothing else was said.</summary>
public static class SetRetention
{
    /// <summary>Says it of the project.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who says it.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="days">Files that were not changed for so many days go; null if they are kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>InvalidArgument</c>.</exception>
    public static async Task OfProjectAsync(HopsPlatform platform, Principal actor, string projectName, long? days, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Retention, id, projectName));
        Check(days, platform.Options.Retention);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Keep);
                return await SetAsync(transaction, actor, (id, RetentionRule.OfProject, projectName), days);
            },
            cancellationToken);
    }

    /// <summary>Says it of a dataset.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who says it.</param>
    /// <param name="name">The dataset; one of the project's own.</param>
    /// <param name="days">Files that were not changed for so many days go; <see cref="RetentionRule.Keep"/> if they are kept; null for what holds for the project.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>InvalidArgument</c>.</exception>
    public static async Task OfDatasetAsync(HopsPlatform platform, Principal actor, DatasetName name, long? days, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Retention, id, name.Dataset));
        if (days != RetentionRule.Keep)
            Check(days, platform.Options.Retention);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (await DeleteDataset.FindAsync(transaction, id, name.Dataset, LockMode.Keep) is null)
                    throw MissingName.Dataset(platform, actor, id, name.Dataset);
                return await SetAsync(transaction, actor, (id, name.Dataset, name.Dataset), days);
            },
            cancellationToken);
    }

    /// <summary>Removes what was said of a dataset, in the transaction that deletes it.</summary>
    internal static async Task ForgetAsync(WriteTransaction transaction, long projectId, string dataset)
    {
        await transaction.DeleteAsync(RetentionRule.Table, Key.Of(projectId, dataset));
        await transaction.DeleteAsync(RetentionSweep.Table, Key.Of(projectId, dataset));
    }

    private static async Task<bool> SetAsync(WriteTransaction transaction, Principal actor, (long ProjectId, string Dataset, string Target) place, long? days)
    {
        var key = Key.Of(place.ProjectId, place.Dataset);
        var present = await transaction.GetAsync(RetentionRule.Table, key, LockMode.Write);
        if (present?.Days == days)
            return false;
        await transaction.PutAsync(RetentionRule.Table, new RetentionRule(place.ProjectId, place.Dataset, days, transaction.Now));
        var detail = JsonSerializer.Serialize(new { days, before = present?.Days });
        await HopsPlatform.AuditAsync(transaction, actor, place.ProjectId, "retention.set", place.Target, detail);
        return true;
    }

    /// <summary>Refuses what the operator of the platform does not allow.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with <c>field</c>, <c>minimum</c> and <c>maximum</c>.</exception>
    internal static void Check(long? days, RetentionOptions options)
    {
        if (days is null || (days >= options.DaysMin && days <= options.DaysMax))
            return;
        throw new PlatformException(
            ErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"Files are kept for {options.DaysMin} to {options.DaysMax} days on this platform, not for {days}."))
            .With("field", "days").With("minimum", options.DaysMin).With("maximum", options.DaysMax);
    }
}
