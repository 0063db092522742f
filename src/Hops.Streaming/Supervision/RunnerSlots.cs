using Hops.Core.Errors;

namespace Hops.Streaming.Supervision;

/// <summary>How many runners there may be at a time, of all projects and of each, so that no project takes the places of others. Thread safe.</summary>
internal sealed class RunnerSlots(int runnersMax, int runnersPerProjectMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _byProject = [];
    private int _taken;

    /// <summary>Takes a place.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>.</exception>
    public void Take(long projectId)
    {
        lock (_lock)
        {
            var ofProject = _byProject.GetValueOrDefault(projectId);
            if (ofProject >= runnersPerProjectMax)
                throw Refused($"{runnersPerProjectMax} queries and statements of this project run already", runnersPerProjectMax);
            if (_taken >= runnersMax)
                throw Refused($"{runnersMax} queries and statements run already", runnersMax);
            _byProject[projectId] = ofProject + 1;
            _taken++;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Give(long projectId)
    {
        lock (_lock)
        {
            _taken--;
            var rest = _byProject[projectId] - 1;
            if (rest == 0)
                _byProject.Remove(projectId);
            else
                _byProject[projectId] = rest;
        }
    }

    private static PlatformException Refused(string what, int limit) =>
        new PlatformException(ErrorCode.LimitExceeded, what + "; stop one or try again later.").With("limit", limit);
}
