using Hops.Kafka.Reading;

namespace Hops.Api.Messages;

/// <summary>Takes one answer out of a walk: decodes, looks for what is wanted, and stops in time.</summary>
internal static class MessagePage
{
    /// <summary>Most messages and bytes that one request looks at: a second or so of one processor.</summary>
    private const int ScannedMax = 20_000;
    private const long ScannedMaxBytes = 16L << 20;

    /// <summary>Most characters of an answer, about.</summary>
    private const int TextLengthMax = 4 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="walk">The messages; what is not in the answer is not taken.</param>
    /// <param name="payloads">Shows them.</param>
    /// <param name="wanted">Text to look for; null for all.</param>
    /// <param name="bounds">Most messages, and most characters where there is a bound besides ours.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<Found> ReadAsync(
        MessageWalk walk, PayloadText payloads, string? wanted, (int Rows, int? TextLength) bounds, CancellationToken cancellationToken)
    {
        var (items, scanned, textLength, sizeBytes) = (new List<MessageView>(), 0, 0, 0L);
        var textLengthMax = Math.Min(bounds.TextLength ?? TextLengthMax, TextLengthMax);
        var cause = StopCause.End;
        while (await walk.PeekAsync(cancellationToken) is { } message)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (items.Count == bounds.Rows || scanned == ScannedMax || walk.TakenBytes >= ScannedMaxBytes)
            {
                cause = items.Count == bounds.Rows ? StopCause.Limit : StopCause.Scan;
                break;
            }

            var view = await payloads.OfMessageAsync(message, cancellationToken);
            var isWanted = wanted is null || view.Has(wanted);
            if (isWanted && items.Count > 0 && textLength + view.TextLength > textLengthMax)
            {
                cause = StopCause.Size;
                break;
            }

            walk.Take();
            scanned++;
            if (!isWanted)
                continue;
            items.Add(view);
            (textLength, sizeBytes) = (textLength + view.TextLength, sizeBytes + view.SizeBytes);
        }

        return new Found(items, scanned, sizeBytes, cause);
    }

    /// <summary>What was found.</summary>
    internal readonly record struct Found(IReadOnlyList<MessageView> Items, int Scanned, long SizeBytes, StopCause Cause);
}
