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
