using System.Buffers;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Binary;
using Hops.Schemas.Types;

namespace Hops.Api.Messages;

/// <summary>What typed values become.</summary>
/// <param name="Form">The form.</param>
/// <param name="SchemaId">Id of the schema; 0 for none.</param>
/// <param name="Schema">The schema; null unless the form is by one.</param>
internal sealed record TypedCodec(TypedForm Form, int SchemaId, TypedSchema? Schema)
{
    /// <summary>Writes a value.</summary>
    /// <returns>False if it is none.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it does not fit, with the fact <c>pointer</c> or <c>field</c>.</exception>
    internal bool Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        if (Schema is not null)
        {
            WireHeader.Write(output.GetSpan(WireHeader.LengthBytes), SchemaId);
            output.Advance(WireHeader.LengthBytes);
            Schema.Encode(value, output);
            return true;
        }

        if (Form == TypedForm.Text && value.ValueKind == JsonValueKind.Null)
            return false;
        if (Form == TypedForm.Text && value.ValueKind != JsonValueKind.String)
            throw new PlatformException(ErrorCode.InvalidArgument, "A text is expected, or null for no value.").With("field", "value");
        Encoding.UTF8.GetBytes(Form == TypedForm.Text ? value.GetString()! : value.GetRawText(), output);
        return true;
    }
}
