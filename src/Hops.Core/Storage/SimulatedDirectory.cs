namespace Hops.Core.Storage;

/// <summary>A directory of <see cref="SimulatedDisk"/>: the entries that programs see, and those on the platter.</summary>
internal sealed class SimulatedDirectory
{
    /// <summary>Entries as programs see them: <see cref="SimulatedDirectory"/> or <see cref="SimulatedContent"/>.</summary>
    internal SortedDictionary<string, object> Cached { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Entries that a power cut leaves.</summary>
    internal SortedDictionary<string, object> Durable { get; } = new(StringComparer.Ordinal);

    /// <summary>All files in it and below.</summary>
    internal IEnumerable<SimulatedContent> Files() => Cached.Values.SelectMany(node => node switch
    {
        SimulatedDirectory directory => directory.Files(),
        var file => [(SimulatedContent)file],
    });

    /// <summary>Goes back to what is on the platter, in it and below.</summary>
    internal void LosePower(Random random)
    {
        Cached = new SortedDictionary<string, object>(Durable, StringComparer.Ordinal);
        foreach (var node in Cached.Values)
        {
            if (node is SimulatedDirectory directory)
                directory.LosePower(random);
            else
                ((SimulatedContent)node).LosePower(random);
        }
    }
}

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
