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
    /// <summary>What each header begins with: key, version, correlation id.</summary>
    internal const int FixedBytes = 8;

    /// <summary>The key and version with which a frame begins.</summary>
    /// <returns>False if the frame is shorter than what each header has.</returns>
    public static bool TryPeek(ReadOnlySpan<byte> frame, out ApiKey key, out short version)
    {
        (key, version) = (default, default);
        if (frame.Length < FixedBytes)
            return false;
        (key, version) = ((ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame), BinaryPrimitives.ReadInt16BigEndian(frame[sizeof(short)..]));
        return true;
    }

    /// <summary>Reads the header of a frame that begins with a key and a version (<see cref="TryPeek"/>).</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="end">Length of the frame.</param>
    /// <param name="isFlexible">Whether the request is of a flexible version.</param>
    /// <param name="header">The header; worth nothing after a fault.</param>
    /// <param name="bodyStart">Where the body begins.</param>
    /// <returns>What is wrong with it; none if it is one.</returns>
    public static WireFault Read(byte[] bytes, int end, bool isFlexible, out RequestHeader header, out int bodyStart)
    {
        var (key, version, correlationId, clientId) = (default(short), default(short), 0, default(string));
        var plain = new WireReader(bytes, 0, end, version: 1, isFlexible: false);
        plain.Int16(ref key);
        plain.Int16(ref version);
        plain.Int32(ref correlationId);
        plain.NullableString(ref clientId);
        var rest = new WireReader(bytes, plain.Position, end, version, isFlexible);
        rest.Struct(NoFields.Instance);
        (header, bodyStart) = (new RequestHeader((ApiKey)key, version, correlationId, clientId ?? ""), rest.Position);
        return plain.HasFailed ? plain.Fault : rest.Fault;
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
