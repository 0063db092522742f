using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>The table of rights as the documentation has it, docs/access.md: what is promised to people is what the doors are held to.</summary>
internal static class RightsPage
{
    private static readonly Lazy<List<List<string>>> Rows = new(Read);

    /// <summary>What somebody gets who wants to do something in a project: <c>allow</c>, <c>deny</c>, <c>hide</c> or <c>export</c>.</summary>
    /// <param name="kind">The thing, as the page names it.</param>
    /// <param name="operation">What is done to it.</param>
    /// <param name="standing">Heading of the column.</param>
    public static string Cell(string kind, string operation, string standing) => Row(kind, operation)[Column(standing)];

    /// <summary>True if it stays allowed to a standing in an archived project.</summary>
    public static bool IsKeptInArchive(string kind, string operation, string standing)
    {
        var kept = Row(kind, operation)[Column("in an archive")];
        return kept == "all" || kept.Split(", ").Contains(standing);
    }

    private static List<string> Row(string kind, string operation) => Rows.Value.Single(row => row[0] == kind && row[1] == operation);

    private static int Column(string heading)
    {
        var column = Rows.Value[0].IndexOf(heading);
        column.ShouldBeGreaterThan(1, heading);
        return column;
    }

    private static List<List<string>> Read()
    {
        var page = File.ReadAllText(Path.Combine(SpineRequirement.Root, "docs/access.md"));
        var part = page.Split("\n## ").Single(each => each.StartsWith("In a project\n", StringComparison.Ordinal));
        return [.. part.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList())];
    }
}
