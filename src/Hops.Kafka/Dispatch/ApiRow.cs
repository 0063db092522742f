using Hops.Kafka.Wire;
using Hops.Net.Frames;

namespace Hops.Kafka.Dispatch;

/// <summary>
/// One supported API. ApiVersions, the metrics' names, the page docs/protocol/kafka.md and the refusal of other versions all come from the rows.
/// </summary>
public abstract class ApiRow
{
    private protected ApiRow(ApiKey key, short versionMin, short versionMax, short flexibleFrom, ApiAccess access)
    {
        Key = key;
        Name = key.ToString();
        VersionMin = versionMin;
        ServedVersionMin = versionMin;
        VersionMax = versionMax;
        FlexibleFrom = flexibleFrom;
        Access = access;
    }

    /// <summary>Number of the API.</summary>
    public ApiKey Key { get; }

    /// <summary>Name of the API, as in metrics and documentation.</summary>
    public string Name { get; }

    /// <summary>Lowest version that is advertised.</summary>
    public short VersionMin { get; }

    /// <summary>Lowest version that is served; above <see cref="VersionMin"/> only where old clients draw conclusions from the latter.</summary>
    public short ServedVersionMin { get; init; }

    /// <summary>Highest version.</summary>
    public short VersionMax { get; }

    /// <summary>First flexible version.</summary>
    public short FlexibleFrom { get; }

    /// <summary>Who may call it.</summary>
    public ApiAccess Access { get; }

    /// <summary>
    /// True if the next request of the connection may begin before this one has been answered, as soon as its handler has called
    /// <see cref="Call.MarkQueued"/>: what it does before still happens in request order.
    /// </summary>
    public bool IsPipelined { get; init; }

    /// <summary>
    /// True if its handler waits for others or takes turns itself, so that it does not keep a turn at heavy work meanwhile: whoever asks for
    /// a second one while it holds the last waits for itself, and everybody with it.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>
    /// The most elements of a request, if that is less than <see cref="BrokerOptions.RequestElementsMax"/>: for what costs much for each of them,
    /// and nobody asks for so many at once.
    /// </summary>
    public int ElementsMax { get; init; } = int.MaxValue;

    /// <summary>Why the version range is what it is, where that is not plain; for the documentation.</summary>
    public string Note { get; init; } = "";

    /// <summary>True if requests of this version are served.</summary>
    public bool Serves(short version) => version >= ServedVersionMin && version <= VersionMax;

    /// <summary>True if this version is flexible.</summary>
    public bool IsFlexible(short version) => version >= FlexibleFrom;

    /// <summary>Makes the handler and ties it to the broker.</summary>
    internal abstract BoundApi Bind(Broker broker);
}

/// <summary>An API with its handler at hand: decodes, handles, encodes.</summary>
/// <param name="call">The request.</param>
/// <param name="bodyStart">Where its body begins in the frame.</param>
/// <returns>The response frame; null if the request has no response, or is malformed (<see cref="Session.Malformed"/>).</returns>
internal delegate ValueTask<FrameBuilder?> BoundApi(Call call, int bodyStart);

/// <summary>Handles one request.</summary>
/// <returns>The response, or null if the request has none.</returns>
public delegate ValueTask<TResponse?> ApiHandler<in TRequest, TResponse>(Call call, TRequest request)
    where TResponse : class;

/// <summary>A row with its message types and the handler that serves it.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TResponse">Its response.</typeparam>
public sealed class ApiRow<TRequest, TResponse> : ApiRow
    where TRequest : class, IRequest<TResponse>, new()
    where TResponse : class, IWireStruct, new()
{
    /// <summary>Requests that are shorter cannot hold much.</summary>
    private const int MeasuredFromBytes = 2048;

    private readonly Func<Broker, ApiHandler<TRequest, TResponse>> _handler;

    /// <param name="versionMin">Lowest version that is advertised.</param>
    /// <param name="versionMax">Highest version.</param>
    /// <param name="access">Who may call it.</param>
    /// <param name="handler">Makes the handler for a broker; called once per broker.</param>
    public ApiRow(short versionMin, short versionMax, ApiAccess access, Func<Broker, ApiHandler<TRequest, TResponse>> handler)
        : base(TRequest.Api, versionMin, versionMax, TRequest.FlexibleFrom, access) => _handler = handler;

    internal override BoundApi Bind(Broker broker)
    {
        var handler = _handler(broker);
        return async (call, bodyStart) =>
        {
            var heldBytes = 0L;
            var reader = Reader(broker, call, bodyStart);
            if (call.Frame.LengthBytes >= MeasuredFromBytes && !reader.TryMeasure<TRequest>(out heldBytes))
                return Refuse(call, reader.Fault);
            using var hold = heldBytes < RequestHold.ChargedFromBytes ? null : await RequestHold.TakeAsync(call, heldBytes);
            reader = Reader(broker, call, bodyStart);
            if (!reader.TryRead<TRequest>(out var request))
                return Refuse(call, reader.Fault);
            if (Waits)
                hold?.EndTurn();
            var response = await handler(call, request);
            return response is null ? null : Responses.Encode(broker.Frames, call, response);
        };
    }

    private static FrameBuilder? Refuse(Call call, WireFault fault)
    {
        call.Session.Refuse(fault.ToString());
        return null;
    }

    private WireReader Reader(Broker broker, Call call, int bodyStart) =>
        new(call.Frame.Array, bodyStart, call.Frame.LengthBytes, call.Version, IsFlexible(call.Version), Math.Min(ElementsMax, broker.Options.RequestElementsMax));
}
