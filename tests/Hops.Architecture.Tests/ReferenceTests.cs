using System.Xml.Linq;

namespace Hops.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. Repository.Files("src", "*.csproj").Select(Repository.Relative)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_projects_that_the_table_allows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        AllowedReferences.Table.ContainsKey(name).ShouldBeTrue("add the project to AllowedReferences.cs, below all that it uses");
        References(project).Except(AllowedReferences.Table[name]).ShouldBeEmpty($"{name} may not refer to these");
    }

    [Fact]
    public void The_table_itself_points_downwards_only()
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, references) in AllowedReferences.Table)
        {
            references.Except(above).ShouldBeEmpty($"{name} stands above what it refers to");
            above.Add(name);
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_source_file_uses_only_namespaces_of_allowed_projects(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var allowed = AllowedReferences.Table[name].Append(name).ToHashSet(StringComparer.Ordinal);
        var wrong =
            from file in Repository.Files(Path.GetDirectoryName(project)!, "*.cs")
            from line in File.ReadLines(file)
            where line.StartsWith("using Hops.", StringComparison.Ordinal)
            let used = string.Join('.', line["using ".Length..].TrimEnd(';').Split('.').Take(2))
            where !allowed.Contains(used)
            select $"{Repository.Relative(file)}: {line}";
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
