using Hops.Core.Identity;
using Hops.Platform.Access;

namespace Hops.Platform.Projects;

/// <summary>The projects that a caller may see: its own; all for an administrator.</summary>
public static class ListProjects
{
    /// <summary>Projects after a name, in order of name.</summary>
    public static IReadOnlyList<ProjectRoster> Run(HopsPlatform platform, Principal actor, string nameAfter, int limit) =>
        platform.Roster.Now.Projects.Values
            .Where(project => string.CompareOrdinal(project.Row.Name, nameAfter) > 0)
            .Where(project => platform.Gate.Decide(
                actor, Operation.Describe, new Resource(ResourceKind.Project, project.Row.Id, project.Row.Name)).Allowed)
            .OrderBy(project => project.Row.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
}
