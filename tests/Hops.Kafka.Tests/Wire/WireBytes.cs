using Hops.Kafka.Wire;
using Hops.Net.Frames;

namespace Hops.Kafka.Tests.Wire;

/// <summary>Messages to bytes and back.</summary>
internal static class WireBytes
{
    public static readonly FramePool Pool = new(1L << 30, 1L << 20);

    public static byte[] Encode<T>(T message, short version, bool isFlexible)
        where T : class, IWireStruct
    {
        using var frame = new FrameBuilder(Pool).Begin();
        new WireWriter(frame, Pool, version, isFlexible).Struct(message);
        return [.. frame.Finish().SelectMany(segment => segment.ToArray()).Skip(sizeof(int))];
    }

    public static T Decode<T>(byte[] bytes, short version, bool isFlexible, out int unreadBytes)
        where T : class, IWireStruct, new()
    {
        var reader = new WireReader(bytes, 0, bytes.Length, version, isFlexible);
        var message = reader.Read<T>();
        unreadBytes = reader.RemainingBytes;
        return message;
    }
}
