using System.Text.Json;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Platform;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Operations;

/// <summary>
/// <c>/healthz</c>: 200 while everything is served, 503 if something is not. Anybody learns that and how many findings there are; what
/// they say, which may name things of tenants, an administrator alone.
/// </summary>
internal static class GetHealth
{
    internal static async Task RunAsync(HttpContext context, ApiBoundary boundary, HopsPlatform platform, HealthBoard health)
    {
        Principal? caller;
        try
        {
            caller = await boundary.FindCallerAsync(context);
        }
        catch (PlatformException refusal)
        {
            await Problem.WriteAsync(context, refusal);
            return;
        }

        var findings = health.Findings;
        var failing = findings.Count(finding => finding.Severity == HealthSeverity.Failing);
        var view = new HealthView(
            failing > 0 ? "failing" : findings.Count > 0 ? "warning" : "ok",
            failing,
            findings.Count - failing,
            IsAdministrator(platform, caller) ? [.. findings.Select(FindingView.Of)] : null);
        context.Response.StatusCode = failing > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, view, JsonSerializerOptions.Web, context.RequestAborted);
    }

    /// <summary>True if the caller may see what concerns the whole platform.</summary>
    internal static bool IsAdministrator(HopsPlatform platform, Principal? caller) =>
        caller is not null && platform.Gate.Decide(caller, Operation.Describe, new Resource(ResourceKind.Platform, 0, "")).Allowed;
}

/// <summary>The health of a server.</summary>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failing</c>.</param>
/// <param name="Failing">How many things are not served, or were lost.</param>
/// <param name="Warnings">How many things somebody should look at.</param>
/// <param name="Findings">Each of them; null for all but administrators.</param>
public sealed record HealthView(string Status, int Failing, int Warnings, IReadOnlyList<FindingView>? Findings);

/// <summary>One finding.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Severity"><c>warning</c> or <c>failing</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record FindingView(string Subject, string Severity, string Message)
{
    internal static FindingView Of(Finding finding) =>
        new(finding.Subject, finding.Severity == HealthSeverity.Failing ? "failing" : "warning", finding.Message);
}
