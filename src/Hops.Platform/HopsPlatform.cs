using System.Diagnostics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Announcements;
using Hops.Platform.Audit;
using Hops.Platform.Compute;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Platform.Passkeys;
using Hops.Platform.Projects;
using Hops.Platform.Registrations;
using Hops.Platform.Shares;
using Hops.Platform.Topics;
using Hops.Platform.Users;
using Hops.Schemas.Registry;

namespace Hops.Platform;

/// <summary>
/// What every operation of the platform works with: <c>CreateProject.RunAsync(platform, actor, ...)</c>. It holds no state of its own.
/// Thread safe.
/// </summary>
public sealed class HopsPlatform : IAsyncDisposable
{
    private IReadOnlyList<IProjectResource>? _resources;

    private HopsPlatform(PlatformParts parts, Roster roster, PlatformOptions options, AccountOptions accounts, TimeProvider time)
    {
        (Parts, Roster, Options, Accounts, Time) = (parts, roster, options, accounts, time);
        Journal = new AccessJournal(parts.Store, options.JournalWindow, time);
        Bearers = new Bearers(roster, options, time);
        Gate = new PlatformGate(roster, Bearers, Journal, time);
        Authentication = new PlatformAuthentication(roster, Bearers, Gate, time);
        Door = new FileDoor(parts.Files, Gate);
        Passwords = new PasswordHasher(options);
        Throttle = new SignInThrottle(time);
        Price = new PriceBoard(PriceCurve.Of(options.Compute), time);
        MailThrottle = new MailThrottle(time);
        Challenges = new PasskeyChallenges(time, accounts.PasskeyChallengeLifetime);
        SignInAttempts = new SignInAttempts(time);
        Expiry = new ShareExpiry(this);
        parts.Topics.DeletedIn = async (transaction, actor, topic) =>
            await DropShares.OfThingAsync(this, transaction, actor, new Resource(ResourceKind.Topic, topic.TenantId, topic.Name));
    }

    /// <summary>Reads everybody into memory and makes <c>/Projects</c> if there is none.</summary>
    /// <param name="parts">What it rules over.</param>
    /// <param name="options">Limits and times.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <param name="accounts">How accounts are made and sign in; null for the defaults.</param>
    public static async Task<HopsPlatform> OpenAsync(
        PlatformParts parts, PlatformOptions options, TimeProvider time, CancellationToken cancellationToken, AccountOptions? accounts = null)
    {
        var roster = await Roster.LoadAsync(parts.Store, cancellationToken);
        accounts ??= new AccountOptions();
        roster.Apply(loaded => loaded.WithSecondFactorRule(accounts.SecondFactorRequired));
        await ProjectFiles.EnsureRootAsync(parts.Files, cancellationToken);
        var platform = new HopsPlatform(parts, roster, options, accounts, time)
        {
            Announcements = await AnnouncementBoard.LoadAsync(parts.Store, cancellationToken),
        };
        platform.Expiry.Start();
        return platform;
    }

    /// <summary>Takes the one list of what belongs to projects; once, before the first request.</summary>
    public void Own(IReadOnlyList<IProjectResource> resources) => _resources = resources;

    /// <summary>The metadata database.</summary>
    public MetadataStore Store => Parts.Store;

    /// <summary>HopsFS, for the platform itself; callers from outside go through <see cref="Door"/>.</summary>
    public FileSystem.FileSystem Files => Parts.Files;

    /// <summary>The files as every protocol serves them.</summary>
    public FileDoor Door { get; }

    /// <summary>Kafka topics.</summary>
    public TopicCatalog Topics => Parts.Topics;

    /// <summary>The Kafka cluster that has the topics, where that is not the embedded broker; set before the first request.</summary>
    public TopicCluster? Cluster { get; set; }

    /// <summary>What clients of projects may produce and fetch.</summary>
    public TrafficQuotas Traffic => Parts.Traffic;

    /// <summary>The schema registry.</summary>
    public SchemaRegistry Schemas => Parts.Schemas;

    /// <summary>What belongs to projects besides the platform's own rows, given by <see cref="Own"/>.</summary>
    /// <exception cref="UnreachableException">Nobody gave it: a project would be deleted in part.</exception>
    internal IReadOnlyList<IProjectResource> Resources => _resources ?? throw new UnreachableException("the platform was given no resources");

    /// <summary>Waits for what modules have begun because a project or a membership has ended.</summary>
    internal Task SettledAsync() => Task.WhenAll(Resources.Select(resource => resource.SettledAsync()));

    /// <summary>Waits for the Kafka cluster to have what was committed; with the embedded broker there is nothing to wait for.</summary>
    internal Task ProvisionedAsync() => Cluster?.SettledAsync() ?? Task.CompletedTask;

    private PlatformParts Parts { get; }

    /// <summary>Users, projects, members, as they are now.</summary>
    public Roster Roster { get; }

    /// <summary>Who it is, for every protocol.</summary>
    public IAuthentication Authentication { get; }

    /// <summary>What it may do, for every protocol.</summary>
    public PlatformGate Gate { get; }

    /// <summary>Limits and times.</summary>
    public PlatformOptions Options { get; }

    /// <summary>How accounts are made and sign in.</summary>
    public AccountOptions Accounts { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What everybody is told at this moment.</summary>
    public required AnnouncementBoard Announcements { get; init; }

    /// <summary>The price of compute at this moment.</summary>
    public PriceBoard Price { get; }

    /// <summary>The price of compute for a project: nothing for one that a tour has made.</summary>
    internal PriceNow PriceIn(long projectId) => Roster.Now.Demos.ContainsKey(projectId) ? Price.Now with { Thousandths = Charge.Free } : Price.Now;

    /// <summary>Called with the name of a user whose new password is stored.</summary>
    internal Action<string>? PasswordChanged { get; set; }

    /// <summary>Which credentials are alive.</summary>
    internal Bearers Bearers { get; }

    internal PasswordHasher Passwords { get; }

    internal SignInThrottle Throttle { get; }

    internal MailThrottle MailThrottle { get; }

    /// <summary>Who vouches for people besides their passwords.</summary>
    public Issuers Issuers => Parts.Issuers;

    /// <summary>Sign-ins by issuers that are under way.</summary>
    internal SignInAttempts SignInAttempts { get; }

    /// <summary>Sends mails, later.</summary>
    internal Outbox Outbox => Parts.Outbox;

    /// <summary>Where links in mails lead to; never what a request says the server is called.</summary>
    internal Uri WebAddress => Accounts.WebAddress ?? Parts.WebAddress();

    /// <summary>Where passkeys are made and used; asked for each time, for ports may be free ones.</summary>
    internal PasskeyPlace PasskeyPlace => PasskeyPlace.Of(Accounts, WebAddress);

    /// <summary>What devices are to sign.</summary>
    internal PasskeyChallenges Challenges { get; }

    internal AccessJournal Journal { get; }

    internal ShareExpiry Expiry { get; }

    /// <summary>Writes what is left for the audit trail; before the store is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await Expiry.DisposeAsync();
        await Journal.DisposeAsync();
        Passwords.Dispose();
    }

    /// <summary>Refuses what <see cref="Access.Access.Decide"/> refuses.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>ExportDenied</c> or <c>AccessDenied</c>.</exception>
    public void Demand(Principal actor, Operation operation, Resource resource) => Gate.Demand(actor, operation, resource);

    /// <summary>What is said of a user who is not there.</summary>
    public static PlatformException NoUser(string name) => new(ErrorCode.NotFound, $"There is no user '{name}'.");

    /// <summary>A project by name, for a caller who may see it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: none, or not the caller's.</exception>
    public ProjectRoster FindProject(Principal actor, string name)
    {
        var project = Roster.Now.FindProject(name);
        var resource = new Resource(ResourceKind.Project, project?.Row.Id ?? PlatformGate.NoProject, name);
        var decision = Gate.Decide(actor, Operation.Describe, resource);
        if (decision.Allowed && project is not null)
            return project;
        if (decision.Allowed)
            decision = Decision.Hide();
        throw MissingName.Project(this, actor, Gate.Refuse(actor, Operation.Describe, resource, decision), name);
    }

    /// <summary>Appends to the audit trail in the transaction of the change.</summary>
    internal static ValueTask AuditAsync(
        WriteTransaction transaction, Principal actor, long projectId, string action, string target, string detail = "") =>
        AuditLog.AppendAsync(
            transaction,
            new AuditRecord
            {
                ProjectId = projectId,
                Actor = actor.Name,
                CredentialId = actor.CredentialId,
                Action = action,
                Target = target,
                Detail = detail,
            });

    internal static void CheckRevision(long? expected, long actual)
    {
        if (expected is { } revision && revision != actual)
            throw new PlatformException(ErrorCode.PreconditionFailed, "It was changed by somebody else meanwhile: read it again and repeat.");
    }
}
