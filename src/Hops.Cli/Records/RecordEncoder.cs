using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;
using Hops.Schemas.Types;

namespace Hops.Cli.Records;

/// <summary>Makes key and value of a Kafka record: a schema header and a payload by it, or what was read as it is.</summary>
/// <param name="schemaId">Id of the schema in the registry; 0 for none.</param>
/// <param name="schema">The schema; null for values as they are read, JSON or text.</param>
/// <param name="keyField">Field that is the key, or null; see <see cref="CheckKey"/>.</param>
/// <param name="csv">How cells are meant if the records were separated text, for advice; else null.</param>
internal sealed class RecordEncoder(int schemaId, TypedSchema? schema, string? keyField, CsvOptions? csv)
{
    private const int MissingLengthMax = 10;

    private readonly ArrayBufferWriter<byte> _value = new(1024);

    /// <summary>Encodes a record; the value is valid until the next one.</summary>
    /// <returns>The key, empty for none, and the value.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the facts <c>line</c> and <c>pointer</c>.</exception>
    public (ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value) Encode(InputRecord record)
    {
        _value.ResetWrittenCount();
        if (schema is null)
        {
            Encoding.UTF8.GetBytes(record.Text ?? record.Value.GetRawText(), _value);
            return (Key(record), _value.WrittenMemory);
        }

        WireHeader.Write(_value.GetSpan(WireHeader.LengthBytes), schemaId);
        _value.Advance(WireHeader.LengthBytes);
        try
        {
            schema.Encode(record.Value, _value);
        }
        catch (PlatformException misfit)
        {
            var located = new PlatformException(misfit.Code, $"Line {record.Line}: {misfit.Message}{Advice(misfit, record.Value)}", misfit)
                .With("line", record.Line);
            throw misfit.Facts.TryGetValue("pointer", out var pointer) ? located.With("pointer", pointer) : located;
        }

        return (Key(record), _value.WrittenMemory);
    }

    /// <summary>Refuses a key that no record of Avro can have, before anything is sent.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public static void CheckKey(TypedSchema typed, string? keyField)
    {
        if (keyField is null || typed is not AvroDocument { Schema: var schema })
            return;
        var record = schema as AvroRecord ?? throw new PlatformException(ErrorCode.InvalidArgument, "The schema of the topic is no record: it has no field to be the key.");
        var field = record.FindField(keyField) ?? throw new PlatformException(
            ErrorCode.InvalidArgument,
            $"'{record.FullName}' has no field '{keyField}' that could be the key; it has {string.Join(", ", record.Fields.Take(10).Select(each => each.Name))}{(record.Fields.Count > 10 ? ", ..." : "")}.");
        var types = field.Schema is AvroUnion union ? union.Branches : [field.Schema];
        if (types.Any(type => type.Kind is AvroKind.Record or AvroKind.Array or AvroKind.Map))
            throw new PlatformException(ErrorCode.InvalidArgument, $"The field '{keyField}' is no plain value and cannot be the key.");
    }

    /// <summary>What a person might have meant by a cell that does not fit, as options of the command.</summary>
    private string Advice(PlatformException misfit, JsonElement record)
    {
        if (csv is null || !misfit.Facts.TryGetValue("pointer", out var pointer)
            || !record.TryGetProperty(((string)pointer!)[1..], out var cell) || cell.ValueKind != JsonValueKind.String)
            return "";
        var text = cell.GetString()!;
        if (text.Length == 0 || csv.Missing.Contains(text))
            return " It is quoted, and a quoted cell is never a missing value.";
        if (text.Length <= MissingLengthMax && !text.Any(char.IsAsciiDigit))
            return $" If it stands for a missing value: --missing {text}";
        return !csv.HasDecimalComma && text.Contains(',', StringComparison.Ordinal) && text.All(letter => char.IsAsciiDigit(letter) || letter is ',' or '-' or '+')
            ? " If its comma is a decimal one: --decimal-comma"
            : "";
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
