using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Registrations;

internal static class GetRegistrationRule
{
    internal static Ok<RegistrationRuleView> Run(HopsPlatform platform) => TypedResults.Ok(new RegistrationRuleView(platform.Accounts.Registration));
}

/// <summary>Who may make an account here.</summary>
/// <param name="Registration">CLOSED: an administrator alone; APPROVAL: anybody, whom an administrator then lets in; OPEN: anybody.</param>
public sealed record RegistrationRuleView(RegistrationRule Registration);
