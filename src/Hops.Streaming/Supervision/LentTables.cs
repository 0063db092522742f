using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Watches, while a statement runs, whether what it reads of other projects is still lent: its runner has copies, which no door takes back. A
/// statement reaches a dataset or a topic of another project only by writing <c>owner::name</c> or its path, so its text says which to watch; one that is
/// named in a comment is watched in vain.
/// </summary>
internal sealed class LentTables : IDisposable
{
    private readonly List<StandingWatch> _watches = [];

    private LentTables()
    {
    }

    /// <summary>Begins to watch.</summary>
    /// <param name="platform">Says what is lent.</param>
    /// <param name="caller">Who asks, in its project.</param>
    /// <param name="statement">The text.</param>
    /// <param name="end">Ends the statement, for a cause.</param>
    public static LentTables Watch(HopsPlatform platform, Principal caller, string statement, Action<PlatformException> end)
    {
        var lent = new LentTables();
        foreach (var (name, thing) in caller.Borrowed.Of(ResourceKind.Dataset).Concat(caller.Borrowed.Of(ResourceKind.Topic)))
        {
            if (!Mentions(statement, name))
                continue;
            var watch = StandingWatch.Begin(platform.Gate, platform.Time, caller, Operation.Describe, thing);
            watch.Lost.Register(() => end(new PlatformException(
                ErrorCode.NotFound, $"The {thing.Kind.Noun()} {name} is not shared with project {caller.ProjectName} any more: the statement was ended.")));
            lent._watches.Add(watch);
        }

        return lent;
    }

    /// <summary>Refuses to answer with what was lost meanwhile.</summary>
    /// <exception cref="PlatformException">As the decision says.</exception>
    public void Demand()
    {
        foreach (var watch in _watches)
            watch.Demand();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches)
            watch.Dispose();
    }

    private static bool Mentions(string statement, string borrowed) =>
        statement.Contains(borrowed, StringComparison.OrdinalIgnoreCase)
        || statement.Contains(Names.PathIn("", borrowed), StringComparison.OrdinalIgnoreCase);
}
