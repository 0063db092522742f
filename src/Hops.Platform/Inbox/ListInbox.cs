using System.Globalization;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.JoinRequests;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Tours;
using Hops.Platform.Warnings;

namespace Hops.Platform.Inbox;

/// <summary>Gathers what the platform has for a user, from where each thing is; what runs of queries have to say is their supervisor's.</summary>
public static class ListInbox
{
    /// <summary>Most items that are shown: the newest.</summary>
    public const int ItemsMax = 200;

    /// <summary>A new membership is told of for so long.</summary>
    private static readonly TimeSpan MembershipLifetime = TimeSpan.FromDays(14);

    /// <summary>The items, in no order.</summary>
    public static async Task<List<InboxItem>> RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        var now = platform.Time.GetUtcNow();
        var items = new List<InboxItem>();
        foreach (var project in ProjectsOf(platform, actor))
        {
            AddMembership(items, project, actor, now);
            if (May(platform, actor, Operation.Alter, ResourceKind.Share, project))
            {
                await AddOffersAsync(platform, actor, items, project, cancellationToken);
                await AddShareRequestsAsync(platform, actor, items, project, cancellationToken);
            }

            if (May(platform, actor, Operation.Alter, ResourceKind.JoinRequest, project))
                await AddRequestsAsync(platform, actor, items, project, cancellationToken);
            if (May(platform, actor, Operation.Alter, ResourceKind.Ledger, project))
                await AddWarningsAsync(platform, items, project, cancellationToken);
            AddEnd(platform, actor, items, project, now);
        }

        var answers = await platform.Store.ReadAsync(read => JoinRequestRows.OfUserAsync(read, actor.UserId), cancellationToken);
        foreach (var answer in answers.Where(answer => answer.IsRejected && answer.IsAliveAt(now)))
        {
            if (platform.Roster.Now.Projects.GetValueOrDefault(answer.ProjectId)?.Row.Name is { } name)
                items.Add(new InboxItem(InboxKind.JoinRejected, name, name, name, name, answer.Reason, answer.Changed));
        }

        await AddShareAnswersAsync(platform, actor, items, now, cancellationToken);
        return items;
    }

    /// <summary>The projects that the credential of a user opens.</summary>
    public static IReadOnlyList<ProjectRoster> ProjectsOf(HopsPlatform platform, Principal actor) =>
        [.. platform.Roster.Now.Projects.Values.Where(project =>
            project.Members.ContainsKey(actor.UserId) && May(platform, actor, Operation.Describe, ResourceKind.Project, project))];

    private static bool May(HopsPlatform platform, Principal actor, Operation operation, ResourceKind kind, ProjectRoster project) =>
        platform.Gate.Decide(actor, operation, new Resource(kind, project.Row.Id, project.Row.Name)).Allowed;

    private static void AddMembership(List<InboxItem> items, ProjectRoster project, Principal actor, DateTimeOffset now)
    {
        var member = project.Members[actor.UserId];
        // Rows have milliseconds, what was made in this process has more.
        var isMaker = member.Added.ToUnixTimeMilliseconds() == project.Row.Created.ToUnixTimeMilliseconds();
        if (!isMaker && member.Added + MembershipLifetime > now)
            items.Add(new InboxItem(InboxKind.Membership, project.Row.Name, project.Row.Name, project.Row.Name, "", project.Row.Description, member.Added));
    }

    private static async Task AddOffersAsync(
        HopsPlatform platform, Principal actor, List<InboxItem> items, ProjectRoster project, CancellationToken cancellationToken)
    {
        foreach (var offer in await ListShares.ReceivedAsync(platform, actor, project.Row.Name, isLent: false, cancellationToken))
        {
            if (platform.Roster.Now.Projects.GetValueOrDefault(offer.OwnerId)?.Row.Name is { } owner)
                items.Add(new InboxItem(InboxKind.ShareOffer, offer.Id, project.Row.Name, Borrowings.NameOf(owner, offer.Thing), owner, offer.Note, offer.Offered));
        }
    }

    private static async Task AddShareRequestsAsync(
        HopsPlatform platform, Principal actor, List<InboxItem> items, ProjectRoster project, CancellationToken cancellationToken)
    {
        foreach (var request in await ListShareRequests.ReceivedAsync(platform, actor, project.Row.Name, cancellationToken))
        {
            if (platform.Roster.Now.Projects.GetValueOrDefault(request.BorrowerId)?.Row.Name is { } borrower)
                items.Add(new InboxItem(InboxKind.ShareRequest, request.Id, project.Row.Name, request.Name, borrower, request.Note, request.Asked));
        }
    }

    /// <summary>What became of what the user has asked for, in projects of which it is still a member.</summary>
    private static async Task AddShareAnswersAsync(
        HopsPlatform platform, Principal actor, List<InboxItem> items, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var projects = ProjectsOf(platform, actor).ToDictionary(project => project.Row.Id, project => project.Row.Name);
        var answers = await platform.Store.ReadAsync(read => ShareRequestRows.OfPartyAsync(read, ShareRequestOf.User, actor.UserId), cancellationToken);
        foreach (var answer in answers.Where(answer => answer.State != ShareRequestState.Waiting && answer.IsAliveAt(now)))
        {
            if (!projects.TryGetValue(answer.BorrowerId, out var project) || platform.Roster.Now.Projects.GetValueOrDefault(answer.OwnerId)?.Row.Name is not { } owner)
                continue;
            var kind = answer.State == ShareRequestState.Granted ? InboxKind.ShareGranted : InboxKind.ShareRefused;
            items.Add(new InboxItem(kind, answer.Id, project, ShareRequestRows.NameOf(platform, answer), owner, answer.Reason, answer.Changed));
        }
    }

    private static async Task AddRequestsAsync(
        HopsPlatform platform, Principal actor, List<InboxItem> items, ProjectRoster project, CancellationToken cancellationToken)
    {
        foreach (var request in await ListJoinRequests.OfProjectAsync(platform, actor, project.Row.Name, cancellationToken))
        {
            var user = platform.Roster.Now.Users[request.UserId].Name;
            items.Add(new InboxItem(InboxKind.JoinRequest, user, project.Row.Name, user, user, request.Note, request.Asked));
        }
    }

    private static void AddEnd(HopsPlatform platform, Principal actor, List<InboxItem> items, ProjectRoster project, DateTimeOffset now)
    {
        if (!platform.Roster.Now.Demos.TryGetValue(project.Row.Id, out var demo) || now < demo.Ends - DemoProject.ToldBefore
            || !May(platform, actor, Operation.Delete, ResourceKind.Project, project))
        {
            return;
        }

        var (name, tour) = (project.Row.Name, Tour.FindOrNull(demo.Tour)?.Title ?? demo.Tour);
        var text = string.Create(CultureInfo.InvariantCulture, $"It is deleted on {demo.Ends:d MMMM yyyy} at {demo.Ends:HH:mm} UTC, unless it is kept as an ordinary project.");
        items.Add(new InboxItem(InboxKind.DemoEnds, name, name, tour, "", text, demo.Ends - DemoProject.ToldBefore));
    }

    private static async Task AddWarningsAsync(HopsPlatform platform, List<InboxItem> items, ProjectRoster project, CancellationToken cancellationToken)
    {
        foreach (var (warning, use) in await ListWarnings.RunAsync(platform, project, cancellationToken))
            items.Add(new InboxItem(InboxKind.Quota, warning.Use, project.Row.Name, warning.Use, "", UseWarning.TextOf(use)!, warning.Since));
    }
}
