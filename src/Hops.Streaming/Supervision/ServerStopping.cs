using Hops.Core.Errors;

namespace Hops.Streaming.Supervision;

/// <summary>What those hear who wait for an answer of a runner when the server stops.</summary>
internal static class ServerStopping
{
    /// <summary><c>Unavailable</c>, which may be tried again.</summary>
    public static PlatformException Refusal() => new(ErrorCode.Unavailable, "The server is stopping: ask again when it has started.");
}
