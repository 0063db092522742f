using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Members;

namespace Hops.Platform.Projects;

/// <summary>Makes a project with its directory and its first Data Owner, the caller: all in one transaction, or nothing.</summary>
public static class CreateProject
{
    /// <summary>Makes it, with the members that it begins with besides the caller.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the name, or one of the members, <c>AlreadyExists</c>, <c>LimitExceeded</c>, <c>AccessDenied</c>.</exception>
    public static async Task<Project> RunAsync(
        HopsPlatform platform, Principal actor, string name, string description, CancellationToken cancellationToken, IReadOnlyList<MemberWish>? members = null)
    {
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Project, 0, name));
        Names.CheckNew("project", name);
        CheckDescription(description);
        AddMember.CheckWishes(members ?? []);
        var project = new Project
        {
            Id = OpaqueId.Next(),
            Name = name,
            Description = description,
            CreatorId = actor.UserId,
            QuotaBytes = platform.Options.ProjectQuotaBytes,
            Created = platform.Time.GetUtcNow(),
        };
        var ids = await ProjectFiles.ReserveAsync(platform.Files, ProjectFiles.PathOf(name), cancellationToken);
        var owner = new Member(project.Id, actor.UserId, ProjectRole.DataOwner, project.Created);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await CheckNameAsync(transaction, actor, name);
                await CheckLimitAsync(transaction, actor, platform.Options.ProjectsPerUserMax);
                if (!await transaction.InsertAsync(Project.Table, project))
                    throw Taken(name);
                await transaction.InsertAsync(ProjectOfCreator.Table, new ProjectOfCreator(actor.UserId, project.Id));
                await transaction.InsertAsync(Member.Table, owner);
                await ProjectFiles.MakeProjectAsync(platform.Files, transaction, ids, project);
                await HopsPlatform.AuditAsync(transaction, actor, project.Id, "project.create", name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithProject(project).WithMember(owner));
                await AddAsync(platform, transaction, actor, project.Id, members ?? []);
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

    private static async Task CheckLimitAsync(WriteTransaction transaction, Principal actor, int limit)
    {
        var made = await transaction.ScanAsync(ProjectOfCreator.Table, Key.Of(actor.UserId), null, limit + 1);
        if (made.Count >= limit)
            throw new PlatformException(ErrorCode.LimitExceeded, $"You have made {limit} projects, as many as you may: delete one first.")
                .With("limit", limit).With("used", made.Count);
    }

    private static PlatformException Taken(string name) => new(ErrorCode.AlreadyExists, $"The project name '{name}' is taken: choose another.");
}
