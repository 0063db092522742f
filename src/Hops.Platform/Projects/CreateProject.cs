using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Compute;
using Hops.Platform.Members;
using Hops.Platform.Tours;

namespace Hops.Platform.Projects;

/// <summary>Makes a project with its directory and its first Data Owner, the caller: all in one transaction, or nothing.</summary>
public static class CreateProject
{
    /// <summary>Makes an ordinary one.</summary>
    /// <exception cref="PlatformException">As below.</exception>
    public static Task<Project> RunAsync(
        HopsPlatform platform, Principal actor, string name, string description, CancellationToken cancellationToken, IReadOnlyList<MemberWish>? members = null) =>
        RunAsync(platform, actor, new ProjectWish(name, description, members ?? []), cancellationToken);

    /// <summary>Makes it, with the members that it begins with besides the caller.</summary>
    /// <exception cref="PlatformException">
    /// <c>InvalidArgument</c>: the name, or one of the members, <c>AlreadyExists</c>, <c>LimitExceeded</c>, <c>AccessDenied</c>; <c>NotFound</c>: the tour.
    /// </exception>
    public static async Task<Project> RunAsync(HopsPlatform platform, Principal actor, ProjectWish wish, CancellationToken cancellationToken)
    {
        var name = wish.Name;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Project, 0, name));
        Names.CheckNew("project", name);
        CheckDescription(wish.Description);
        AddMember.CheckWishes(wish.Members);
        var tour = wish.Tour is null ? null : Tour.Find(wish.Tour);
        var options = platform.Options;
        var project = new Project
        {
            Id = OpaqueId.Next(),
            Name = name,
            Description = wish.Description,
            CreatorId = actor.UserId,
            QuotaBytes = tour is null ? options.ProjectQuotaBytes : options.Tours.ProjectQuotaBytes,
            Created = platform.Time.GetUtcNow(),
        };
        var ids = await ProjectFiles.ReserveAsync(platform.Files, ProjectFiles.PathOf(name), cancellationToken);
        var owner = new Member(project.Id, actor.UserId, ProjectRole.DataOwner, project.Created);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await CheckNameAsync(transaction, actor, name);
                if (!await transaction.InsertAsync(Project.Table, project))
                    throw Taken(name);
                if (tour is null)
                    await CountAsync(platform, transaction, actor.UserId, project.Id);
                else
                    await MakeDemoAsync(platform, transaction, project, tour);
                await transaction.InsertAsync(Member.Table, owner);
                await ProjectFiles.MakeProjectAsync(platform.Files, transaction, ids, project);
                await HopsPlatform.AuditAsync(transaction, actor, project.Id, "project.create", name, tour is null ? "" : $$"""{"tour":"{{tour.Id}}"}""");
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(project).WithMember(owner));
                await AddAsync(platform, transaction, actor, project.Id, wish.Members);
                return true;
            },
            cancellationToken);
        return project;
    }

    internal static void CheckDescription(string description)
    {
        if (description.Length > Project.DescriptionLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A description has at most {Project.DescriptionLengthMax} characters.")
                .With("field", "description");
    }

    private static async Task AddAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, long projectId, IReadOnlyList<MemberWish> members)
    {
        foreach (var wish in members)
        {
            var addition = await AddMember.InsertAsync(platform, transaction, actor, projectId, wish);
            if (addition.Member is null)
                throw new PlatformException(ErrorCode.InvalidArgument, addition.Reason).With("field", "members").With("user", wish.User);
        }
    }

    private static async Task CheckNameAsync(WriteTransaction transaction, Principal actor, string name)
    {
        var reserved = await transaction.GetAsync(ReservedName.Table, Key.Of(name), LockMode.Write);
        if (reserved is null)
            return;
        if (reserved.Until > transaction.Now && reserved.CreatorId != actor.UserId)
            throw Taken(name);
        await transaction.DeleteAsync(ReservedName.Table, Key.Of(name));
    }

    /// <summary>Counts a project as one of its maker. Demo projects are not: tours can be taken by who has as many as a user may have.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>.</exception>
    internal static async Task CountAsync(HopsPlatform platform, WriteTransaction transaction, long makerId, long projectId)
    {
        var limit = platform.Options.ProjectsPerUserMax;
        var made = await transaction.ScanAsync(ProjectOfCreator.Table, Key.Of(makerId), null, limit + 1);
        if (made.Count >= limit)
            throw new PlatformException(ErrorCode.LimitExceeded, $"You have made {limit} projects, as many as you may: delete one first.")
                .With("limit", limit).With("used", made.Count);
        await transaction.InsertAsync(ProjectOfCreator.Table, new ProjectOfCreator(makerId, projectId));
    }

    private static async Task MakeDemoAsync(HopsPlatform platform, WriteTransaction transaction, Project project, Tour tour)
    {
        var ends = project.Created + TimeSpan.FromDays(platform.Options.Tours.ProjectDays);
        var demo = await DemoProject.InsertAsync(transaction, tour, new DemoProject(project.Id, project.CreatorId, tour.Id, Place: 0, ends));
        await ComputeQuota.SetDemoAsync(platform, transaction, project.Id);
        platform.Roster.OnCommitted(transaction, roster => roster.WithDemo(demo));
    }

    private static PlatformException Taken(string name) => new(ErrorCode.AlreadyExists, $"The project name '{name}' is taken: choose another.");
}

/// <summary>A project to be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Members">Who is a member from the beginning, besides its maker.</param>
public sealed record ProjectWish(string Name, string Description, IReadOnlyList<MemberWish> Members)
{
    /// <summary>Id of the tour that makes it, for a demo project; null for an ordinary one.</summary>
    public string? Tour { get; init; }
}
