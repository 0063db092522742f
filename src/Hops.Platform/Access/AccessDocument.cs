using System.Text;

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
            .AppendLine("Generated from `AccessRules` in `src/Hops.Platform/Access`; a test compares them. Every gate (REST, WebHDFS, Kafka, schema")
            .AppendLine("registry) asks the same function, `Access.Decide`. What has no row is refused to everybody.")
            .AppendLine()
            .AppendLine("- **allow**: may. **deny**: is told that it may not. **hide**: it looks as if the thing did not exist.")
            .AppendLine("- **export**: refused because the data would leave the project. **self**: only on the caller's own.")
            .AppendLine("- *Owner* and *scientist* come from outside with a credential of their own; *runner* is a query or statement that the platform")
            .AppendLine("  runs for either of them; *administrator* is one who is not a member; *anyone* is any other user who is signed in.")
            .AppendLine("- A token allows at most its scopes; for files the permission bits of owner, group and mode are checked besides.")
            .AppendLine();
        Append(text, "In a project", AccessRules.InProject);
        Append(text, "Outside of any project", AccessRules.Outside);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<AccessRule> rules)
    {
        text.AppendLine($"## {title}").AppendLine();
        text.AppendLine("| thing | operation | owner | scientist | runner | administrator | anyone |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var rule in rules)
            text.AppendLine(
                $"| {rule.Kind} | {rule.Operation} | {Cell(rule.Owner)} | {Cell(rule.Scientist)} | {Cell(rule.Runner)} | {Cell(rule.Administrator)} | {Cell(rule.Anyone)} |");
        text.AppendLine();
    }

    private static string Cell(Grant grant) => grant.ToString().ToLowerInvariant();
}
