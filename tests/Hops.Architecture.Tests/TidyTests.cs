using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hops.Architecture.Tests;

/// <summary>The rules of STYLE.md that a machine can check; each names what to do instead.</summary>
public sealed partial class TidyTests
{
    private const int FileLinesMax = 500;
    private const int MethodLinesMax = 70;
    private const int ParametersMax = 6;

    private static readonly string[] BannedTypeEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Impl", "Service"];

    private static readonly string[] BannedCalls =
        ["FlushToDisk(", ".Flush(true)", ".Flush(flushToDisk", "NotImplementedException", "Thread.Sleep(", "DateTime.UtcNow", "DateTime.Now"];

    private static readonly string[] RootEntries =
    [
        ".ci", ".editorconfig", ".gitignore", "ARCHITECTURE.md", "BannedSymbols.txt", "bench", "CHANGELOG.md", "CONTRIBUTING.md",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "docs", "eng", "global.json", "Hops.slnx", "LICENSE",
        "Makefile", "README.md", "samples", "src", "STYLE.md", "tests", "web",
    ];

    [Fact]
    public void A_file_is_at_most_500_lines_long()
    {
        var longFiles = Repository.SourceFiles
            .Select(file => (Name: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > Ratchet.FileLines.GetValueOrDefault(file.Name, FileLinesMax))
            .Select(file => $"{file.Name}: {file.Lines} lines");
        longFiles.ShouldBeEmpty("split the responsibility, not the file");
    }

    [Fact]
    public void A_method_is_at_most_70_lines_long_and_a_constructor_takes_at_most_6_parameters()
    {
        Repository.SourceFiles.SelectMany(Offences).ShouldBeEmpty("name the steps; pass what belongs together as one thing");
    }

    [Fact]
    public void The_ratchet_names_only_what_is_still_too_long()
    {
        var settled = Ratchet.FileLines.Where(entry =>
            !File.Exists(Path.Combine(Repository.Root, entry.Key))
            || File.ReadLines(Path.Combine(Repository.Root, entry.Key)).Count() <= FileLinesMax);
        settled.ShouldBeEmpty("take these entries out of Ratchet.cs");
    }

    [Fact]
    public void One_statement_on_one_line_has_no_braces()
    {
        BracedLines().ShouldBeEmpty("leave the braces away; they are for bodies of more than one line, and for every branch beside one");
    }

    [Fact]
    public void Type_names_say_what_a_thing_is()
    {
        var wrong =
            from file in Repository.SourceFiles
            let name = Path.GetFileNameWithoutExtension(file).Split('.')[0]
            where BannedTypeEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            select Repository.Relative(file);
        wrong.ShouldBeEmpty("name it after its subject");
    }

    [Fact]
    public void Banned_calls_and_left_over_notes_are_nowhere()
    {
        var wrong =
            from file in Repository.SourceFiles
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where BannedCalls.Any(call => line.Text.Contains(call, StringComparison.Ordinal)) || LeftOver().IsMatch(line.Text)
            select $"{Repository.Relative(file)}:{line.Number}: {line.Text.Trim()}";
        wrong.ShouldBeEmpty("sync through Hops.Core.Storage.DiskFile, take time from TimeProvider, finish what is begun");
    }

    [Fact]
    public void The_directory_of_projects_is_written_in_one_place()
    {
        var literals =
            from file in Repository.SourceFiles
            where Repository.Relative(file) != "src/Hops.Core/Identity/Names.cs"
            from token in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantTokens()
            where token.RawKind is (int)SyntaxKind.StringLiteralToken or (int)SyntaxKind.InterpolatedStringTextToken
            where token.ValueText.Contains("/Projects", StringComparison.Ordinal)
            select $"{Repository.Relative(file)}:{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {token.ValueText}";
        literals.ShouldBeEmpty("say Names.ProjectsDirectory, Names.ProjectDirectory(project), or Names.DatasetOfPath(path)");
    }

    [Fact]
    public void The_root_holds_only_what_is_listed()
    {
        var tracked = Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName);
        tracked.Except([.. RootEntries, ".git", ".run", ".tools", "artifacts"]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_and_folder_that_a_document_names_exists()
    {
        var documents = Repository.Files("src", "*.md").Concat(Repository.Files("docs", "*.md")).Concat(Repository.Files("bench", "*.md"))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var missing =
            from document in documents
            from Match match in NamedPath().Matches(File.ReadAllText(document))
            let path = match.Groups["path"].Value
            where !File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path))
            select $"{Repository.Relative(document)} names {path}";
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_has_a_readme_and_a_place_in_the_code_map()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        foreach (var project in Repository.Files("src", "*.csproj"))
        {
            File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "README.md")).ShouldBeTrue($"{project} has no README.md beside it");
            map.ShouldContain($"`{Path.GetFileNameWithoutExtension(project)}`");
        }
    }

    [Fact]
    public void A_package_is_named_in_the_adr_of_dependencies()
    {
        var decision = File.ReadAllText(Path.Combine(Repository.Root, "docs/adr/0003-dependencies.md"));
        var packages = Repository.Files("src", "*.csproj")
            .SelectMany(project => PackageName().Matches(File.ReadAllText(project)))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);
        packages.Where(name => !decision.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> BracedLines() =>
        from file in Repository.SourceFiles
        let root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot()
        from body in root.DescendantNodes().OfType<BlockSyntax>()
        where body.Parent is IfStatementSyntax { Else: null, Parent: not ElseClauseSyntax } or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax
        where body.Statements is [ExpressionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax]
        where Lines(body.Statements[0]) == 1 && Lines(body) == 3 && !body.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        where StartLine(body) == StartLine(body.Parent!) + 1
        select $"{Repository.Relative(file)}:{StartLine(body)}";

    private static int StartLine(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static IEnumerable<string> Offences(string file)
    {
        var relative = Repository.Relative(file);
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
        foreach (var method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            var name = method is MethodDeclarationSyntax named ? named.Identifier.Text : ".ctor";
            var body = (SyntaxNode?)method.Body ?? method.ExpressionBody;
            var lines = body is null ? 0 : Lines(body);
            if (lines > Ratchet.MethodLines.GetValueOrDefault($"{relative}:{name}", MethodLinesMax))
                yield return $"{relative}:{name}: {lines} lines";
            if (method is ConstructorDeclarationSyntax && Count(method.ParameterList) > ParametersMax)
                yield return $"{relative}:{name}: {Count(method.ParameterList)} parameters";
        }

        foreach (var type in root.DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            if (type.ParameterList is { } parameters && Count(parameters) > ParametersMax)
                yield return $"{relative}:{type.Identifier.Text}: {Count(parameters)} parameters";
        }
    }

    /// <summary>How many a caller must give: a list at the end may be left away.</summary>
    private static int Count(ParameterListSyntax list) => list.Parameters.Count(parameter => !parameter.Modifiers.Any(modifier => modifier.RawKind == (int)SyntaxKind.ParamsKeyword));

    private static int Lines(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|bench|eng|samples)/[A-Za-z0-9_./-]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedPath();

    [GeneratedRegex("PackageReference Include=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageName();
}
