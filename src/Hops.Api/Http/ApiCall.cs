using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Http;

/// <summary>Who calls, as the boundary has found: a parameter of every handler.</summary>
public sealed class ApiCall
{
    private const string AnyTag = "*";
    private readonly HttpContext _context;

    internal ApiCall(HttpContext context, Principal? actor) => (_context, Caller) = (context, actor);

    /// <summary>The caller, in the project of the route if there is one; null only on public routes.</summary>
    internal Principal? Caller { get; }

    /// <summary>The caller, in the project of the route if there is one.</summary>
    public Principal Actor => Caller ?? throw new PlatformException(ErrorCode.Unauthenticated, "Sign in first.");

    /// <summary>Sets the strong entity tag of the answer.</summary>
    public void Tag(long revision) => _context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"r{revision}\"");

    /// <summary>The revision that <c>If-Match</c> names; null for <c>*</c>.</summary>
    /// <exception cref="PlatformException"><c>PreconditionRequired</c>: no header; <c>PreconditionFailed</c>: not a tag of ours.</exception>
    public long? RevisionExpected()
    {
        var header = _context.Request.Headers.IfMatch.ToString();
        if (header.Length == 0)
            throw new PlatformException(ErrorCode.PreconditionRequired, "Send the ETag of what you have read as If-Match, or If-Match: *.");
        if (string.Equals(header, AnyTag, StringComparison.Ordinal))
            return null;
        var isOurs = header.Length > 3 && header.StartsWith("\"r", StringComparison.Ordinal) && header[^1] == '"';
        return isOurs && long.TryParse(header.AsSpan(2, header.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new PlatformException(ErrorCode.PreconditionFailed, "It was changed by somebody else meanwhile: read it again and repeat.");
    }

    /// <summary>Binds the parameter of a handler to what the boundary has found.</summary>
    public static ValueTask<ApiCall?> BindAsync(HttpContext context) => new((ApiCall?)context.Items[typeof(ApiCall)]);
}
