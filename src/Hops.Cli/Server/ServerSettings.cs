using Hops.Core.Settings;

namespace Hops.Cli.Server;

/// <summary>What a server is started with.</summary>
/// <param name="DataDirectory">Directory that holds everything.</param>
/// <param name="Modules">The settings of all modules, checked.</param>
internal sealed record ServerSettings(string DataDirectory, BoundSettings Modules)
{
    /// <summary>What the server does.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidArgument</c>: an unknown role, or one without another that it needs.</exception>
    public ServerRole Roles => ServerRoles.Read(Modules.Get<ServerOptions>().Roles);
}
