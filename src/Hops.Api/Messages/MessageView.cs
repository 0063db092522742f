using System.Globalization;
using System.Text;
using Hops.Kafka.Reading;

namespace Hops.Api.Messages;

/// <summary>Messages of a topic.</summary>
/// <param name="Items">The messages, in the order that was asked for.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> to go on; null at the end of the topic as it was now.</param>
/// <param name="Scanned">Messages that were looked at.</param>
/// <param name="Matched">Those of them that are shown.</param>
/// <param name="IsPreview">True if the caller may not take data out and sees a preview.</param>
/// <param name="StoppedBy">Why there are not more: <c>END</c>, <c>LIMIT</c>, <c>SCAN</c>: enough was looked at for one request, or <c>SIZE</c>.</param>
/// <param name="UnreadablePartitions">Partitions of which a part is damaged or does not open.</param>
public sealed record MessagesView(
    IReadOnlyList<MessageView> Items, string? NextCursor, int Scanned, int Matched, bool IsPreview, StopCause StoppedBy,
    IReadOnlyList<int> UnreadablePartitions);

/// <summary>Why an answer has not more messages.</summary>
public enum StopCause
{
    /// <summary>There are no more.</summary>
    End,

    /// <summary>As many as were asked for, or as a preview may have.</summary>
    Limit,

    /// <summary>Enough were looked at for one request; go on with the cursor.</summary>
    Scan,

    /// <summary>The answer has as many bytes as it may have; go on with the cursor.</summary>
    Size,
}

/// <summary>One message of a topic.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Time">Its timestamp; null if it has none.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Headers">Its headers, at most 100 of them.</param>
/// <param name="SizeBytes">Bytes of key, value and headers.</param>
public sealed record MessageView(
    int Partition, string Offset, DateTimeOffset? Time, PayloadView Key, PayloadView Value, IReadOnlyList<HeaderView> Headers, int SizeBytes)
{
    private const int HeadersMax = 100;

    /// <summary>Characters that it has in an answer, about.</summary>
    internal int TextLength => (Key.Text?.Length ?? 0) + (Value.Text?.Length ?? 0) + Headers.Sum(header => header.Name.Length + (header.Value.Text?.Length ?? 0));

    /// <summary>Whether its key or its value, as they are shown, have a text, in any case.</summary>
    internal bool Has(string wanted) => Has(Key, wanted) || Has(Value, wanted);

    internal static MessageView Of(StoredMessage message, PayloadView key, PayloadView value) => new(
        message.Partition,
        message.Offset.ToString(CultureInfo.InvariantCulture),
        TimeOf(message.TimestampMs),
        key,
        value,
        [.. message.Headers.Take(HeadersMax).Select(header => new HeaderView(Encoding.UTF8.GetString(header.Key), PayloadText.Of(header.Value, reason: null)))],
        message.SizeBytes);

    private static bool Has(PayloadView payload, string wanted) => payload.Text?.Contains(wanted, StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>A producer may give any number; what is no time of the calendar is none.</summary>
    internal static DateTimeOffset? TimeOf(long timestampMs) =>
        timestampMs >= 0 && timestampMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(timestampMs) : null;
}

/// <summary>A header of a message.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
public sealed record HeaderView(string Name, PayloadView Value);

/// <summary>A key, value or header as a person reads it.</summary>
/// <param name="Form">What <paramref name="Text"/> is.</param>
/// <param name="Text">JSON text, text, or hexadecimal digits of the first bytes; null if there are no bytes.</param>
/// <param name="SchemaId">Schema that it names; null if none.</param>
/// <param name="Reason">Why it is not shown as JSON; null if it is, or was never meant to be.</param>
public sealed record PayloadView(PayloadForm Form, string? Text, int? SchemaId = null, string? Reason = null);

/// <summary>In which form bytes are shown.</summary>
public enum PayloadForm
{
    /// <summary>There are none.</summary>
    Null,

    /// <summary>Decoded by its schema into JSON; 64-bit numbers have all their digits, so it is not to be parsed into floating point.</summary>
    Json,

    /// <summary>UTF-8 text as it was written.</summary>
    Text,

    /// <summary>The first bytes as hexadecimal digits.</summary>
    Raw,
}
