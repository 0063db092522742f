using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// The directories of the paths of an operation, resolved ahead of its transaction; each holds as long as no directory changes (ADR 0016), and
/// then a path costs one read instead of one for each of its names.
/// </summary>
internal sealed class Hints
{
    private const int DirectoriesMax = 64;

    private readonly Dictionary<FilePath, Hint> _byDirectory = [];

    /// <summary>Nothing was resolved.</summary>
    internal static Hints None { get; } = new();

    /// <summary>The hint of a directory, if it was resolved.</summary>
    internal Hint? Find(FilePath directory) => _byDirectory.GetValueOrDefault(directory);

    /// <summary>Resolves the directories above paths.</summary>
    internal static async ValueTask<Hints> AheadAsync(Volume volume, IEnumerable<FilePath> paths, CancellationToken cancellationToken)
    {
        var hints = new Hints();
        foreach (var path in paths)
        {
            if (hints._byDirectory.Count >= DirectoriesMax)
                break;
            if (!hints._byDirectory.ContainsKey(path.Parent)
                && await Resolve.AheadAsync(volume, path.Parent, cancellationToken) is { } hint)
                hints._byDirectory.Add(path.Parent, hint);
        }

        return hints;
    }
}

/// <summary>A lineage that was resolved ahead of a write, with the stamp that tells whether it still holds.</summary>
internal sealed record Hint(Lineage Lineage, long Stamp);
