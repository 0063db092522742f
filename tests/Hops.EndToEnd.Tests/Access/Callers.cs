using System.Net.Http.Headers;
using System.Text;
using Hops.Client.Rest;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Somebody who asks for things of a project.</summary>
/// <param name="Standing">As what he stands before them: a heading of the page of rights.</param>
/// <param name="Lender">The project whose things are asked for.</param>
/// <param name="Credential">Name and secret of the project-user; of who is a member of no project, those of nobody.</param>
/// <param name="Rest">REST as that user.</param>
/// <param name="Token">Token by which he is signed in.</param>
internal sealed record Caller(string Standing, string Lender, BrokerCredential Credential, PlatformClient Rest, string Token)
{
    /// <summary>What he shows at a door that speaks HTTP: an administrator, who has no credential of a project, his token.</summary>
    public AuthenticationHeaderValue Authorization => Standing == "administrator"
        ? new AuthenticationHeaderValue("Bearer", Token)
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Credential.Name}:{Credential.Secret}")));

    /// <summary>True if the project is archived.</summary>
    public bool IsInArchive => Lender == Callers.Archived;

    /// <summary>What he gets who wants to do something, as the page of rights has it: a cell of it, or <c>closed</c>.</summary>
    public string Cell(string kind, string operation) => IsInArchive && RightsPage.Cell(kind, operation, Standing) == "allow" && !RightsPage.IsKeptInArchive(kind, operation, Standing)
        ? "closed"
        : RightsPage.Cell(kind, operation, Standing);
}

/// <summary>One caller of each standing before the things of a project, and of one that is archived, on a real server.</summary>
public sealed class Callers : IAsyncLifetime
{
    /// <summary>The project whose things are asked for.</summary>
    internal const string Lender = "lender";

    /// <summary>The same, archived.</summary>
    internal const string Archived = "archived";

    /// <summary>Dataset of both.</summary>
    internal const string Dataset = "ledger";

    /// <summary>File in it that is there before the project is archived.</summary>
    internal const string KeptFile = "kept.csv";

    private readonly List<Caller> _callers = [];

    internal TestPlatform Platform { get; private set; } = null!;

    /// <summary>A topic of the lender for one standing alone, by its name there.</summary>
    internal static string TopicOf(string standing) => $"for_{standing}";

    internal Caller Of(string standing, string lender = Lender) => _callers.Single(caller => caller.Standing == standing && caller.Lender == lender);

    public async Task InitializeAsync()
    {
        if (SpineRequirement.Skip is not null)
            return;
        Platform = await TestPlatform.StartAsync();
        foreach (var lender in new[] { Lender, Archived })
        {
            await AddAsync("owner", "olga", lender, lender);
            await AddAsync("scientist", "sam", lender, lender);
            await AddAsync("borrower", "bob", lender, $"borrowing_{lender}");
            await AddAsync("anyone", "max", lender, $"elsewhere_{lender}");
            _callers.Add(new Caller("administrator", lender, new BrokerCredential($"{lender}__admin", "nothing"), Platform.Administrator, Platform.AdministratorToken));
            await FillAsync(lender);
        }

        await Of("owner", Archived).Rest.CallAsync(HttpMethod.Post, $"projects/{Archived}/archive");
    }

    public async Task DisposeAsync()
    {
        foreach (var caller in _callers.Where(caller => caller.Standing != "administrator"))
            caller.Rest.Dispose();
        if (Platform is not null)
            await Platform.DisposeAsync();
    }

    /// <summary>A member of the project who is removed from it when the other is called.</summary>
    internal async Task<(Caller Caller, Func<Task> RemoveAsync)> MemberAsync(string user)
    {
        var caller = await MakeAsync("scientist", user, Lender, Lender);
        return (caller, () => Of("owner").Rest.CallAsync(HttpMethod.Delete, $"projects/{Lender}/members/{user}", ifMatch: "*"));
    }

    private async Task AddAsync(string standing, string user, string lender, string project) =>
        _callers.Add(await MakeAsync(standing, $"{user}_{lender}", lender, project));

    private async Task<Caller> MakeAsync(string standing, string user, string lender, string project)
    {
        var token = await Platform.TokenAsync(user);
        var rest = new PlatformClient(Platform.Server.Http, token);
        if (standing == "scientist")
            await Of("owner", lender).Rest.CallAsync(HttpMethod.Post, $"projects/{project}/members", new { user, role = "DATA_SCIENTIST" });
        else
            await rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
        var credential = (await rest.CallAsync(HttpMethod.Post, $"projects/{project}/credential")).Body;
        return new Caller(standing, lender, new BrokerCredential($"{project}__{user}", credential.GetProperty("secret").GetString()!), rest, token);
    }

    /// <summary>What is asked for, of which the borrower is lent its own topic and the dataset, for reading.</summary>
    private async Task FillAsync(string lender)
    {
        var owner = Of("owner", lender).Rest;
        foreach (var caller in _callers.Where(caller => caller.Lender == lender))
            await owner.CallAsync(HttpMethod.Post, $"projects/{lender}/topics", new { name = TopicOf(caller.Standing), partitions = 1 });
        await owner.CallAsync(HttpMethod.Post, $"projects/{lender}/datasets", new { name = Dataset, access = "EDITABLE" });
        await owner.CallAsync(HttpMethod.Put, $"projects/{lender}/files/content?path={Dataset}/{KeptFile}", new ByteArrayContent("kept"u8.ToArray()));
        foreach (var (kind, name) in new[] { ("TOPIC", TopicOf("borrower")), ("DATASET", Dataset) })
        {
            var offer = (await owner.CallAsync(HttpMethod.Post, $"projects/{lender}/shares", new { kind, name, to = $"borrowing_{lender}", rights = "READ" })).Body;
            await Of("borrower", lender).Rest.CallAsync(HttpMethod.Post, $"projects/borrowing_{lender}/share-offers/{offer.GetProperty("id").GetString()}/accept", new { });
        }
    }
}

[CollectionDefinition(Name)]
public sealed class CallersCollection : ICollectionFixture<Callers>
{
    public const string Name = "callers of every standing";
}
