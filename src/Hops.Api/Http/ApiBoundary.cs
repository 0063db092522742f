using Hops.Api.Sessions;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Net.Authentication;
using Hops.Net.Http;
using Hops.Platform;
using Hops.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hops.Api.Http;

/// <summary>
/// Around every route, before anything of its body is read: 1. who calls, 2. may it do this, 3. the handler, 4. every refusal and every
/// fault as problem details. Nothing below it catches.
/// </summary>
internal sealed partial class ApiBoundary(HopsPlatform platform, ReplayStore replays, ILogger<ApiBoundary> logger)
{
    private const int BodyLengthMaxBytes = 1 << 20;

    /// <summary>On a route of REST also the session of a browser; after the header, which a client sends on purpose.</summary>
    private static readonly IReadOnlyList<HttpMechanism> Mechanisms =
        [.. HttpMechanisms.OfHeader, SessionCookie.Mechanism, .. HttpMechanisms.All.Except(HttpMechanisms.OfHeader)];

    internal async Task RunAsync(HttpContext context, AccessNeed need, RequestDelegate handler)
    {
        try
        {
            LimitBody(context);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            var caller = need.IsPublic ? null : await AuthenticateAsync(context);
            var actor = caller is null ? null : Demand(context, caller, need);
            context.Items[typeof(ApiCall)] = new ApiCall(context, actor);
            var isReplayable = actor is not null && context.GetEndpoint()!.Metadata.GetMetadata<ReplayableRequest>() is not null;
            await (isReplayable ? replays.RunAsync(context, actor!, handler) : handler(context));
        }
        catch (PlatformException refusal) when (refusal.Code != ErrorCode.Internal)
        {
            await AnswerAsync(context, refusal);
        }
        catch (BadHttpRequestException malformed)
        {
            await AnswerAsync(context, Refusal(malformed));
        }
        catch (Exception gone) when (HttpCaller.HasLeft(context, gone))
        {
            // Nobody reads an answer.
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "", Problem.TraceIdOf(context));
            await AnswerAsync(context, fault as PlatformException ?? new PlatformException(ErrorCode.Internal, "Something went wrong on our side; the log holds it under the trace id."));
        }
    }

    private static void LimitBody(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
            limit.MaxRequestBodySize = context.GetEndpoint()!.Metadata.GetMetadata<StreamedRequest>() is null ? BodyLengthMaxBytes : null;
    }

    private static async Task AnswerAsync(HttpContext context, PlatformException refusal)
    {
        if (context.Response.HasStarted)
            context.Abort();
        else
            await Problem.WriteAsync(context, refusal);
    }

    /// <summary>What the framework found wrong; its message names parameters and JSON paths, never values of ours.</summary>
    private static PlatformException Refusal(BadHttpRequestException malformed) => malformed.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new PlatformException(ErrorCode.TooLarge, "The body is larger than 1 MiB."),
        _ => new PlatformException(ErrorCode.InvalidArgument, malformed.InnerException?.Message ?? malformed.Message, malformed),
    };

    /// <summary>The caller of a route beside REST, or null if it has shown no credential at all.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: the credential is not valid.</exception>
    internal Task<Principal?> FindCallerAsync(HttpContext context) => FindCallerAsync(context, HttpMechanisms.All);

    private async Task<Principal?> FindCallerAsync(HttpContext context, IReadOnlyList<HttpMechanism> mechanisms)
    {
        var (isShown, caller) = await mechanisms.FindAsync(context.Request, platform.Authentication);
        return isShown ? caller ?? throw Unauthenticated() : null;
    }

    private async Task<Principal> AuthenticateAsync(HttpContext context) => await FindCallerAsync(context, Mechanisms) ?? throw Unauthenticated();

    private static PlatformException Unauthenticated() =>
        new(ErrorCode.Unauthenticated, "Sign in first: POST /api/v1/sessions, or 'hops login'.");

    private Principal Demand(HttpContext context, Principal caller, AccessNeed need)
    {
        var project = context.GetRouteValue("project") as string;
        var projectId = project is null ? 0 : platform.Roster.Now.FindProject(project)?.Row.Id ?? PlatformGate.NoProject;
        var resource = new Resource(need.Kind, projectId, NameOf(context, caller, need, project));
        var decision = platform.Gate.Decide(caller, need.Operation, resource);
        if (decision.Allowed)
            return projectId == 0 ? caller : platform.Gate.Enter(caller, projectId) ?? caller;

        var refusal = platform.Gate.Refuse(platform.Gate.Enter(caller, projectId) ?? caller, need.Operation, resource, decision);
        throw project is null ? refusal : MissingName.Project(platform, caller, refusal, project);
    }

    private static string NameOf(HttpContext context, Principal caller, AccessNeed need, string? project)
    {
        if (need.Kind == ResourceKind.File && project is not null)
            return $"{Names.ProjectDirectory(project)}/{context.Request.Query["path"].ToString().Trim('/')}".TrimEnd('/');
        if (need.NameParameter is { } parameter)
            return context.GetRouteValue(parameter) as string ?? context.Request.Query[parameter].ToString();
        return need.Kind == ResourceKind.Credential ? caller.UserName : project ?? "";
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed, trace id {TraceId}", EventName = "RequestFault")]
    private static partial void LogFault(ILogger logger, Exception fault, string method, string route, string traceId);
}
