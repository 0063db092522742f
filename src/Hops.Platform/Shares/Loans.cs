using Hops.Core.Identity;
using Hops.Platform.Access;

namespace Hops.Platform.Shares;

/// <summary>What a project borrows at this moment.</summary>
internal static class Loans
{
    /// <summary>All of a kind, in order of name, without what has expired.</summary>
    public static IEnumerable<Loan> Of(HopsPlatform platform, ProjectRoster project, ResourceKind kind) =>
        project.Borrowed.Of(kind).Select(borrowed => Of(platform, project, borrowed.Name, borrowed.Thing)).OfType<Loan>();

    /// <summary>What a name stands for, or null.</summary>
    public static Loan? Find(HopsPlatform platform, ProjectRoster project, ResourceKind kind, string name) =>
        project.Borrowed.Find(kind, name) is { } thing ? Of(platform, project, name, thing) : null;

    private static Loan? Of(HopsPlatform platform, ProjectRoster project, string name, Resource thing) =>
        platform.Roster.Now.Shares.Find(project.Row.Id, thing, platform.Time.GetUtcNow()) is { } share ? new Loan(name, share) : null;
}

/// <summary>Something borrowed.</summary>
/// <param name="Name">The name by which members of the borrower know it.</param>
/// <param name="Share">The share.</param>
internal sealed record Loan(string Name, Share Share);
