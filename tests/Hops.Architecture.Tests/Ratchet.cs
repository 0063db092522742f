namespace Hops.Architecture.Tests;

/// <summary>What is above the sizes of STYLE.md today. Entries only shrink or go.</summary>
internal static class Ratchet
{
    /// <summary>Path of a file, and the lines that it may have.</summary>
    public static IReadOnlyDictionary<string, int> FileLines { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Path and name of a method, and the lines that it may have.</summary>
    public static IReadOnlyDictionary<string, int> MethodLines { get; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
