using Hops.Core.Settings;

namespace Hops.Cli.Server;

/// <summary>Settings of the process as a whole.</summary>
public sealed record ServerOptions
{
    /// <summary>What it does: any of namenode, broker, registry, api, supervisor. Default empty: all of it.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Sections of the process itself.</summary>
    internal static IReadOnlyList<OptionsSection> Sections { get; } = [OptionsSection.Of<ServerOptions>("Server")];
}
