using Hops.Core.Errors;
using Hops.Core.Text;
using Hops.Net.Listeners;

namespace Hops.Cli.Server;

/// <summary>What a server does; all of it unless told otherwise.</summary>
[Flags]
internal enum ServerRole
{
    None = 0,

    /// <summary>Files over WebHDFS.</summary>
    Namenode = 1,

    /// <summary>Kafka.</summary>
    Broker = 2,

    /// <summary>The schema registry.</summary>
    Registry = 4,

    /// <summary>REST.</summary>
    Api = 8,

    /// <summary>Runs queries and statements.</summary>
    Supervisor = 16,

    All = Namenode | Broker | Registry | Api | Supervisor,
}

/// <summary>Which roles go together.</summary>
internal static class ServerRoles
{
    /// <summary>What each role cannot do without, and why.</summary>
    private static readonly (ServerRole Role, ServerRole Needs, string Why)[] Needs =
    [
        (ServerRole.Api, ServerRole.Namenode | ServerRole.Broker | ServerRole.Registry, "it tells its clients where these are"),
        (ServerRole.Supervisor, ServerRole.Namenode | ServerRole.Broker | ServerRole.Registry, "runners reach data through these alone"),
        (ServerRole.Supervisor, ServerRole.Api, "queries are started through it"),
    ];

    /// <summary>Names of the roles, for people.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<ServerRole>().Except([nameof(ServerRole.None), nameof(ServerRole.All)]).Select(name => name.ToLowerInvariant())];

    /// <summary>Names of some of them.</summary>
    public static IReadOnlyList<string> NamesOf(ServerRole roles) => [.. Names.Where(name => roles.HasFlag(Enum.Parse<ServerRole>(name, ignoreCase: true)))];

    /// <summary>Reads a list of names; none for all roles.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: an unknown role, or one without another that it needs.</exception>
    public static ServerRole Read(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            return ServerRole.All;
        var roles = names.Aggregate(ServerRole.None, (roles, name) => roles | ReadOne(name));
        foreach (var (role, needs, why) in Needs)
        {
            if (roles.HasFlag(role) && (needs & ~roles) is var missing && missing != ServerRole.None)
                throw new PlatformException(ErrorCode.InvalidArgument, $"The role {Text(role)} needs {Text(missing)} in the same server: {why}.");
        }

        return roles;
    }

    /// <summary>What must be listened for. HTTP always: health, metrics and the first page are on it, whatever else is.</summary>
    public static IReadOnlyList<ListenerProtocol> Protocols(ServerRole roles) =>
        roles.HasFlag(ServerRole.Broker) ? [ListenerProtocol.Http, ListenerProtocol.Kafka] : [ListenerProtocol.Http];

    /// <summary>Roles as people write them.</summary>
    public static string Text(ServerRole roles) => roles.ToString().ToLowerInvariant();

    private static ServerRole ReadOne(string name)
    {
        if (Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<ServerRole>(name, ignoreCase: true);
        var near = NearestName.Find(name, Names) is { } known ? $"did you mean {known}?" : $"there are {string.Join(", ", Names)}.";
        throw new PlatformException(ErrorCode.InvalidArgument, $"There is no role '{name}'; {near}");
    }
}
