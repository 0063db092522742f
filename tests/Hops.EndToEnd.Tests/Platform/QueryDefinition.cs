namespace Hops.EndToEnd.Tests.Platform;

/// <summary>The fields of a streaming query that tests set, as a user would write them.</summary>
internal sealed record QueryDefinition(string Name, string Topic, string Sql)
{
    public string? Sink { get; init; }

    public string? WatermarkColumn { get; init; }

    public long WatermarkDelayMs { get; init; }

    public int RecordsPerBatchMax { get; init; } = 100_000;

    public int IntervalMs { get; init; }

    public string StartingOffsets { get; init; } = "earliest";

    public bool AvailableNow { get; init; }

    public string? OutputMode { get; init; }

    public string? BadRecords { get; init; }

    public string? DeadLetterTopic { get; init; }

    public Dictionary<string, object> ToBody()
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["topic"] = Topic,
            ["sql"] = Sql,
            ["sink"] = Sink ?? Name,
            ["startingOffsets"] = StartingOffsets,
            ["trigger"] = new { intervalMs = IntervalMs, availableNow = AvailableNow },
            ["limits"] = new { recordsPerBatchMax = RecordsPerBatchMax, memoryMaxMiB = 256, threads = 1 },
        };
        if (WatermarkColumn is not null)
            body["watermark"] = new { column = WatermarkColumn, delayMs = WatermarkDelayMs };
        if (OutputMode is not null)
            body["outputMode"] = OutputMode;
        if (BadRecords is not null)
            body["badRecords"] = BadRecords;
        if (DeadLetterTopic is not null)
            body["deadLetterTopic"] = DeadLetterTopic;
        return body;
    }
}
