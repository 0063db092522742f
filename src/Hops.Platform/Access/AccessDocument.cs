using System.Text;
using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>Writes the access table as the page <c>docs/access.md</c>; a test holds the two together.</summary>
public static class AccessDocument
{
    /// <summary>The page.</summary>
    public static string Render()
    {
        var text = new StringBuilder()
            .AppendLine("# Who may do what")
            .AppendLine()
            .AppendLine("Generated from `AccessRules` in `src/Hops.Platform/Access`; a test compares them. Every door (REST, WebHDFS, Kafka, schema")
            .AppendLine("registry) asks the same function, `Access.Decide`. What has no row is refused to everybody.")
            .AppendLine()
            .AppendLine("- **allow**: may. **deny**: is told that it may not. **hide**: it looks as if the thing did not exist.")
            .AppendLine("- **export**: refused because the data would leave the project. **self**: only on the caller's own.")
            .AppendLine("- *Owner* and *scientist* come from outside with a credential of their own; *runner* is a query or statement that the platform")
            .AppendLine("  runs for either of them; *borrower* is a member of a project with which the dataset or topic is shared, and what a borrower")
            .AppendLine("  may is less where the share is for reading only: then all that changes something is denied;")
            .AppendLine("  *administrator* is one who is not a member; *anyone* is any other user who is signed in.")
            .AppendLine("- In an archived project only what its column names stays as it is: *all* for what is seen, else owner and others by name. The rest of what was")
            .AppendLine("  allowed is refused as `project-archived`; a runner finishes its batch and stops, and none is started. What an archived project lends is")
            .AppendLine("  closed to borrowers, and an archived project does nothing with what it borrows.")
            .AppendLine("- A token allows at most its scopes; for files the permission bits of owner, group and mode are checked besides.")
            .AppendLine();
        Append(text, "In a project", AccessRules.InProject, Enum.GetValues<Standing>());
        Append(text, "Outside of any project", AccessRules.Outside, [Standing.Runner, Standing.Administrator, Standing.Anyone]);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<AccessRule> rules, IReadOnlyList<Standing> columns)
    {
        text.AppendLine($"## {title}").AppendLine();
        var hasArchive = ReferenceEquals(rules, AccessRules.InProject);
        text.AppendLine($"| thing | operation | {string.Join(" | ", columns.Select(Heading))} |{(hasArchive ? " in an archive |" : "")}");
        text.AppendLine($"|---|---|{string.Concat(columns.Select(_ => "---|"))}{(hasArchive ? "---|" : "")}");
        foreach (var rule in rules)
        {
            text.AppendLine(
                $"| {rule.Kind} | {rule.Operation} | {string.Join(" | ", columns.Select(column => Cell(rule[column])))} |{(hasArchive ? $" {Kept(rule)} |" : "")}");
        }

        text.AppendLine();
    }

    private static string Kept(AccessRule rule)
    {
        if (rule.Operation == Operation.Describe)
            return "all";
        var kept = Enum.GetValues<Standing>().Where(standing => standing != Standing.Runner && rule.IsKeptInArchive(standing)).Select(Heading).ToList();
        return kept.Count == 0 ? "-" : string.Join(", ", kept);
    }

    private static string Heading(Standing standing) => standing == Standing.BorrowerRunner ? "borrower's runner" : standing.ToString().ToLowerInvariant();

    private static string Cell(Grant grant) => grant.ToString().ToLowerInvariant();
}
