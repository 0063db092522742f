using System.Buffers.Binary;

namespace Hops.Kafka.Wire;

/// <summary>
/// Header of a request: version 1, or version 2 (a tag buffer behind) for flexible requests. The client id is a plain string in both.
/// </summary>
/// <param name="Key">Number of the API.</param>
/// <param name="Version">Version of the request.</param>
/// <param name="CorrelationId">Comes back in the response.</param>
/// <param name="ClientId">Name that the client gives itself; null counts as empty.</param>
public readonly record struct RequestHeader(ApiKey Key, short Version, int CorrelationId, string ClientId)
{
    private const int FixedBytes = 8;

    /// <summary>The key and version with which a frame begins.</summary>
    /// <exception cref="WireFormatException">The frame is shorter than that.</exception>
    public static (ApiKey Key, short Version) Peek(ReadOnlySpan<byte> frame) =>
        frame.Length >= FixedBytes
            ? ((ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame), BinaryPrimitives.ReadInt16BigEndian(frame[2..]))
            : throw new WireFormatException("a request is shorter than its header");

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="end">Length of the frame.</param>
    /// <param name="isFlexible">Whether the request is of a flexible version.</param>
    /// <param name="bodyStart">Where the body begins.</param>
    public static RequestHeader Read(byte[] bytes, int end, bool isFlexible, out int bodyStart)
    {
        var (key, version) = Peek(bytes.AsSpan(0, end));
        var correlationId = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        var plain = new WireReader(bytes, FixedBytes, end, version, isFlexible: false);
        string? clientId = null;
        plain.NullableString(ref clientId);
        var rest = new WireReader(bytes, plain.Position, end, version, isFlexible);
        rest.Struct(NoFields.Instance);
        bodyStart = rest.Position;
        return new RequestHeader(key, version, correlationId, clientId ?? "");
    }

    /// <summary>Writes a header.</summary>
    public void Write(Hops.Net.Frames.FrameBuilder output, Hops.Net.Frames.FramePool pool, bool isFlexible)
    {
        var plain = new WireWriter(output, pool, Version, isFlexible: false);
        var (key, version, correlationId, clientId) = ((short)Key, Version, CorrelationId, ClientId);
        plain.Int16(ref key);
        plain.Int16(ref version);
        plain.Int32(ref correlationId);
        plain.String(ref clientId);
        new WireWriter(output, pool, Version, isFlexible).Struct(NoFields.Instance);
    }
}

/// <summary>A struct without fields: only a tag buffer, in flexible versions.</summary>
internal sealed class NoFields : IWireStruct
{
    public static NoFields Instance { get; } = new();

    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
    }
}
