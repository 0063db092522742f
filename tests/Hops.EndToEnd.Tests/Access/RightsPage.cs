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
    public static string Cell(string kind, string operation, string standing)
    {
        var column = Rows.Value[0].IndexOf(standing);
        column.ShouldBeGreaterThan(1, standing);
        return Rows.Value.Single(row => row[0] == kind && row[1] == operation)[column];
    }

    private static List<List<string>> Read()
    {
        var page = File.ReadAllText(Path.Combine(SpineRequirement.Root, "docs/access.md"));
        var part = page.Split("\n## ").Single(each => each.StartsWith("In a project\n", StringComparison.Ordinal));
        return [.. part.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList())];
    }
}
