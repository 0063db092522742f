using System.Net;
using Hops.Core.Errors;

namespace Hops.Net.Listeners;

/// <summary>
/// All listeners of a server. Their ports are taken before anything else happens, so that a start that cannot succeed makes nothing.
/// </summary>
public sealed class ServerListeners : IDisposable
{
    private readonly List<BoundListener> _bound = [];

    /// <summary>All of them: those named <c>http</c> and <c>kafka</c> first, those for runners alone last.</summary>
    public IReadOnlyList<BoundListener> All => _bound;

    /// <summary>Takes the ports of the listeners that are enabled and whose protocol is served.</summary>
    /// <param name="options">Listeners by name.</param>
    /// <param name="protocols">What this server serves.</param>
    /// <param name="isLocalNeeded">True if runners of this server connect: a protocol without a plain listener gets one on loopback.</param>
    /// <exception cref="PlatformException">
    /// <c>Unavailable</c>, <c>InvalidArgument</c>: a port cannot be had, or a protocol has no listener.
    /// </exception>
    public static ServerListeners Bind(
        IReadOnlyDictionary<string, ListenerOptions> options, IReadOnlyCollection<ListenerProtocol> protocols, bool isLocalNeeded)
    {
        var listeners = new ServerListeners();
        try
        {
            var wanted = options.Where(one => one.Value.IsEnabled && protocols.Contains(one.Value.Protocol)).ToList();
            foreach (var protocol in protocols.Where(protocol => !wanted.Exists(one => one.Value.Protocol == protocol)))
                throw new PlatformException(ErrorCode.InvalidArgument, $"No listener speaks {Name(protocol)}: set Listeners:{Name(protocol)}:IsEnabled=true, or name another.");
            var internals = protocols
                .Where(protocol => isLocalNeeded && !wanted.Exists(one => one.Value.Protocol == protocol && !one.Value.Tls))
                .Select(protocol => KeyValuePair.Create($"internal-{Name(protocol)}", new ListenerOptions { Protocol = protocol }));
            var ordered = wanted.OrderBy(one => one.Key is "http" or "kafka" ? 0 : 1).ThenBy(one => one.Key, StringComparer.Ordinal);
            foreach (var (name, one) in ordered.Concat(internals))
                listeners._bound.Add(BoundListener.Bind(name, one));
            return listeners;
        }
        catch
        {
            listeners.Dispose();
            throw;
        }
    }

    /// <summary>The listener of a protocol that clients are told of: the first; null if none.</summary>
    public BoundListener? Public(ListenerProtocol protocol) => _bound.Find(one => one.Options.Protocol == protocol);

    /// <summary>The listener of a protocol to which runners connect: a plain one, on loopback if there is one; null if none.</summary>
    public BoundListener? Local(ListenerProtocol protocol) => _bound
        .Where(one => one.Options.Protocol == protocol && !one.Options.Tls)
        .MinBy(one => IPAddress.IsLoopback(one.Options.Address) ? 0 : one.IsEverywhere ? 1 : 2);

    /// <summary>Gives the ports back that no host has taken.</summary>
    public void Dispose() => _bound.ForEach(one => one.Dispose());

    private static string Name(ListenerProtocol protocol) => protocol == ListenerProtocol.Http ? "http" : "kafka";
}
