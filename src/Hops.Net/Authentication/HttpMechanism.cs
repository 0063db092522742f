using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Authentication;

/// <summary>One way in which a request proves who sends it.</summary>
/// <param name="Name">Its name: that of the scheme (RFC 9110 section 11.1), where it is one.</param>
/// <param name="IsShown">True if the request carries such a proof, good or bad.</param>
/// <param name="ProveAsync">Who it proves; null if it proves nobody.</param>
public sealed record HttpMechanism(
    string Name, Func<HttpRequest, bool> IsShown, Func<HttpRequest, IAuthentication, ValueTask<Principal?>> ProveAsync);
