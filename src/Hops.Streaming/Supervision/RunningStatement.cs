using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Streaming.Supervision;

/// <summary>One SQL statement that runs or waits for a runner. Thread safe.</summary>
internal sealed class RunningStatement(string id, string text, Principal caller, DateTimeOffset since) : IDisposable
{
    private const int ShownLengthMax = 200;

    private readonly CancellationTokenSource _ended = new();
    private PlatformException? _cause;
    private double _percentage = -1;

    public string Id { get; } = id;

    public Principal Caller { get; } = caller;

    /// <summary>Fires when somebody or something ends it.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why it was ended; null if it was not.</summary>
    public PlatformException? Cause => Volatile.Read(ref _cause);

    /// <summary>True if somebody ended it who might: its caller, who may just have hung up, or one who rules its project.</summary>
    public bool IsCancelled { get; private set; }

    public StatementView View => new(
        Id, Caller.UserName, text.Length <= ShownLengthMax ? text : text[..ShownLengthMax], since, Volatile.Read(ref _percentage) is var known and >= 0 ? known : null);

    /// <summary>Who has asked for its end; null if nobody has, as when its caller hung up.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>Ends it because somebody wants that.</summary>
    public void Cancel(PlatformException cause, string? endedBy = null) => End(cause, isCancelled: true, endedBy);

    /// <summary>Ends it; the first cause counts.</summary>
    public void End(PlatformException cause) => End(cause, isCancelled: false, endedBy: null);

    private void End(PlatformException cause, bool isCancelled, string? endedBy)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is not null)
            return;
        (IsCancelled, EndedBy) = (isCancelled, endedBy);
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in this moment.
        }
    }

    /// <summary>Notes how far the runner says that it is; it may say anything.</summary>
    public void Note(JsonElement progress)
    {
        if (progress.ValueKind == JsonValueKind.Object && progress.TryGetProperty("percentage", out var share) && share.TryGetDouble(out var percentage))
            Volatile.Write(ref _percentage, Math.Clamp(percentage, -1, 100));
    }

    /// <summary>Time that its runner has computed; null if it had none, or nobody counted.</summary>
    public TimeSpan? CpuTime { get; private set; }

    /// <summary>Notes how its runner ended.</summary>
    public void Note(RunnerEnd end) => CpuTime = end.CpuTime;

    public void Dispose() => _ended.Dispose();
}

/// <summary>A statement that runs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Statement">The beginning of its text.</param>
/// <param name="Since">Since when.</param>
/// <param name="Percentage">How much of it is done, 0 to 100; null if the engine cannot tell, or it waits for a runner.</param>
public sealed record StatementView(string Id, string User, string Statement, DateTimeOffset Since, double? Percentage);
