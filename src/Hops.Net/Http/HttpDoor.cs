using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Http;

/// <summary>
/// What <see cref="HttpFront"/> must know of a route: metadata of every endpoint that a module maps. A route without one is served for
/// requests that change nothing and refused for all others.
/// </summary>
/// <param name="RefuseAsync">Answers with a refusal in the form of the route's protocol.</param>
public sealed record HttpDoor(Func<HttpContext, PlatformException, Task> RefuseAsync)
{
    /// <summary>True if bodies are content rather than messages, which clients such as <c>curl -T</c> send without naming a type.</summary>
    public bool TakesContent { get; init; }

    /// <summary>Whether a request changes something; default every method but GET, HEAD, OPTIONS and TRACE (RFC 9110 section 9.2.1).</summary>
    public Func<HttpRequest, bool> ChangesState { get; init; } = request =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && !HttpMethods.IsOptions(request.Method) && !HttpMethods.IsTrace(request.Method);
}
