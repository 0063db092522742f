using System.Threading.Channels;
using Hops.Cli.Output;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Cli.Records;

/// <summary>
/// Sends records as they come: when there is none for the moment, those that came are made durable. Whatever ends it, the caller hears how many
/// were acknowledged and from which line to go on.
/// </summary>
/// <param name="encoder">Makes keys and values.</param>
/// <param name="writer">Where to.</param>
/// <param name="place">What is said of all records alike.</param>
/// <param name="watch">Warns of strange times.</param>
/// <param name="progress">Shows how far it is.</param>
internal sealed class RecordSender(RecordEncoder encoder, TopicWriter writer, RecordPlace place, TimeWatch watch, ProgressLine progress)
{
    private const int RecordsAheadMax = 1000;

    /// <summary>Records between two points from which can be gone on after a failure.</summary>
    private const int RecordsPerFlush = 20_000;

    /// <summary>A signal leaves two seconds; what was sent by then shall be acknowledged in them.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    private long _count;
    private long _lineLast;
    private long _lineDurable;

    /// <summary>Sends all of them.</summary>
    /// <param name="records">The records, which another thread reads ahead.</param>
    /// <param name="fraction">Part of the input that was read.</param>
    /// <param name="cancellationToken">Ends reading; what was read until then is sent.</param>
    /// <exception cref="PlatformException">With the facts <c>acknowledged</c> and <c>resume</c>.</exception>
    public async Task SendAsync(IEnumerable<InputRecord> records, Func<double?> fraction, CancellationToken cancellationToken)
    {
        var ahead = Channel.CreateBounded<InputRecord>(new BoundedChannelOptions(RecordsAheadMax) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var grace = new CancellationTokenSource();
        await using var signal = cancellationToken.Register(() => grace.CancelAfter(Grace));
        var reading = Task.Run(() => ReadAsync(records, ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (await ahead.Reader.WaitToReadAsync(cancellationToken))
            {
                while (ahead.Reader.TryRead(out var record))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await AddAsync(record, grace.Token);
                    progress.Report(_count, fraction());
                }

                await FlushAsync(grace.Token);
            }

            await reading;
        }
        catch (PlatformException refusal) when (refusal.Facts.TryGetValue("line", out var line))
        {
            // What came before the bad line is good, and the caller can go on from there.
            await FlushAsync(cancellationToken);
            throw refusal.With("acknowledged", writer.Acknowledged).With("resume", $"--from-line {line}");
        }
        catch (PlatformException failure)
        {
            throw failure.With("acknowledged", writer.Acknowledged)
                .With("resume", $"--from-line {_lineDurable + 1}, which sends again what was acknowledged since");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Clear();
            await FlushAsync(grace.Token);
            Printer.Note($"Interrupted: {writer.Acknowledged} records are acknowledged, which are all up to line {_lineLast}. Go on with --from-line {_lineLast + 1}.");
            throw;
        }
        finally
        {
            progress.Clear();
            await stop.CancelAsync();
        }

        foreach (var warning in watch.Summary())
            Printer.Note($"Warning: {warning}");
    }

    private async ValueTask AddAsync(InputRecord record, CancellationToken cancellationToken)
    {
        foreach (var warning in watch.Look(record))
        {
            progress.Clear();
            Printer.Note($"Warning: {warning}");
        }

        var encoded = encoder.Encode(record);
        var key = place.Key ?? encoded.Key;
        var partition = place.Partition
            ?? (key.IsEmpty ? (int)(_count % writer.PartitionCount) : KeyPartitions.Of(key.Span, writer.PartitionCount));
        await writer.AddAsync(
            partition, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), key.Span, encoded.Value.Span, place.Headers, cancellationToken);
        _lineLast = record.Line;
        if (++_count % RecordsPerFlush == 0)
            await FlushAsync(cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken);
        _lineDurable = _lineLast;
    }

    private static async Task ReadAsync(IEnumerable<InputRecord> records, ChannelWriter<InputRecord> ahead, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var record in records)
                await ahead.WriteAsync(record, cancellationToken);
            ahead.Complete();
        }
        catch (Exception failure) when (failure is PlatformException or IOException or InvalidDataException or OperationCanceledException)
        {
            ahead.Complete(failure);
        }
    }
}

/// <summary>What is said of all records alike.</summary>
/// <param name="Key">Their key, in place of one of their own; null for that.</param>
/// <param name="Partition">Where they go; null for where their keys belong.</param>
/// <param name="Headers">Their headers: names and values in UTF-8; null for none.</param>
internal readonly record struct RecordPlace(ReadOnlyMemory<byte>? Key, int? Partition, IReadOnlyList<KeyValuePair<byte[], byte[]?>>? Headers);
