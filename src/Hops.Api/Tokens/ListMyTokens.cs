using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Tokens;

internal static class ListMyTokens
{
    internal static Ok<Page<TokenView>> Run(HopsPlatform platform, ApiCall call) =>
        TypedResults.Ok(new Page<TokenView>(ListTokens.Run(platform, call.Actor).Select(token => TokenView.Of(platform, token)).ToList(), null));
}
