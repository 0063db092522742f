using System.Globalization;
using System.Text.RegularExpressions;

namespace Hops.Architecture.Tests;

/// <summary>docs/security-tests.md names tests that are there: the page cannot promise what nothing holds any more.</summary>
public sealed partial class SecurityPageTests
{
    private const int Faults = 17;
    private static readonly string[] Points = ["S-06", "S-09", "S-10", "S-11", "S-12"];

    [Fact]
    public void Every_row_names_tests_and_each_of_them_is_there()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security-tests.md")).Where(line => Row().IsMatch(line)).ToList();
        rows.Where(row => !Named().IsMatch(row)).ShouldBeEmpty("name the tests that prove it");

        var sources = Repository.Files("tests", "*.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);
        rows.SelectMany(row => Named().Matches(row)).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .Where(name => !sources[name.Trim('`').Split('.')[0]].Any(file => IsIn(file, name.Trim('`').Split('.')[1])))
            .ShouldBeEmpty("name what took their place");
    }

    [Fact]
    public void Every_fault_and_every_point_has_a_row()
    {
        var there = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security-tests.md")).Select(line => Row().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["number"].Value).Distinct(StringComparer.Ordinal);
        there.ShouldBe(Enumerable.Range(1, Faults).Select(number => number.ToString(CultureInfo.InvariantCulture)).Concat(Points), ignoreOrder: true);
    }

    /// <summary>True if a file has a test of that name: the line before its method, or one above, makes it one.</summary>
    private static bool IsIn(string file, string method)
    {
        var lines = File.ReadAllLines(file);
        var at = Array.FindIndex(lines, line => line.Contains($" {method}(", StringComparison.Ordinal));
        return at > 0 && lines[at - 1].TrimStart() is { } above && above.StartsWith('[') && (above.Contains("Fact", StringComparison.Ordinal) || above.Contains("Data(", StringComparison.Ordinal) || above.Contains("Theory", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<number>\d+|S-\d\d) \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`\w+\.\w+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
