using System.Text;
using Hops.Cli.Output;
using Hops.Client.Registry;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Schemas.Json;

namespace Hops.Cli.Commands.Topics;

/// <summary>Prints records as JSON, one a line, each by the schema that its writer named; tells of those that cannot be decoded and goes on.</summary>
/// <param name="registry">Where schemas are.</param>
/// <param name="output">Receives the lines.</param>
/// <param name="countMax">Most records to print.</param>
/// <param name="filter">Text that a record has to have as JSON, in any case; null for all.</param>
internal sealed class RecordLines(RegistryClient registry, Stream output, long countMax, string? filter)
{
    private readonly RecordPlans _plans = new();
    private long _count;
    private long _bad;

    /// <summary>True if as many were printed as were asked for.</summary>
    public bool IsDone => _count >= countMax;

    /// <summary>Prints the records of a batch from an offset on.</summary>
    public void Print(int partition, RecordBatch batch, long offsetFirst)
    {
        var records = batch.Read();
        while (!IsDone && records.MoveNext())
        {
            if (records.Current.Offset < offsetFirst)
                continue;
            try
            {
                var json = records.Current.IsValueNull ? "null"u8 : Json(records.Current.Value);
                if (filter is not null && !Encoding.UTF8.GetString(json).Contains(filter, StringComparison.OrdinalIgnoreCase))
                    continue;
                output.Write(json);
                output.Write("\n"u8);
                _count++;
            }
            catch (PlatformException refusal) when (refusal.Code is ErrorCode.UndecodableRecord or ErrorCode.TooLarge)
            {
                _bad++;
                Printer.Note($"Record {records.Current.Offset} of partition {partition} is passed over: {refusal.Message}");
            }
        }
    }

    /// <exception cref="PlatformException"><c>UndecodableRecord</c> if some were.</exception>
    public void ThrowIfBad(string topic)
    {
        if (_bad > 0)
            throw new PlatformException(ErrorCode.UndecodableRecord, $"{_bad} records of '{topic}' could not be decoded.");
    }

    private byte[] Json(ReadOnlySpan<byte> value)
    {
        if (_plans.MissingOf(value) is { } id)
            _plans.Add(id, registry.FindById(id));
        return _plans.Decode(value);
    }
}
