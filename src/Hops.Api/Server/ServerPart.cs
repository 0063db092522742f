using Hops.Core.Health;

namespace Hops.Api.Server;

/// <summary>The parts of a server and which findings belong to each; a finding that none claims is the server's own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">The role that has it; null if every server has.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Subjects">How the subjects of its findings begin.</param>
internal sealed record ServerPart(string Name, string? Role, string Purpose, params string[] Subjects)
{
    private static readonly IReadOnlyList<ServerPart> All =
    [
        new("Metadata database", null, "Users, projects, rights, names of files, the audit trail. Without it nothing is served.", "metadata database"),
        new("Disk", null, "Room for files, records and the database. When it is full, only deleting goes on.", "disk"),
        new("Files", "namenode", "HopsFS over WebHDFS and REST, for people, queries and programs.", "blocks", "file"),
        new("Kafka", "broker", "Topics and consumer groups. Without it nothing is produced or consumed, and queries wait.", "topic"),
        new("Schema registry", "registry", "Schemas of topics. Without it no typed record is written or read.", "schema"),
        new("REST and pages", "api", "The interface of the command line, the pages and of programs.", "api"),
        new("Queries", "supervisor", "Streaming queries and SQL, each in a process of its own.", "quer"),
        new("Search", null, "The index over what people look for; it is made again from the database.", "search"),
        new("Mail", null, "Registrations, new passwords and warnings by mail.", "mail"),
    ];

    internal static IReadOnlyList<ServerPartView> ViewsOf(IReadOnlyList<Finding> findings, ServerStanding standing)
    {
        var views = All.Select(part => part.ViewOf([.. findings.Where(part.Claims)], standing)).ToList();
        var others = findings.Where(finding => !All.Any(part => part.Claims(finding))).ToArray();
        return others.Length == 0 ? views : [new ServerPart("Server", null, "The process itself.").ViewOf(others, standing), .. views];
    }

    private bool Claims(Finding finding) => Subjects.Any(subject => finding.Subject.StartsWith(subject, StringComparison.OrdinalIgnoreCase));

    private ServerPartView ViewOf(Finding[] findings, ServerStanding standing) => new(
        Name,
        StateOf(findings, standing),
        findings.Length == 0 ? standing.Started : findings.Where(finding => finding.Severity == findings[0].Severity).Min(finding => finding.Since),
        Purpose,
        [.. findings.Select(finding => finding.Message)]);

    private PartState StateOf(Finding[] findings, ServerStanding standing) => findings switch
    {
        [{ Severity: HealthSeverity.Failing }, ..] => PartState.Failing,
        [_, ..] => PartState.Warning,
        [] when Role is not null && !standing.Roles.Contains(Role) => PartState.Off,
        [] => PartState.Ok,
    };
}
