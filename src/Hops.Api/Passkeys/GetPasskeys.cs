using System.Globalization;
using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Passkeys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Passkeys;

internal static class GetPasskeys
{
    internal static async Task<Ok<Page<PasskeyView>>> RunAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken)
    {
        var all = await ListPasskeys.RunAsync(platform, call.Actor, cancellationToken);
        return TypedResults.Ok(new Page<PasskeyView>(all.Select(PasskeyView.Of).ToList(), null));
    }
}

/// <summary>A passkey of the caller.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name by which its user knows it.</param>
/// <param name="Created">When it was added.</param>
/// <param name="LastUsed">When it last signed in, or null.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset Created, DateTimeOffset? LastUsed)
{
    internal static PasskeyView Of(Passkey passkey) =>
        new(passkey.Id.ToString(CultureInfo.InvariantCulture), passkey.Name, passkey.Created, passkey.Used);
}

/// <summary>An id of a passkey in a route.</summary>
internal static class PasskeyId
{
    /// <summary>The number; 0, which none has, for a text that is none.</summary>
    internal static long Of(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
