using Hops.Core.Errors;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>What a definition must obey apart from its SQL.</summary>
internal static class DefinitionRules
{
    private const int NameLengthMax = 255;
    private const long DelayMsMax = 10L * 365 * 24 * 3600 * 1000;

    /// <exception cref="PlatformException"><c>InvalidQuery</c>.</exception>
    public static void Check(StreamingQuery query, TopicLayout layout)
    {
        Require(query.Name.Length is > 0 and <= NameLengthMax, "The query needs a name of at most 255 characters.");
        Require(query.Topic.Length is > 0 and <= NameLengthMax, "The query needs a source topic.");
        Require(query.Sink.StartsWith('/'), "The sink is a path that begins with '/'.");
        Require(
            query.Sink[1..].Split('/').All(name => name is [not ('_' or '.'), ..]),
            "No directory of the sink's path may be without a name or begin with '_' or '.': readers leave those out, and checkpoints lie there.");
        Require(query.Trigger.IntervalMs is >= 0 and <= 86_400_000, "The trigger interval is 0 to 86400000 milliseconds.");
        Require(
            query.BadRecords != BadRecordPolicy.DeadLetter || query.DeadLetterTopic is { Length: > 0 },
            "The policy deadLetter needs deadLetterTopic.");
        Require(query.DeadLetterTopic != query.Topic, "The dead-letter topic is the source itself: bad records would come back for ever.");
        Require(query.Limits.RecordsPerBatchMax is > 0 and <= 10_000_000, "limits.recordsPerBatchMax is 1 to 10000000.");
        Require(query.Limits.MemoryMaxMiB is >= 64 and <= 1 << 20, "limits.memoryMaxMiB is 64 to 1048576.");
        Require(query.Limits.Threads is > 0 and <= 256, "limits.threads is 1 to 256.");
        Require(query.Limits.StateRowsMax > 0, "limits.stateRowsMax is 1 or more.");
        if (query.Watermark is { } watermark)
            CheckWatermark(watermark, layout);
    }

    private static void CheckWatermark(QueryWatermark watermark, TopicLayout layout)
    {
        Require(watermark.DelayMs is >= 0 and <= DelayMsMax, "The delay of the watermark is 0 milliseconds to ten years.");
        var column = layout.Columns.FirstOrDefault(candidate => candidate.Name == watermark.Column);
        Require(column is not null, $"The watermark's column {watermark.Column} is not in the schema of the topic.");
        Require(column!.Name != KeyLayout.Name || layout.Key is null, $"The watermark is of the values or of _timestamp; {KeyLayout.Name} is the key.");
        Require(
            column!.Type.Id is TypeId.Timestamp or TypeId.TimestampWithZone,
            $"The watermark's column {watermark.Column} is {column.Type}; it must be a timestamp: _timestamp, or a field of the logical type timestamp-millis, timestamp-micros or local in Avro, of the format date-time in JSON Schema, or of google.protobuf.Timestamp in Protobuf.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new PlatformException(ErrorCode.InvalidQuery, message);
    }
}
