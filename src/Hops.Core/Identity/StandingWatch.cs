using Hops.Core.Errors;

namespace Hops.Core.Identity;

/// <summary>
/// Watches, while something long is under way (a transfer, a wait, a statement), whether its principal may still do it: the credential lives,
/// the membership lasts, the decision still allows. What is under way takes <see cref="Lost"/> as its token and calls
/// <see cref="Demand"/> before each piece that it hands out. All methods are thread safe.
/// </summary>
/// <remarks>
/// All watches of one clock share one timer that runs only while there are any. A look costs two answers of the gate from memory and
/// a watch some hundred bytes; their number is that of what is under way, which its own door limits.
/// </remarks>
public sealed class StandingWatch : IDisposable
{
    /// <summary>Time between two looks: revocation reaches what is under way within it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _lost = new();
    private readonly IGate _gate;
    private readonly Principal _principal;
    private readonly Operation _operation;
    private readonly StandingRota _rota;
    private PlatformException? _refusal;

    private StandingWatch(IGate gate, StandingRota rota, Principal principal, Operation operation, Resource resource) =>
        (_gate, _rota, _principal, _operation, Resource) = (gate, rota, principal, operation, resource);

    /// <summary>Begins to watch. It looks once at once, so that a right which is gone already is lost from the start.</summary>
    /// <param name="gate">Says who is who and what they may.</param>
    /// <param name="time">The clock whose timer is shared.</param>
    /// <param name="principal">Who acts.</param>
    /// <param name="operation">What is under way.</param>
    /// <param name="resource">What on.</param>
    public static StandingWatch Begin(IGate gate, TimeProvider time, Principal principal, Operation operation, Resource resource)
    {
        var rota = StandingRota.Of(time);
        var watch = new StandingWatch(gate, rota, principal, operation, resource);
        rota.Add(watch);
        watch.Look();
        return watch;
    }

    /// <summary>What is acted on.</summary>
    public Resource Resource { get; }

    /// <summary>Fires, once, when the principal may no longer do it. Callbacks run on the thread pool.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it was lost, as the refusal that its caller is to be answered with; null while the principal may go on.</summary>
    public PlatformException? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Refuses if the right was lost. It reads a field: call it before each piece.</summary>
    /// <exception cref="PlatformException"><c>Unauthenticated</c>: the credential has ended; else what the decision says.</exception>
    public void Demand()
    {
        if (Refusal is { } refusal)
            throw new PlatformException(refusal.Code, refusal.Message, refusal);
    }

    /// <summary>Ends the watch. <see cref="Lost"/> stays as it is and never fires afterwards.</summary>
    public void Dispose() => _rota.Remove(this);

    /// <summary>Looks now. After a loss it never looks again, even if the right came back meanwhile.</summary>
    public void Look()
    {
        if (Refusal is not null)
            return;
        var refusal = _gate.Current(_principal) is { } now
            ? _gate.Decide(now, _operation, Resource) is { Allowed: false } decision ? decision.Refuse(Resource) : null
            : new PlatformException(ErrorCode.Unauthenticated, "The credential or the membership has ended: sign in again.");
        if (refusal is null || Interlocked.CompareExchange(ref _refusal, refusal, null) is not null)
            return;
        _rota.Remove(this);

        // Callbacks of others never hold up the round of everybody.
        _ = _lost.CancelAsync();
    }
}
