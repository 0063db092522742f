using System.Threading.Channels;

namespace Hops.FileSystem.Reclaim;

/// <summary>Wakes the reclaimer; any number of calls before it looks count as one.</summary>
internal sealed class ReclaimSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to reclaim. Never blocks.</summary>
    internal void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for the next call of <see cref="Set"/>.</summary>
    internal async ValueTask WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken);
}
