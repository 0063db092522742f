using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;

namespace Hops.Cli.Commands.Topics;

/// <summary>Makes key and value of a Kafka record: a schema header and Avro.</summary>
/// <param name="schemaId">Id of the schema in the registry.</param>
/// <param name="schema">The schema.</param>
/// <param name="keyField">Field that is the key, or null.</param>
internal sealed class RecordEncoder(int schemaId, AvroSchema schema, string? keyField)
{
    private readonly ArrayBufferWriter<byte> _value = new(1024);

    /// <summary>Encodes a record; the value is valid until the next one.</summary>
    /// <returns>The key, empty for none, and the value.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the facts <c>line</c> and <c>pointer</c>.</exception>
    public (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value) Encode(InputRecord record)
    {
        _value.ResetWrittenCount();
        WireHeader.Write(_value.GetSpan(WireHeader.LengthBytes), schemaId);
        _value.Advance(WireHeader.LengthBytes);
        try
        {
            PlainJson.Encode(schema, record.Value, _value);
        }
        catch (PlatformException misfit)
        {
            var located = new PlatformException(misfit.Code, $"Line {record.Line}: {misfit.Message}", misfit).With("line", record.Line);
            throw misfit.Facts.TryGetValue("pointer", out var pointer) ? located.With("pointer", pointer) : located;
        }

        return (Key(record), _value.WrittenMemory);
    }

    private byte[] Key(InputRecord record)
    {
        if (keyField is null)
            return [];
        var isThere = record.Value.ValueKind == JsonValueKind.Object && record.Value.TryGetProperty(keyField, out var key) ? key : default;
        return isThere.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.String => Encoding.UTF8.GetBytes(isThere.GetString()!),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Encoding.UTF8.GetBytes(isThere.GetRawText()),
            _ => throw new PlatformException(ErrorCode.InvalidArgument, $"Line {record.Line}: the key '{keyField}' is no plain value.")
                .With("line", record.Line).With("field", keyField),
        };
    }
}
