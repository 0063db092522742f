using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Compute;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Compute;

/// <summary>The price of compute: now, the curve that it follows, and its past.</summary>
internal static class GetPrice
{
    private static readonly TimeSpan RangeDefault = TimeSpan.FromDays(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const int StepsDefault = 96;

    internal static async Task<Ok<PriceView>> RunAsync(HopsPlatform platform, [AsParameters] PriceRequest request, CancellationToken cancellationToken)
    {
        var to = request.To ?? platform.Time.GetUtcNow();
        var from = request.From ?? (to - DateTimeOffset.MinValue > RangeDefault ? to - RangeDefault : to);
        var step = request.Step is { } seconds ? TimeSpan.FromSeconds(seconds) : Minute * Math.Max(1, Math.Ceiling((to - from) / Minute / StepsDefault));
        var history = await PriceHistory.RunAsync(platform, from, to, step, cancellationToken);
        return TypedResults.Ok(PriceView.Of(platform.Price, history));
    }
}

/// <summary>Which part of the past is asked for.</summary>
/// <param name="From">Where it begins; a day before its end if absent.</param>
/// <param name="To">Where it ends; now if absent.</param>
/// <param name="Step">Seconds of a step, at least 60; what makes about a hundred steps if absent.</param>
public readonly record struct PriceRequest(
    [property: FromQuery(Name = "from")] DateTimeOffset? From, [property: FromQuery(Name = "to")] DateTimeOffset? To, [property: FromQuery(Name = "step")] int? Step);

/// <summary>The price of compute.</summary>
/// <param name="Multiplier">The price now: 1 on an idle server.</param>
/// <param name="Time">When it was computed.</param>
/// <param name="Load">The load from which it follows.</param>
/// <param name="Curve">Which price follows from which load.</param>
/// <param name="History">Steps of the past in which something was measured, oldest first.</param>
public sealed record PriceView(double Multiplier, DateTimeOffset Time, LoadView Load, PriceCurve Curve, IReadOnlyList<PriceStepView> History)
{
    internal static PriceView Of(PriceBoard board, IReadOnlyList<PriceStep> history)
    {
        var now = board.Now;
        return new PriceView(
            Amount.Of(now.Thousandths), now.Time, new LoadView(Math.Round(now.Load.Cpu, 3), Math.Round(now.Load.Memory, 3), now.Load.Waiting), board.Curve,
            [.. history.Select(step => new PriceStepView(step.Time, Amount.Of(step.PriceThousandths), Amount.Of(step.CpuThousandths), Amount.Of(step.MemoryThousandths)))]);
    }
}

/// <summary>How much of what there is for runners is in use, from 0 to 1, what waits included.</summary>
/// <param name="Cpu">Share of the processors.</param>
/// <param name="Memory">Share of the memory.</param>
/// <param name="Waiting">Runners that wait for a place.</param>
public sealed record LoadView(double Cpu, double Memory, int Waiting);

/// <summary>Means of one step of the past.</summary>
/// <param name="Time">When it begins.</param>
/// <param name="Multiplier">The price.</param>
/// <param name="Cpu">Share of the processors in use.</param>
/// <param name="Memory">Share of the memory in use.</param>
public sealed record PriceStepView(DateTimeOffset Time, double Multiplier, double Cpu, double Memory);
