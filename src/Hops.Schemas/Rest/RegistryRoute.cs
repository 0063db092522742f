using Hops.Core.Identity;

namespace Hops.Schemas.Rest;

/// <summary>One endpoint of the registry. The permission is a column, so no handler can forget it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Route pattern below the registry's root.</param>
/// <param name="Operation">What the caller must be allowed to do to the subject of the path, or to the project's schemas.</param>
/// <param name="Purpose">One line for the documentation.</param>
/// <param name="Handler">Answers the body of the response: an object to write as JSON, or a text to write as it is.</param>
public sealed record RegistryRoute(
    string Method, string Pattern, Operation Operation, string Purpose, Func<RegistryCall, Task<object>> Handler);
