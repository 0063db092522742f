using System.Globalization;
using Hops.Core.Health;

namespace Hops.Streaming.Supervision;

/// <summary>
/// The queries that have failed and wait for a person, as one finding on the health board: a warning, for everything else is served. Thread safe.
/// </summary>
internal sealed class FailedQueries(HealthBoard board)
{
    /// <summary>Subject of the finding.</summary>
    public const string Subject = "queries";

    /// <summary>Most of them that it names.</summary>
    private const int NamedMax = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, (long ProjectId, string Label)> _failed = [];

    /// <summary>Notes a query that has failed.</summary>
    /// <param name="queryId">Its id.</param>
    /// <param name="projectId">Its project.</param>
    /// <param name="label">What it is called: project and name.</param>
    public void Add(long queryId, long projectId, string label)
    {
        lock (_lock)
        {
            _failed[queryId] = (projectId, label);
            Post();
        }
    }

    /// <summary>Ids of the queries of a project that have failed.</summary>
    public IReadOnlyList<long> In(long projectId)
    {
        lock (_lock)
            return [.. _failed.Where(pair => pair.Value.ProjectId == projectId).Select(pair => pair.Key)];
    }

    /// <summary>Forgets a query that was started again or deleted.</summary>
    public void Remove(long queryId)
    {
        lock (_lock)
        {
            if (_failed.Remove(queryId))
                Post();
        }
    }

    /// <summary>Forgets the queries of a project that was deleted.</summary>
    public void RemoveIn(long projectId)
    {
        lock (_lock)
        {
            foreach (var id in _failed.Where(pair => pair.Value.ProjectId == projectId).Select(pair => pair.Key).ToList())
                _failed.Remove(id);
            Post();
        }
    }

    private void Post()
    {
        if (_failed.Count == 0)
        {
            board.Clear(Subject);
            return;
        }

        var names = string.Join(", ", _failed.Values.Take(NamedMax).Select(query => query.Label)) + (_failed.Count > NamedMax ? ", ..." : "");
        board.Post(Subject, HealthSeverity.Warning, string.Create(
            CultureInfo.InvariantCulture,
            $"{_failed.Count} {(_failed.Count == 1 ? "query has" : "queries have")} failed: {names}. 'hops query list' in the project says why; start it again or delete it."));
    }
}
