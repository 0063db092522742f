namespace Hops.Core.Storage;

/// <summary>One entry of a directory that changes from one node to another; null where there is none.</summary>
internal sealed record SimulatedEdit(SimulatedDirectory Directory, string Name, object? Before, object? After)
{
    internal bool IsSynced { get; set; }

    internal bool IsApplicable => ReferenceEquals(Directory.Durable.GetValueOrDefault(Name), Before);

    internal void Apply(SortedDictionary<string, object> entries)
    {
        if (After is null)
            entries.Remove(Name);
        else
            entries[Name] = After;
    }
}

/// <summary>
/// The creations, renames and removals that are not durable yet, in order. Each is atomic: a rename has two edits, and both happen or
/// neither.
/// </summary>
internal sealed class SimulatedJournal
{
    private readonly List<SimulatedEdit[]> _pending = [];

    internal void Do(params SimulatedEdit[] edits)
    {
        foreach (var edit in edits)
            edit.Apply(edit.Directory.Cached);
        _pending.Add(edits);
    }

    /// <summary>Makes the edits of a directory durable; a rename between two directories is so only when both were synced.</summary>
    internal void Sync(SimulatedDirectory directory)
    {
        foreach (var edit in _pending.SelectMany(edits => edits).Where(edit => edit.Directory == directory))
            edit.IsSynced = true;

        // What follows an operation that is still open on the same entry waits for it, so that they happen in order.
        var blocked = new HashSet<(SimulatedDirectory, string)>();
        _pending.RemoveAll(edits =>
        {
            var isDurable = edits.All(edit => edit.IsSynced && !blocked.Contains((edit.Directory, edit.Name)));
            foreach (var edit in edits)
            {
                if (isDurable)
                    edit.Apply(edit.Directory.Durable);
                else
                    blocked.Add((edit.Directory, edit.Name));
            }

            return isDurable;
        });
    }

    /// <summary>Of what was not synced nothing happened, or the first few did (an ordered journal), or any did.</summary>
    internal void LosePower(Random random)
    {
        var survival = random.Next(4);
        var kept = survival switch
        {
            0 => 0,
            1 => random.Next(_pending.Count + 1),
            _ => _pending.Count,
        };
        for (var i = 0; i < _pending.Count; i++)
        {
            var edits = _pending[i];
            var mustHappen = edits.All(edit => edit.IsSynced);
            var mayHappen = i < kept && (survival != 3 || random.Next(2) == 0) && edits.All(edit => edit.IsApplicable);
            foreach (var edit in edits)
            {
                if (mustHappen || mayHappen)
                    edit.Apply(edit.Directory.Durable);
            }
        }

        _pending.Clear();
    }
}
