using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Projects;
using Hops.Platform.Retention;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Retention;

internal static class GetRetentions
{
    internal static async Task<Ok<RetentionView>> OfProjectAsync(HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken) =>
        TypedResults.Ok(RetentionView.Of(await GetRetention.RunAsync(platform, call.Actor, project, cancellationToken)));

    /// <summary>What would go: of a dataset, or, without one, of all datasets for which the rule of the project holds.</summary>
    internal static async Task<Ok<RetentionPreviewView>> PreviewAsync(
        HopsPlatform platform, ApiCall call, string project, long days, string? dataset, CancellationToken cancellationToken) =>
        TypedResults.Ok(RetentionPreviewView.Of(await PreviewRetention.RunAsync(platform, call.Actor, project, dataset, days, cancellationToken)));

    /// <summary>Every project in one line, for administrators: a page of them, each read by itself.</summary>
    internal static async Task<Ok<Page<RetentionSumView>>> OfAllAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var projects = ListProjects.Run(platform, call.Actor, page.After(), page.Count() + 1);
        var views = new List<RetentionSumView>();
        foreach (var project in projects.Take(page.Count()))
            views.Add(RetentionSumView.Of(await GetRetention.OfAnyAsync(platform, call.Actor, project, cancellationToken)));
        return TypedResults.Ok(PageRequest.UpTo(views, projects.Count > views.Count ? views[^1].Project : null, view => view));
    }
}
