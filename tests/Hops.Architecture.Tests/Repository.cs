namespace Hops.Architecture.Tests;

/// <summary>The checkout that is tested: its tracked files, as text.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", ".git", ".tools", ".run"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string below, string pattern) =>
        Directory.Exists(Path.Combine(Root, below))
            ? Directory.EnumerateFiles(Path.Combine(Root, below), pattern, SearchOption.AllDirectories)
                .Where(file => !Relative(file).Split('/').Intersect(Skipped, StringComparer.Ordinal).Any())
                .Order(StringComparer.Ordinal)
            : [];

    public static IEnumerable<string> SourceFiles => Files("src", "*.cs");

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "Hops.slnx")))
            directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("Hops.slnx was not found above the test assembly");
    }
}
