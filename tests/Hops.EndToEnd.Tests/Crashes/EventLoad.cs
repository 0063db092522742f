using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Crashes;

/// <summary>A producer that writes numbered events, in small batches, through whatever happens to the server, until it is told to stop.</summary>
internal sealed class EventLoad : IAsyncDisposable
{
    private const int BatchEvents = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private long _acknowledged;

    private EventLoad(TopicWriter writer, int schemaId) => _writing = WriteAsync(writer, schemaId);

    /// <summary>Events 0 up to this number are acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public static async Task<EventLoad> StartAsync(TestProject project, string topic, int schemaId) =>
        new(await project.WriterAsync(topic), schemaId);

    /// <summary>Finishes the batch that is under way.</summary>
    /// <returns>How many events were acknowledged.</returns>
    public async Task<long> StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        return Acknowledged;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WriteAsync(TopicWriter writer, int schemaId)
    {
        await using (writer)
        {
            while (!_stop.IsCancellationRequested)
            {
                await NumberedEvents.WriteAsync(writer, schemaId, Acknowledged, Acknowledged + BatchEvents);
                Interlocked.Add(ref _acknowledged, BatchEvents);
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
