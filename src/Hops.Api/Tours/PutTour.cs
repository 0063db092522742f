using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Tours;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Tours;

/// <summary>Keeps that a step is done, or forgets all of a tour.</summary>
internal static class PutTour
{
    internal static async Task<Ok<TourView>> RunAsync(
        HopsPlatform platform, ApiCall call, string tour, TourStepRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(TourView.Of(await PassTourStep.RunAsync(platform, call.Actor, tour, request.Step, request.Project, cancellationToken)));

    internal static async Task<NoContent> ForgetAsync(HopsPlatform platform, ApiCall call, string tour, CancellationToken cancellationToken)
    {
        await ForgetTour.RunAsync(platform, call.Actor, tour, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A step of a tour that is done.</summary>
/// <param name="Step">Its id. One at or before the last that is done changes nothing.</param>
/// <param name="Project">Project in which it was done.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TourStepRequest(string Step, string Project);
