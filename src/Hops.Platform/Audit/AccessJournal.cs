using System.Globalization;
using System.Threading.Channels;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Audit;

/// <summary>
/// Carries refusals, exports and gathered changes of every protocol into the audit trail, from places that cannot wait for a transaction. The first of its
/// kind (who, what, on what) is written at once; those that follow within a window are one entry at its end, with their number and
/// the sum of their bytes, so that a client which does it again and again fills no trail. What is written is one transaction at a time,
/// by one task. Thread safe.
/// </summary>
/// <remarks>It is the boundary of its task: a write that fails is tried again and never ends it.</remarks>
public sealed class AccessJournal : IAsyncDisposable
{
    /// <summary>Different things that one principal may be refused in a window; what goes beyond is told as one, without its name.</summary>
    private const int RefusedTargetsMax = 100;

    /// <summary>The same of what was done: more, for what was taken out is worth its name.</summary>
    private const int DoneTargetsMax = 5000;
    private const int TargetLengthMax = 4096;
    private const string OtherTargets = "*";

    private readonly MetadataStore _store;
    private readonly TimeProvider _time;
    private readonly TimeSpan _window;
    private readonly ITimer _timer;
    private readonly Channel<bool> _wake = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _lock = new();
    private readonly Dictionary<NoteKind, Tally> _open = [];
    private readonly Dictionary<(long Project, string Actor, bool IsRefusal), int> _targets = [];
    private List<TaskCompletionSource> _waiting = [];
    private readonly Task _writing;
    private bool _isEnded;
    private bool _takesAll;

    /// <param name="store">Holds the trail.</param>
    /// <param name="window">How long equal notes are gathered.</param>
    /// <param name="time">The clock.</param>
    public AccessJournal(MetadataStore store, TimeSpan window, TimeProvider time)
    {
        (_store, _window, _time) = (store, window, time);
        _timer = time.CreateTimer(static state => ((AccessJournal)state!).Wake(), this, window, window);
        _writing = WriteAllAsync();
    }

    /// <summary>Notes a refusal; never waits.</summary>
    /// <param name="actor">Who tried.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="resource">What on.</param>
    /// <param name="refusal">Why it was refused.</param>
    public void Note(Principal actor, string action, Resource resource, ErrorCode refusal) => Add(actor.Name, actor.CredentialId, action, resource, refusal, bytes: 0);

    /// <summary>Notes that somebody was not let in as a user; never waits.</summary>
    /// <param name="user">Name of an account that there is.</param>
    public void NoteNotSignedIn(string user) =>
        Add(user, "", "session.create", new Resource(ResourceKind.Credential, 0, user), ErrorCode.Unauthenticated, bytes: 0);

    /// <summary>Notes that content was sent out, or came in; never waits.</summary>
    /// <param name="actor">Who got or sent it.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="resource">What it was of.</param>
    /// <param name="bytes">Bytes of content.</param>
    public void NoteDone(Principal actor, string action, Resource resource, long bytes) =>
        Add(actor.Name, actor.CredentialId, action, resource, refusal: null, bytes);

    private static string Target(Resource resource) =>
        resource.Name.Length <= TargetLengthMax ? resource.Name : resource.Name[..TargetLengthMax];

    private void Add(string actor, string credentialId, string action, Resource resource, ErrorCode? refusal, long bytes)
    {
        var kind = new NoteKind(Math.Max(resource.ProjectId, 0), actor, action, Target(resource), refusal);
        lock (_lock)
        {
            if (!_open.ContainsKey(kind) && _targets.GetValueOrDefault(kind.Owner) >= kind.TargetsMax)
                kind = kind with { Target = OtherTargets };
            if (!_open.TryGetValue(kind, out var tally))
            {
                _open[kind] = tally = new Tally(credentialId, _time.GetTimestamp());
                _targets[kind.Owner] = _targets.GetValueOrDefault(kind.Owner) + 1;
            }

            tally.Add(bytes, _time.GetUtcNow());
            if (tally.IsTold)
                return;
        }

        Wake();
    }

    /// <summary>Waits until everything noted so far is in the trail, but for the numbers of windows that are still open.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isEnded)
                return;
            _waiting.Add(written);
        }

        Wake();
        await written.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The same, with the numbers of windows that are still open.</summary>
    public Task FlushWholeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            _takesAll = true;
        return FlushAsync(cancellationToken);
    }

    /// <summary>Writes what is left and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _wake.Writer.TryComplete();
        await _writing;
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task WriteAllAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
            await WriteAsync(isEnd: false);
        await WriteAsync(isEnd: true);
    }

    private async Task WriteAsync(bool isEnd)
    {
        Queue<IGrouping<long, Due>> trails;
        List<TaskCompletionSource> waiting;
        lock (_lock)
        {
            trails = new(TakeDue(isEnd || _takesAll, _waiting.Count > 0).GroupBy(due => due.Entry.ProjectId));
            (waiting, _waiting) = (_waiting, []);
            _isEnded |= isEnd;
            _takesAll = false;
        }

        try
        {
            // One transaction for each trail: none locks the heads of two.
            for (; trails.TryPeek(out var trail); trails.Dequeue())
                await _store.WriteAsync(transaction => AppendAsync(transaction, trail));
            waiting.ForEach(waiter => waiter.TrySetResult());
        }
        catch (Exception failure)
        {
            // The next reader or the next window tries again. A full disk hides the trail from nobody; of any other fault its readers are told.
            lock (_lock)
            {
                foreach (var due in trails.SelectMany(trail => trail))
                    due.Tally.Owe(due);
            }

            waiting.ForEach(waiter => Answer(waiter, failure));
        }
    }

    private static void Answer(TaskCompletionSource waiter, Exception failure)
    {
        if (failure is PlatformException)
            waiter.TrySetResult();
        else
            waiter.TrySetException(failure);
    }

    /// <summary>Takes what has to be written, and forgets what was quiet for a window.</summary>
    private List<Due> TakeDue(bool isWhole, bool isAwaited)
    {
        var due = new List<Due>();
        foreach (var (kind, tally) in _open)
        {
            var isOwed = tally.IsOwed && isAwaited;
            if (!isWhole && !isOwed && tally.IsTold && _time.GetElapsedTime(tally.Began) < _window)
                continue;
            if (tally.Count == 0)
            {
                _open.Remove(kind);
                if (--_targets[kind.Owner] == 0)
                    _targets.Remove(kind.Owner);
                continue;
            }

            due.Add(new Due(kind.Entry(tally), tally, tally.Count, tally.Bytes, tally.First, tally.Last));
            tally.Take(_time.GetTimestamp());
        }

        return due;
    }

    private static async ValueTask<bool> AppendAsync(WriteTransaction transaction, IEnumerable<Due> trail)
    {
        foreach (var due in trail)
            await AuditLog.AppendAsync(transaction, due.Entry);
        return true;
    }

    /// <summary>What makes two notes equal; one without a refusal is of what was done.</summary>
    private readonly record struct NoteKind(long ProjectId, string Actor, string Action, string Target, ErrorCode? Refusal)
    {
        public (long Project, string Actor, bool IsRefusal) Owner => (ProjectId, Actor, Refusal is not null);

        public int TargetsMax => Refusal is null ? DoneTargetsMax : RefusedTargetsMax;

        public AuditRecord Entry(Tally tally) => new()
        {
            ProjectId = ProjectId,
            Actor = Actor,
            CredentialId = tally.CredentialId,
            Action = Action,
            Target = Target,
            Outcome = Refusal is { } code ? ErrorTable.Row(code).Slug : "ok",
            Detail = Refusal is null
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{tally.Count}},"bytes":{{tally.Bytes}}{{Span(tally)}}}""")
                : tally.Count > 1 || tally.IsTold ? string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{tally.Count}}{{Span(tally)}}}""") : "",
        };
    }

    /// <summary>When they were, first and last: an entry that gathers a window is written, and dated, after them.</summary>
    private static string Span(Tally tally) =>
        tally.IsTold ? string.Create(CultureInfo.InvariantCulture, $",\"first\":\"{tally.First:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"last\":\"{tally.Last:yyyy-MM-ddTHH:mm:ss.fffZ}\"") : "";

    /// <summary>What is about to be written.</summary>
    private readonly record struct Due(AuditRecord Entry, Tally Tally, long Count, long Bytes, DateTimeOffset First, DateTimeOffset Last);

    /// <summary>What of one kind is not written yet.</summary>
    private sealed class Tally(string credentialId, long began)
    {
        public string CredentialId { get; } = credentialId;

        /// <summary>When its window began.</summary>
        public long Began { get; private set; } = began;

        public long Count { get; private set; }

        /// <summary>Bytes that were sent out.</summary>
        public long Bytes { get; private set; }

        /// <summary>The first of its kind was taken: the rest waits for the end of the window.</summary>
        public bool IsTold { get; private set; }

        /// <summary>What was taken could not be written.</summary>
        public bool IsOwed { get; private set; }

        /// <summary>When the first of what is not written yet was.</summary>
        public DateTimeOffset First { get; private set; }

        /// <summary>When the last of it was.</summary>
        public DateTimeOffset Last { get; private set; }

        public void Add(long bytes, DateTimeOffset now) => (Count, Bytes, First, Last) = (Count + 1, Bytes + bytes, Count == 0 ? now : First, now);

        public void Take(long now) => (Count, Bytes, IsTold, IsOwed, Began) = (0, 0, true, false, now);

        /// <summary>Takes back what could not be written; what came meanwhile is later.</summary>
        public void Owe(Due due) =>
            (Count, Bytes, First, Last, IsOwed) = (Count + due.Count, Bytes + due.Bytes, due.First, Count == 0 ? due.Last : Last, true);
    }
}
