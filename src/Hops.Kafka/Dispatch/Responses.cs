using Hops.Kafka.Wire;
using Hops.Net.Frames;

namespace Hops.Kafka.Dispatch;

/// <summary>Encoding of responses: header, then body.</summary>
internal static class Responses
{
    public static FrameBuilder Encode<TResponse>(FramePool pool, Call call, TResponse response)
        where TResponse : class, IWireStruct =>
        Encode(pool, call.Row, call.Header, response, call.Version, call);

    /// <summary>Encodes a response in a version of its own, for an ApiVersions request of an unknown version.</summary>
    public static FrameBuilder Encode<TResponse>(
        FramePool pool, ApiRow row, RequestHeader header, TResponse response, short version, Call? call = null)
        where TResponse : class, IWireStruct
    {
        var isFlexible = row.IsFlexible(version);
        var frame = new FrameBuilder(pool).Begin();
        try
        {
            var correlationId = header.CorrelationId;
            new WireWriter(frame, pool, version, isFlexible: false).Int32(ref correlationId);

            // The header of an ApiVersions response never has a tag buffer, so that a client can read it before it knows us (KIP-511).
            if (isFlexible && row.Key != ApiKey.ApiVersions)
                new WireWriter(frame, pool, version, isFlexible).Struct(NoFields.Instance);
            new WireWriter(frame, pool, version, isFlexible).Struct(response);
            call?.GiveOwnedTo(frame);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
