using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Tours;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Tours;

/// <summary>The tours that there are, and how far the caller has come; they are so few that they are one page.</summary>
internal static class GetTours
{
    internal static async Task<Ok<Page<TourView>>> RunAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken)
    {
        var all = await ListTours.RunAsync(platform, call.Actor, cancellationToken);
        return TypedResults.Ok(new Page<TourView>(all.Select(TourView.Of).ToList(), null));
    }

    internal static async Task<Ok<TourView>> RunOneAsync(HopsPlatform platform, ApiCall call, string tour, CancellationToken cancellationToken) =>
        TypedResults.Ok(TourView.Of(await ListTours.OneAsync(platform, call.Actor, tour, cancellationToken)));
}

/// <summary>A tour, and where the caller is in it.</summary>
/// <param name="Tour">Its id.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Steps">How many steps it has.</param>
/// <param name="Passed">How many of them are done, from the first on.</param>
/// <param name="Step">Id of the last step that is done; null at the beginning.</param>
/// <param name="Next">Id of the next step; null at the end.</param>
/// <param name="NextTitle">What is done in it.</param>
/// <param name="Project">Project in which it is taken; null at the beginning, and when that project is gone.</param>
/// <param name="Changed">When the last step was done.</param>
public sealed record TourView(
    string Tour, string Title, int Steps, int Passed, string? Step, string? Next, string? NextTitle, string? Project, DateTimeOffset? Changed)
{
    internal static TourView Of(TourState state) => new(
        state.Tour.Id, state.Tour.Title, state.Tour.Steps.Count, state.Passed, state.Passed == 0 ? null : state.Tour.Steps[state.Passed - 1].Id,
        state.Next?.Id, state.Next?.Title, state.Project, state.Changed);
}
