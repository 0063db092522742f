using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Net.Authentication;
using Hops.Net.Http;
using Hops.Schemas.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hops.Schemas.Rest;

/// <summary>
/// Where HTTP ends: media types, who is it, may it, call, write the answer or the refusal. Everything that a handler throws is caught
/// here and nowhere else.
/// </summary>
internal sealed partial class RegistryBoundary
{
    private const int Unauthorized = 40101;
    private const int Forbidden = 40301;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SchemaRegistry _registry;
    private readonly IAuthentication _authentication;
    private readonly IGate _gate;
    private readonly ILogger _logger;

    public RegistryBoundary(SchemaRegistry registry, IAuthentication authentication, IGate gate, ILogger logger) =>
        (_registry, _authentication, _gate, _logger) = (registry, authentication, gate, logger);

    public async Task RunAsync(RegistryRoute route, HttpContext context)
    {
        var mediaType = MediaTypes.Answer(context.Request) ?? MediaTypes.Default;
        try
        {
            CheckMediaTypes(context.Request);
            var who = await CallerAsync(context);
            Demand(who, route, context);
            var body = await route.Handler(new RegistryCall(context, _registry, who));
            await WriteAsync(context, StatusCodes.Status200OK, mediaType, body);
        }
        catch (PlatformException refusal)
        {
            await RefuseAsync(context, mediaType, refusal);
        }
        catch (Exception gone) when (HttpCaller.HasLeft(context, gone))
        {
            context.Abort();
        }
        catch (BadHttpRequestException bad)
        {
            await WriteAsync(context, bad.StatusCode, mediaType, new ErrorAnswer(bad.StatusCode, "The request is malformed."));
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            LogFault(_logger, route.Method, route.Pattern, fault);
            await WriteAsync(context, 500, mediaType, new ErrorAnswer(50001, "Error in the backend data store; try again or ask an operator."));
        }
    }

    /// <summary>Answers with a refusal that did not come from a handler.</summary>
    public Task RefuseAsync(HttpContext context, PlatformException refusal) => RefuseAsync(
        context,
        MediaTypes.Answer(context.Request) ?? MediaTypes.Default,
        refusal.Code == ErrorCode.InvalidArgument && !MediaTypes.IsReadable(context.Request) ? UnsupportedType() : refusal);

    private static void CheckMediaTypes(HttpRequest request)
    {
        if (MediaTypes.Answer(request) == null)
            throw new PlatformException(ErrorCode.InvalidArgument, "HTTP 406 Not Acceptable").With(RegistryErrors.CodeFact, 406);
        if (!MediaTypes.IsReadable(request))
            throw UnsupportedType();
    }

    private static PlatformException UnsupportedType() =>
        new PlatformException(ErrorCode.InvalidArgument, "HTTP 415 Unsupported Media Type").With(RegistryErrors.CodeFact, 415);

    private async ValueTask<Principal> CallerAsync(HttpContext context)
    {
        var (_, who) = await HttpMechanisms.All.FindAsync(context.Request, _authentication);
        return who ?? throw new PlatformException(
            ErrorCode.Unauthenticated, "Unauthorized: send Basic project__user:secret or a Bearer token.").With(RegistryErrors.CodeFact, Unauthorized);
    }

    private void Demand(Principal who, RegistryRoute route, HttpContext context)
    {
        var subject = RegistryCall.SubjectOf(context);
        var resource = SubjectNames.Resource(who, subject);
        var decision = _gate.Decide(who, route.Operation, resource);
        if (decision.Allowed)
            return;
        var refusal = _gate.Refuse(who, route.Operation, resource, decision);
        if (refusal.Code == ErrorCode.NotFound)
            throw subject == null ? RegistryErrors.SchemaNotFound() : RegistryErrors.SubjectNotFound(subject);
        throw new PlatformException(refusal.Code, "User is denied operation: " + refusal.Message).With(RegistryErrors.CodeFact, Forbidden);
    }

    private async Task RefuseAsync(HttpContext context, string mediaType, PlatformException refusal)
    {
        var number = refusal.Facts.TryGetValue(RegistryErrors.CodeFact, out var fact) ? (int)fact! : NumberOf(refusal.Code);
        var status = number >= 1_000 ? number / 100 : number;
        if (refusal.Code == ErrorCode.Internal)
            LogFault(_logger, context.Request.Method, context.Request.Path, refusal);
        if (refusal.Code == ErrorCode.Unauthenticated)
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"hops\", charset=\"UTF-8\"";
        await WriteAsync(context, status, mediaType, new ErrorAnswer(number, refusal.Message));
    }

    /// <summary>The number of a refusal that did not name one: those of Confluent where it has one, else the HTTP status.</summary>
    private static int NumberOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidSchema => 42201,
        ErrorCode.TooLarge => 42209,
        ErrorCode.InvalidArgument => 422,
        ErrorCode.NotFound => 40403,
        ErrorCode.Internal => 50001,
        ErrorCode.Timeout => 50002,
        _ => ErrorTable.Row(code).HttpStatus,
    };

    private static async Task WriteAsync(HttpContext context, int status, string mediaType, object body)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        if (body is RawSchema raw)
            await context.Response.WriteAsync(raw.Text, context.RequestAborted);
        else
            await JsonSerializer.SerializeAsync(context.Response.Body, body, body.GetType(), Json, context.RequestAborted);
    }
}
