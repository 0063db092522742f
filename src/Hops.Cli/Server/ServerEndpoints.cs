using Hops.Streaming.Supervision;

namespace Hops.Cli.Server;

/// <summary>Where a server will be found; known once it listens.</summary>
/// <param name="Runners">By runners, on this machine.</param>
/// <param name="Web">By people, with a browser.</param>
internal sealed record ServerEndpoints(Func<RunnerEndpoints> Runners, Func<Uri> Web);
