using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Projects;

internal static class PatchProject
{
    internal static async Task<Ok<ProjectView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PatchProjectRequest request, CancellationToken cancellationToken)
    {
        var change = new ProjectChange(request.Description, request.QuotaBytes, call.RevisionExpected()) 
        {
            ComputeQuotaCredits = request.ComputeQuotaCredits, BudgetCredits = request.BudgetCredits, IsListed = request.IsListed,
            ProduceBytesPerSecond = request.ProduceBytesPerSecond, FetchBytesPerSecond = request.FetchBytesPerSecond,
        };
        var changed = await AlterProject.RunAsync(platform, call.Actor, project, change, cancellationToken);
        call.Tag(changed.Revision);
        return TypedResults.Ok(ProjectView.Of(platform, call.Actor, changed));
    }
}

/// <summary>A change of a project; what is absent stays.</summary>
/// <param name="Description">What it is for.</param>
/// <param name="QuotaBytes">Storage quota; administrators only.</param>
/// <param name="ComputeQuotaCredits">Compute quota in credits, -1 for no limit; administrators only.</param>
/// <param name="IsListed">Whether everybody finds it, with its owners, and may ask to join.</param>
/// <param name="BudgetCredits">What it may spend on compute in a calendar month (UTC), in credits, at most its compute quota; 0 for no budget; Data Owners only.</param>
/// <param name="ProduceBytesPerSecond">What its Kafka clients may produce, in bytes per second, all together; at least 1024, or -1 for no limit; administrators only.</param>
/// <param name="FetchBytesPerSecond">What they may fetch, in bytes per second; the same.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PatchProjectRequest(
    string? Description = null, long? QuotaBytes = null, long? ComputeQuotaCredits = null, bool? IsListed = null, long? BudgetCredits = null,
    long? ProduceBytesPerSecond = null, long? FetchBytesPerSecond = null);
