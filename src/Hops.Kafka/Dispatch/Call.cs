using System.Diagnostics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Traffic;
using Hops.Kafka.Wire;
using Hops.Net.Frames;
using Hops.Net.Memory;

namespace Hops.Kafka.Dispatch;

/// <summary>One request under way: who asks, in which version, over which connection. Used by one handler at a time.</summary>
public sealed class Call
{
    private readonly IGate _gate;
    private readonly TimeProvider _clock;
    private List<IDisposable>? _owned;
    private TaskCompletionSource? _queued;
    private bool _isQueued;

    internal Call(Broker broker, Principal principal, ApiRow row, RequestHeader header, Session session, FrameBuffer frame)
    {
        (_gate, _clock) = (broker.Gate, broker.Clock);
        Principal = principal;
        Names = new TenantNames(principal.ProjectId, principal.Borrowed);
        Row = row;
        Header = header;
        Session = session;
        Frame = frame;
    }

    /// <summary>Who asks, as of the beginning or the last <see cref="Renew"/>; an empty principal before authentication.</summary>
    public Principal Principal { get; private set; }

    /// <summary>
    /// What the names in the request stand for, as of its beginning: what was found under a name keeps it while the request lasts. Whether
    /// the caller may still do something to it says the gate.
    /// </summary>
    public TenantNames Names { get; }

    /// <summary>Row of the API table.</summary>
    public ApiRow Row { get; }

    /// <summary>Header of the request.</summary>
    public RequestHeader Header { get; }

    /// <summary>Version of request and response.</summary>
    public short Version => Header.Version;

    /// <summary>The connection.</summary>
    public Session Session { get; }

    /// <summary>The frame in which records of the request lie. It is released when the handler completes; who keeps slices longer retains it.</summary>
    public FrameBuffer Frame { get; }

    /// <summary>Fires when nobody waits for the answer any more: long waits end.</summary>
    public CancellationToken Aborted => Session.Aborted;

    /// <summary>True once what follows on the connection may begin; see <see cref="ApiRow.IsPipelined"/>.</summary>
    internal bool IsQueued => Volatile.Read(ref _isQueued);

    /// <summary>Lets what follows on the connection begin: everything that has to happen in the order of requests has been queued.</summary>
    public void MarkQueued()
    {
        Volatile.Write(ref _isQueued, true);
        Interlocked.MemoryBarrier();
        _queued?.TrySetResult();
    }

    /// <summary>Completes at <see cref="MarkQueued"/>.</summary>
    internal Task QueuedAsync()
    {
        if (IsQueued)
            return Task.CompletedTask;
        var queued = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _queued, queued);
        Interlocked.MemoryBarrier();
        if (IsQueued)
            queued.TrySetResult();
        return queued.Task;
    }

    /// <summary>The elements of a request, as long as somebody waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">Nobody does any more.</exception>
    public IEnumerable<T> Each<T>(IEnumerable<T> elements)
    {
        foreach (var element in elements)
        {
            Aborted.ThrowIfCancellationRequested();
            yield return element;
        }
    }

    /// <summary>Waits for a turn at work that takes long; tenants take turns with each other. For handlers whose row says that they wait.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    internal ValueTask<FairTurns.Turn> TurnAsync() => TurnAsync(Aborted);

    /// <inheritdoc cref="TurnAsync()"/>
    /// <param name="end">Ends the waiting, in place of <see cref="Aborted"/>.</param>
    internal ValueTask<FairTurns.Turn> TurnAsync(CancellationToken end) => Row.Waits
        ? TakeTurnAsync(end)
        : throw new InvalidOperationException($"{Row.Key} takes turns, and its row does not say so: a large request of it has one already, and would wait for itself.");

    /// <summary>The turn of a request that is large, until its handler begins to wait.</summary>
    internal ValueTask<FairTurns.Turn> TurnOfRequestAsync() => TakeTurnAsync(Aborted);

    private ValueTask<FairTurns.Turn> TakeTurnAsync(CancellationToken end) => Session.Turns.TakeAsync((object?)Session.Accounts?.Work ?? Session, end);

    /// <summary>Waits until the tenant's clients have read so much of what they asked for that there is room for another answer.</summary>
    /// <exception cref="OperationCanceledException">The connection is gone.</exception>
    internal ValueTask AnswersRoomAsync() => Session.Accounts?.Answers.ChargeAsync(0, Aborted) ?? ValueTask.CompletedTask;

    /// <summary>
    /// May the caller do this? A question that refuses nothing. Only what the row of the API declares can be asked, so the table cannot lie.
    /// </summary>
    public Decision Decide(Operation operation, ResourceKind kind, string name)
    {
        CheckDeclared(operation, kind);
        return _gate.Decide(Principal, operation, Names.Resource(kind, name));
    }

    /// <summary>
    /// None if the caller may do this to a topic; a topic that it may not know of looks as if it did not exist. What is refused is kept.
    /// </summary>
    public KafkaError TopicError(Operation operation, string name) => Check(operation, ResourceKind.Topic, name) is { } refusal
        ? (KafkaError)ErrorTable.Row(refusal).KafkaCode
        : KafkaError.None;

    /// <summary>None if the caller may do this to a group. Kafka has one code for all that is refused of a group.</summary>
    public KafkaError GroupError(Operation operation, string groupId) =>
        Check(operation, ResourceKind.Group, groupId) is null ? KafkaError.None : KafkaError.GroupAuthorizationFailed;

    /// <summary>None if the caller may do this to a transactional id: the rights are those of groups.</summary>
    public KafkaError TransactionalIdError(Operation operation, string transactionalId) =>
        Check(operation, ResourceKind.Group, transactionalId) is null ? KafkaError.None : KafkaError.TransactionalIdAuthorizationFailed;

    /// <summary>Watches, while the call waits, whether its caller may still do what it asked for. Dispose it when the wait is over.</summary>
    public StandingWatch Watch(Operation operation, ResourceKind kind, string name) =>
        StandingWatch.Begin(_gate, _clock, Principal, operation, Names.Resource(kind, name));

    /// <summary>Waits for something as long as the connection lasts and the caller may read what it asked for.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: the credential or the membership has ended meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The connection is gone, the broker stops, or the right to read is gone.</exception>
    public async Task<T> WhileStandingAsync<T>(Task<T> waited, ResourceKind kind, string name)
    {
        if (waited.IsCompleted)
            return await waited;
        using var watch = Watch(Operation.Read, kind, name);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Aborted, watch.Lost);
        var result = await waited.WaitAsync(end.Token);
        Renew();
        return result;
    }

    /// <summary>Charges what the call brings or takes away to its tenant.</summary>
    /// <param name="direction">What it does.</param>
    /// <param name="bytes">How much.</param>
    /// <returns>How long its client should rest, in milliseconds (KIP-219); the connection is not read for as long.</returns>
    internal int Charge(TrafficDirection direction, long bytes)
    {
        if (Session.Traffic is not { } traffic)
            return 0;
        var bucket = direction == TrafficDirection.Produce ? traffic.Produced : traffic.Fetched;
        var rest = bucket.Take(bytes);
        if (rest <= TimeSpan.Zero)
            return 0;
        Session.Overdrawn = bucket;
        KafkaMetrics.Throttled(direction, rest);
        return (int)rest.TotalMilliseconds;
    }

    /// <summary>Takes the caller as it is now, after a wait: what is decided from here on is decided about that.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: the credential or the membership has ended; the connection closes.</exception>
    public void Renew() => Principal = _gate.Current(Principal)
        ?? throw new PlatformException(ErrorCode.Unauthenticated, "The credential of this connection is no longer valid.");

    /// <summary>Keeps for the audit trail that content of a topic goes out with the response.</summary>
    public void NoteExport(string topic, long bytes) =>
        _gate.NoteExport(Principal, Names.Resource(ResourceKind.Topic, topic), bytes);

    /// <summary>Keeps for the audit trail that records or a group were changed.</summary>
    public void NoteChange(string action, ResourceKind kind, string name, long bytes = 0) =>
        _gate.NoteChange(Principal, action, Names.Resource(kind, name), bytes);

    /// <summary>Disposes something after the response was sent: memory that the response refers to.</summary>
    public void Own(IDisposable resource) => (_owned ??= []).Add(resource);

    /// <summary>Refuses what <see cref="Decide"/> does not allow, in the words of the decision.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>ExportDenied</c> or <c>AccessDenied</c>.</exception>
    public void Demand(Operation operation, ResourceKind kind, string name)
    {
        CheckDeclared(operation, kind);
        _gate.Demand(Principal, operation, Names.Resource(kind, name));
    }

    internal void GiveOwnedTo(FrameBuilder frame)
    {
        foreach (var resource in _owned ?? [])
            frame.Own(resource);
        _owned = null;
    }

    internal void DisposeOwned()
    {
        foreach (var resource in _owned ?? [])
            resource.Dispose();
        _owned = null;
    }

    private ErrorCode? Check(Operation operation, ResourceKind kind, string name)
    {
        CheckDeclared(operation, kind);
        return _gate.Check(Principal, operation, Names.Resource(kind, name));
    }

    private void CheckDeclared(Operation operation, ResourceKind kind)
    {
        if (!Row.Access.Needs.Contains(new ApiNeed(operation, kind)))
            throw new UnreachableException($"{Row.Key} does not declare {operation} {kind}");
    }
}
