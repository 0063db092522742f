using Hops.Client.Rest;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Somebody with a credential of a project.</summary>
/// <param name="Standing">As what he stands before the things of the project <see cref="Callers.Lender"/>: a heading of the page of rights.</param>
/// <param name="Credential">Name and secret of the project-user.</param>
/// <param name="Rest">REST as that user.</param>
internal sealed record Caller(string Standing, BrokerCredential Credential, PlatformClient Rest);

/// <summary>One caller of each standing before the things of one project, on a real server.</summary>
public sealed class Callers : IAsyncLifetime
{
    /// <summary>The project whose things are asked for.</summary>
    internal const string Lender = "lender";

    /// <summary>Its dataset.</summary>
    internal const string Dataset = "ledger";

    private readonly List<Caller> _callers = [];

    internal TestPlatform Platform { get; private set; } = null!;

    internal Caller Owner => Of("owner");

    /// <summary>A topic of the lender for one standing alone, by its name there.</summary>
    internal static string TopicOf(string standing) => $"for_{standing}";

    internal Caller Of(string standing) => _callers.Single(caller => caller.Standing == standing);

    public async Task InitializeAsync()
    {
        if (SpineRequirement.Skip is not null)
            return;
        Platform = await TestPlatform.StartAsync();
        await AddAsync("owner", "olga", Lender);
        await AddAsync("scientist", "sam", Lender, isMemberOf: true);
        await AddAsync("borrower", "bob", "borrowing");
        await AddAsync("anyone", "max", "elsewhere");
        foreach (var caller in _callers)
            await Owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Lender}/topics", new { name = TopicOf(caller.Standing), partitions = 1 });
        await Owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Lender}/datasets", new { name = Dataset, access = "EDITABLE" });
        foreach (var (kind, name) in new[] { ("TOPIC", TopicOf("borrower")), ("DATASET", Dataset) })
        {
            var offer = (await Owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Lender}/shares", new { kind, name, to = "borrowing", rights = "READ" })).Body;
            await Of("borrower").Rest.CallAsync(HttpMethod.Post, $"projects/borrowing/share-offers/{offer.GetProperty("id").GetString()}/accept", new { });
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Rest.Dispose();
        if (Platform is not null)
            await Platform.DisposeAsync();
    }

    /// <summary>A member of the project who is removed from it when the other is called.</summary>
    internal async Task<(Caller Caller, Func<Task> RemoveAsync)> MemberAsync(string user)
    {
        var caller = await MakeAsync("ex-member", user, Lender, isMemberOf: true);
        return (caller, () => Owner.Rest.CallAsync(HttpMethod.Delete, $"projects/{Lender}/members/{user}", ifMatch: "*"));
    }

    private async Task AddAsync(string standing, string user, string project, bool isMemberOf = false) =>
        _callers.Add(await MakeAsync(standing, user, project, isMemberOf));

    private async Task<Caller> MakeAsync(string standing, string user, string project, bool isMemberOf)
    {
        var rest = await Platform.UserAsync(user);
        if (isMemberOf)
            await Owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/members", new { user, role = "DATA_SCIENTIST" });
        else
            await rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
        var credential = (await rest.CallAsync(HttpMethod.Post, $"projects/{project}/credential")).Body;
        return new Caller(standing, new BrokerCredential($"{project}__{user}", credential.GetProperty("secret").GetString()!), rest);
    }
}

[CollectionDefinition(Name)]
public sealed class CallersCollection : ICollectionFixture<Callers>
{
    public const string Name = "callers of every standing";
}
