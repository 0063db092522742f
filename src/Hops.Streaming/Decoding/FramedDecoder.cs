using System.Buffers.Binary;

namespace Hops.Streaming.Decoding;

/// <summary>Decodes what Confluent's serializers wrote: magic byte 0, the big-endian id of the writer's schema, and the payload. Of one thread.</summary>
/// <param name="writers">Steps by writer.</param>
/// <param name="decoder">Decodes payloads.</param>
/// <param name="isKey">True for keys, of which reasons say so.</param>
internal sealed unsafe class FramedDecoder(StepsByWriter writers, ValueDecoder decoder, bool isKey)
{
    private const int HeaderLengthBytes = 5;

    private SchemaSteps? _steps;

    /// <summary>Decodes one.</summary>
    /// <param name="start">Its first byte, in memory that stays until the statement is done: cells point into it.</param>
    /// <param name="lengthBytes">Its length.</param>
    /// <param name="row">Row of the chunk at hand; what a bad one wrote into it is undone by the caller.</param>
    /// <param name="reason">Why it is bad.</param>
    public bool TryDecode(byte* start, int lengthBytes, int row, out string reason)
    {
        if (lengthBytes < HeaderLengthBytes || *start != 0)
        {
            reason = $"the {(isKey ? "key" : "value")} does not begin with the five-byte header of a schema registry";
            return false;
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(new ReadOnlySpan<byte>(start + 1, 4));
        if (_steps is null || _steps.SchemaId != id)
            _steps = writers.Of(id);
        reason = _steps.Reason;
        if (_steps.Steps is { } steps && decoder.TryDecode(steps, start + HeaderLengthBytes, start + lengthBytes, row, out reason))
            return true;
        if (isKey)
            reason = "its key: " + reason;
        return false;
    }
}
