using System.Buffers.Text;
using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>
/// Tickets in the redirects of CREATE and APPEND. Clients follow a redirect with nothing but its location (Hadoop's Java client sends
/// no header and no parameter of its own), so the location must carry who asked; a ticket is good for one operation on one path,
/// once, and for a short time, where a token in the location would be good for everything. Kept in memory: a restart ends them.
/// </summary>
internal sealed class TransferTickets(WebHdfsOptions options, TimeProvider time)
{
    private const int TicketBytes = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Ticket>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _openPerCaller = new(StringComparer.Ordinal);
    private readonly LinkedList<Ticket> _byExpiry = [];

    /// <summary>A ticket for <paramref name="principal"/> to do <paramref name="operation"/> on <paramref name="path"/>.</summary>
    public string Issue(Principal principal, string operation, string path)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Expire_NeedsLock(now);
            var count = _openPerCaller.GetValueOrDefault(principal.Name);
            if (_open.Count >= options.TicketsMax || count >= options.TicketsPerCallerMax)
            {
                throw new PlatformException(
                    ErrorCode.Throttled, "Too many uploads were begun and not sent; send them or wait two minutes.");
            }

            var ticket = new Ticket(id, principal, operation, path, now + options.TicketLifetime);
            _open.Add(id, _byExpiry.AddLast(ticket));
            _openPerCaller[principal.Name] = count + 1;
        }

        return id;
    }

    /// <summary>Takes the ticket, which is then used up.</summary>
    /// <returns>Who it was issued to, or null if it is unknown, used, expired or for something else.</returns>
    public Principal? Take(string id, string operation, string path)
    {
        lock (_lock)
        {
            Expire_NeedsLock(time.GetUtcNow());
            if (!_open.TryGetValue(id, out var node) || node.Value.Operation != operation || node.Value.Path != path)
                return null;

            Remove_NeedsLock(node);
            return node.Value.Principal;
        }
    }

    private void Expire_NeedsLock(DateTimeOffset now)
    {
        while (_byExpiry.First is { } oldest && oldest.Value.Expires <= now)
            Remove_NeedsLock(oldest);
    }

    private void Remove_NeedsLock(LinkedListNode<Ticket> node)
    {
        _byExpiry.Remove(node);
        _open.Remove(node.Value.Id);
        var caller = node.Value.Principal.Name;
        if (--_openPerCaller[caller] == 0)
            _openPerCaller.Remove(caller);
    }

    private sealed record Ticket(string Id, Principal Principal, string Operation, string Path, DateTimeOffset Expires);
}
