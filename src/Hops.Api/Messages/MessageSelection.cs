using Hops.Kafka.Reading;

namespace Hops.Api.Messages;

/// <summary>
/// The messages of a walk that have a text, some at a time. Each of its pieces is read in a turn of its own, so that a client that takes them slowly
/// keeps nobody else from reading. For one caller at a time.
/// </summary>
/// <param name="walk">The messages.</param>
/// <param name="payloads">Shows them: a text is looked for in what is shown.</param>
/// <param name="wanted">The text; null for all.</param>
/// <param name="scannedMax">Most messages to look at.</param>
internal sealed class MessageSelection(MessageWalk walk, PayloadText payloads, string? wanted, long scannedMax)
{
    /// <summary>Messages looked at in one turn, and bytes of them.</summary>
    private const int TurnMessages = 1_000;
    private const long TurnMaxBytes = 4L << 20;

    /// <summary>Messages that were looked at.</summary>
    internal long Scanned { get; private set; }

    /// <summary>True if there are no more.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>The next ones.</summary>
    /// <param name="reads">Gives the turn.</param>
    /// <param name="countMax">Most messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Them; there may be none of what was looked at.</returns>
    internal async ValueTask<IReadOnlyList<SelectedMessage>> NextAsync(MessageReads reads, long countMax, CancellationToken cancellationToken)
    {
        using var turn = await reads.EnterAsync(cancellationToken);
        var (found, scannedEnd, bytesEnd) = (new List<SelectedMessage>(), Math.Min(scannedMax, Scanned + TurnMessages), walk.TakenBytes + TurnMaxBytes);
        while (Scanned < scannedEnd && found.Count < countMax && walk.TakenBytes < bytesEnd)
        {
            if (await walk.PeekAsync(cancellationToken) is not { } message)
            {
                IsAtEnd = true;
                break;
            }

            var view = await payloads.OfMessageAsync(message, cancellationToken);
            walk.Take();
            Scanned++;
            if (wanted is null || view.Has(wanted))
                found.Add(new SelectedMessage(message, view));
        }

        IsAtEnd |= Scanned == scannedMax;
        return found;
    }
}

/// <summary>A message as it is stored, and as it is shown.</summary>
internal readonly record struct SelectedMessage(StoredMessage Stored, MessageView View);
