using System.Text;
using System.Text.Json;
using Hops.Api.Tests.Files.Uploads;
using Hops.Api.Tests.Identities;
using Hops.Api.Tests.Passkeys;
using Hops.Api.Tests.Registrations;
using Hops.Kafka.Groups;
using Hops.Metadata.Audit;

namespace Hops.Api.Tests.Document;

/// <summary>
/// One walk through every operation of the document: each answers with the status that the document names, and with a body of which the
/// document knows every member; and each that changes something leaves an entry in the audit trail.
/// </summary>
public sealed class ContractTests(ServerWithIssuers lab) : IClassFixture<ServerWithIssuers>, IAsyncLifetime
{
    /// <summary>Operations that are no GET and leave no entry of their own, each with the reason.</summary>
    private static readonly Dictionary<string, string> Untold = new(StringComparer.Ordinal)
    {
        ["planQuery"] = "it changes nothing",
        ["passTourStep"] = "it says of oneself alone how far one has come",
        ["forgetTour"] = "it says of oneself alone how far one has come",
        ["markInboxSeen"] = "it says of oneself alone what one has looked at",
        ["beginUpload"] = "the trail hears of the whole file",
        ["getUpload"] = "it changes nothing",
        ["dropUpload"] = "nobody has seen a file",
        ["beginPasskey"] = "the trail hears of the passkey",
        ["beginPasskeySignIn"] = "it makes random bytes",
        ["beginIssuerSignIn"] = "nobody has signed in yet",
        ["beginLink"] = "nothing is linked yet",
        ["cancelSql"] = "the statement's own entry says who has ended it",
    };

    /// <summary>Operations of somebody who is not signed in.</summary>
    private static readonly string[] Public =
    [
        "createSession", "createBrowserSession", "beginPasskeySignIn", "completePasskeySignIn", "getRegistrationRule", "beginRegistration", "confirmRegistration", "beginRecovery", "completeRecovery",
        "confirmEmail", "getCurrentAnnouncements", "listIssuers", "beginIssuerSignIn", "completeIssuerSignIn", "sendIssuerSignInCode",
    ];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        using var http = new HttpClient();
        _document = JsonDocument.Parse(await http.GetStringAsync(new Uri(lab.Server.Address, "/openapi/v1.json"))).RootElement;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_operation_answers_as_it_is_documented()
    {
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        using var owner = await UsersAsync(administrator);
        await ProjectAsync(owner);
        await DataAsync(owner);
        await FilesAsync(owner);
        await SharesAsync(owner);
        await QueriesAsync(owner);
        await EndAsync(owner, administrator);

        var documented = Operations().Select(operation => $"{operation.Method} {operation.Path}").ToList();
        documented.Except(_seen).ShouldBeEmpty("operations that this walk leaves out");
        _silent.ShouldBe(Untold.Keys, ignoreOrder: true, "operations that change something without an entry in the audit trail");
    }

    [Fact]
    public void Every_operation_says_which_right_it_needs_and_each_parameter_of_its_path()
    {
        foreach (var (method, path, operation) in Operations())
        {
            operation.GetProperty("description").GetString()!.ShouldContain("eeds ", Case.Sensitive, $"{method} {path}");
            operation.GetProperty("tags").GetArrayLength().ShouldBe(1, path);
            var parameters = operation.TryGetProperty("parameters", out var listed)
                ? listed.EnumerateArray().Where(each => each.GetProperty("in").GetString() == "path").Select(each => each.GetProperty("name").GetString()!).ToList()
                : [];
            path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).ShouldBe(parameters, ignoreOrder: true, path);
            (operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0).ShouldBe(Public.Contains(operation.GetProperty("operationId").GetString()!), path);
        }
    }

    private async Task<ApiClient> UsersAsync(ApiClient administrator)
    {
        using var nobody = lab.Server.As(null);
        var made = await CallAsync(administrator, "POST", "/users", "users", new { name = "con_owner" });
        var first = made.Body.GetProperty("oneTimePassword").GetString()!;
        var session = await CallAsync(nobody, "POST", "/sessions", "sessions", new { user = "con_owner", password = first });
        var owner = lab.Server.As(session.Body.GetProperty("token").GetString());
        await CallAsync(owner, "PUT", "/me/password", "me/password", new { passwordNow = first, passwordNext = "a long secret of con_owner!" });
        await CallAsync(owner, "GET", "/me", "me");
        await CallAsync(owner, "GET", "/server", "server");

        // It does not end: EventStreamTests read it.
        _seen.Add("GET /api/v1/events");
        var token = await CallAsync(owner, "POST", "/tokens", "tokens", new { name = "ci", scopes = new[] { "READ" }, daysValid = 1 });
        await CallAsync(owner, "GET", "/tokens", "tokens");
        var id = token.Body.GetProperty("description").GetProperty("id").GetString();
        await CallAsync(owner, "DELETE", "/tokens/{token}", $"tokens/{id}");
        await CallAsync(nobody, "POST", "/sessions", "sessions", new { user = "con_owner", password = "a long secret of con_owner!" });
        var sessions = await CallAsync(owner, "GET", "/me/sessions", "me/sessions");
        var other = sessions.Body.GetProperty("items").EnumerateArray().First(one => !one.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString();
        await CallAsync(owner, "DELETE", "/me/sessions/{session}", $"me/sessions/{other}");
        await CallAsync(owner, "DELETE", "/me/sessions", "me/sessions");
        await SecondFactorAsync(owner, administrator);
        await PasskeysAsync(owner, administrator);
        await AccountsAsync(administrator);
        await IdentitiesAsync(administrator);
        await CallAsync(administrator, "GET", "/users", "users");
        await CallAsync(administrator, "GET", "/users/{user}", "users/con_owner");
        await CallAsync(administrator, "POST", "/users", "users", new { name = "con_sci" });
        await CallAsync(administrator, "PATCH", "/users/{user}", "users/con_sci", new { isDisabled = false });
        return owner;
    }

    private async Task AccountsAsync(ApiClient administrator)
    {
        using var nobody = lab.Server.As(null);
        await CallAsync(nobody, "GET", "/registrations/rule", "registrations/rule");
        foreach (var (name, answer) in new[] { ("con_in", "approval"), ("con_out", "rejection") })
        {
            await CallAsync(nobody, "POST", "/registrations", "registrations", new { email = $"{name}@example.org" });
            var token = await AccountRoutesTests.LinkAsync(lab.Server, $"{name}@example.org", 1);
            await CallAsync(nobody, "POST", "/registrations/confirmation", "registrations/confirmation", new { token, name, password = $"a long secret of {name}!" });
            await CallAsync(administrator, "POST", $"/users/{{user}}/{answer}", $"users/{name}/{answer}");
        }

        await CallAsync(nobody, "POST", "/recoveries", "recoveries", new { email = "con_in@example.org" });
        var recovery = await AccountRoutesTests.LinkAsync(lab.Server, "con_in@example.org", 3);
        await CallAsync(nobody, "POST", "/recoveries/completion", "recoveries/completion", new { token = recovery, password = "another long secret" });
        var session = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "con_in", password = "another long secret" });
        using var user = lab.Server.As(session.Body.GetProperty("token").GetString());
        await CallAsync(user, "PUT", "/me/email", "me/email", new { email = "con_new@example.org", password = "another long secret" });
        var address = await AccountRoutesTests.LinkAsync(lab.Server, "con_new@example.org", 1);
        await CallAsync(nobody, "POST", "/email-confirmations", "email-confirmations", new { token = address });
    }

    private async Task IdentitiesAsync(ApiClient administrator)
    {
        const string Own = "/me/identities";
        var person = new ProviderPerson("con-sub", "con there");
        using var user = await lab.Server.UserAsync("con_id");
        var proof = new { password = ApiServer.PasswordOf("con_id") };
        var link = new { issuer = "sso", proof.password };
        await CallAsync(user, "GET", "/issuers", "issuers");
        var visit = await CallAsync(user, "POST", Own, "me/identities", link);
        var linked = await CallAsync(user, "POST", Own + "/completion", "me/identities/completion", (await ServerWithIssuers.ArrivalAsync(lab.Closed, person, visit.Body)).Answer("sso"));
        await CallAsync(user, "GET", Own, "me/identities");
        await CallAsync(administrator, "GET", "/users/{user}/identities", "users/con_id/identities");
        using var nobody = lab.Server.As(null);
        visit = await CallAsync(nobody, "POST", "/issuer-sign-ins", "issuer-sign-ins", new { issuer = "sso" });
        await CallAsync(nobody, "POST", "/issuer-sign-ins/completion", "issuer-sign-ins/completion", (await ServerWithIssuers.ArrivalAsync(lab.Closed, person, visit.Body)).Answer("sso"));
        var codes = await EnrolAsync(user, proof.password);
        visit = await nobody.SendAsync(HttpMethod.Post, "issuer-sign-ins", new { issuer = "sso" });
        var arrival = await ServerWithIssuers.ArrivalAsync(lab.Closed, person, visit.Body);
        (await nobody.SendAsync(HttpMethod.Post, "issuer-sign-ins/completion", arrival.Answer("sso"))).Slug.ShouldBe("second-factor-required");
        await CallAsync(nobody, "POST", "/issuer-sign-ins/code", "issuer-sign-ins/code", new { state = arrival.State, code = codes[0] });
        await CallAsync(user, "POST", Own + "/{identity}/removal", $"me/identities/{linked.Body.GetProperty("id").GetString()}/removal", proof);
        visit = await user.SendAsync(HttpMethod.Post, "me/identities", link);
        linked = await user.SendAsync(HttpMethod.Post, "me/identities/completion", (await ServerWithIssuers.ArrivalAsync(lab.Closed, person, visit.Body)).Answer("sso"));
        await CallAsync(administrator, "DELETE", "/users/{user}/identities/{identity}", $"users/con_id/identities/{linked.Body.GetProperty("id").GetString()}");
    }

    private async Task SecondFactorAsync(ApiClient owner, ApiClient administrator)
    {
        var password = "a long secret of con_owner!";
        var codes = await EnrolAsync(owner, password);
        await CallAsync(owner, "GET", "/me/second-factor", "me/second-factor");
        var renewed = await CallAsync(owner, "POST", "/me/second-factor/recovery-codes", "me/second-factor/recovery-codes", new { password, code = codes[0] });
        await CallAsync(owner, "POST", "/me/second-factor/removal", "me/second-factor/removal", new { password, code = CodesOf(renewed)[0] });
        var created = await administrator.SendAsync(HttpMethod.Post, "users", new { name = "con_lost" });
        var first = created.Body.GetProperty("oneTimePassword").GetString()!;
        using var nobody = lab.Server.As(null);
        var session = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "con_lost", password = first });
        using var lost = lab.Server.As(session.Body.GetProperty("token").GetString());
        await EnrolAsync(lost, first);
        await CallAsync(administrator, "DELETE", "/users/{user}/second-factor", "users/con_lost/second-factor");
    }

    private async Task PasskeysAsync(ApiClient owner, ApiClient administrator)
    {
        using var device = PasskeyRoutesTests.DeviceOf(lab.Server);
        var origin = device.Origin;
        var wish = await CallAsync(owner, "POST", "/me/passkeys/wishes", "me/passkeys/wishes", new { origin, password = "a long secret of con_owner!" });
        var added = await CallAsync(owner, "POST", "/me/passkeys", "me/passkeys", PasskeyRoutesTests.Made(device, wish.Body, "key"));
        var id = added.Body.GetProperty("id").GetString();
        await CallAsync(owner, "PUT", "/me/passkeys/{passkey}", $"me/passkeys/{id}", new { name = "other key" });
        await CallAsync(owner, "GET", "/me/passkeys", "me/passkeys");
        using var nobody = lab.Server.As(null);
        var attempt = await CallAsync(nobody, "POST", "/passkey-sign-ins", "passkey-sign-ins", new { origin });
        await CallAsync(nobody, "POST", "/passkey-sign-ins/completion", "passkey-sign-ins/completion", PasskeyRoutesTests.Signed(device, attempt.Body));
        await CallAsync(owner, "DELETE", "/me/passkeys/{passkey}", $"me/passkeys/{id}");
        using var lost = await lab.Server.UserAsync("con_keyless");
        await PasskeyRoutesTests.AddAsync(lab.Server, lost, "con_keyless", device);
        await CallAsync(administrator, "DELETE", "/users/{user}/passkeys", "users/con_keyless/passkeys");
    }

    private async Task<IReadOnlyList<string>> EnrolAsync(ApiClient user, string password)
    {
        var begun = await CallAsync(user, "POST", "/me/second-factor", "me/second-factor", new { password });
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(begun.Body.GetProperty("secret").GetString()!)).ComputeTotp();
        return CodesOf(await CallAsync(user, "PUT", "/me/second-factor", "me/second-factor", new { code }));
    }

    private static IReadOnlyList<string> CodesOf(ApiAnswer answer) =>
        [.. answer.Body.GetProperty("recoveryCodes").EnumerateArray().Select(one => one.GetString()!)];

    private async Task ProjectAsync(ApiClient owner)
    {
        await CallAsync(owner, "POST", "/projects", "projects", new { name = "con", description = "flights" });
        await CallAsync(owner, "GET", "/projects", "projects");
        await CallAsync(owner, "GET", "/projects/{project}", "projects/con");
        await CallAsync(owner, "PATCH", "/projects/{project}", "projects/con", new { description = "more" });
        await CallAsync(owner, "GET", "/projects/{project}/readme", "projects/con/readme");
        await CallAsync(owner, "PUT", "/projects/{project}/readme", "projects/con/readme", new { text = "# Flights" });
        await JoinAsync(owner);
        await CallAsync(owner, "POST", "/projects/{project}/archive", "projects/con/archive");
        await CallAsync(owner, "POST", "/projects/{project}/unarchive", "projects/con/unarchive");
        await CallAsync(owner, "GET", "/projects/{project}/usage", "projects/con/usage");
        await CallAsync(owner, "POST", "/projects/{project}/members", "projects/con/members", new { user = "con_sci", role = "DATA_SCIENTIST" });
        await CallAsync(owner, "GET", "/projects/{project}/members", "projects/con/members");
        await CallAsync(owner, "GET", "/projects/{project}/members/{user}", "projects/con/members/con_sci");
        await CallAsync(owner, "PATCH", "/projects/{project}/members/{user}", "projects/con/members/con_sci", new { role = "DATA_OWNER" });
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "con_given" })).Status.ShouldBe(201);
        var added = new { members = new[] { new { user = "con_in", role = "DATA_SCIENTIST" }, new { user = "con_nobody", role = "DATA_OWNER" } } };
        await CallAsync(owner, "POST", "/projects/{project}/member-additions", "projects/con_given/member-additions", added);
        await CallAsync(owner, "POST", "/projects/{project}/ownership-transfers", "projects/con_given/ownership-transfers", new { to = "con_in", leave = true });
        await CallAsync(owner, "POST", "/projects/{project}/credential", "projects/con/credential");
        await CallAsync(owner, "GET", "/projects/{project}/credential", "projects/con/credential");
        await CallAsync(owner, "GET", "/projects/{project}/audit", "projects/con/audit?newestFirst=true");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "con_demo", tour = "kafka" })).Status.ShouldBe(201);
        await CallAsync(owner, "POST", "/projects/{project}/keep", "projects/con_demo/keep");
        await CallAsync(owner, "GET", "/me/tours", "me/tours");
        await CallAsync(owner, "PUT", "/me/tours/{tour}", "me/tours/kafka", new { step = "project", project = "con" });
        await CallAsync(owner, "GET", "/me/tours/{tour}", "me/tours/kafka");
        await CallAsync(owner, "DELETE", "/me/tours/{tour}", "me/tours/kafka");
        await AuditAsync(owner, "/projects/{project}", "projects/con/");
    }

    private async Task AuditAsync(ApiClient reader, string pattern, string route)
    {
        await CallAsync(reader, "GET", pattern + "/audit/head", route + "audit/head?sequence=1");
        await CallAsync(reader, "GET", pattern + "/audit/check", route + "audit/check");
        await CallAsync(reader, "GET", pattern + "/audit/export", route + "audit/export?actor=nobody");
    }

    private async Task JoinAsync(ApiClient owner)
    {
        (await owner.SendAsync(HttpMethod.Patch, "projects/con", new { isListed = true }, ifMatch: "*")).Status.ShouldBe(200);
        using var asker = await lab.Server.UserAsync("con_asker");
        await CallAsync(asker, "GET", "/listed-projects", "listed-projects");
        await CallAsync(asker, "POST", "/me/join-requests", "me/join-requests", new { project = "con", note = "I know flights" });
        await CallAsync(asker, "DELETE", "/me/join-requests/{name}", "me/join-requests/con");
        (await asker.SendAsync(HttpMethod.Post, "me/join-requests", new { project = "con" })).Status.ShouldBe(200);
        await CallAsync(owner, "GET", "/projects/{project}/join-requests", "projects/con/join-requests");
        var inbox = (await CallAsync(owner, "GET", "/me/inbox", "me/inbox")).Body.GetProperty("items");
        await CallAsync(owner, "POST", "/me/inbox/seen", "me/inbox/seen", new { until = inbox[0].GetProperty("time").GetString() });
        await CallAsync(owner, "POST", "/projects/{project}/join-requests/{user}/reject", "projects/con/join-requests/con_asker/reject", new { reason = "not now" });
        await CallAsync(asker, "GET", "/me/join-requests", "me/join-requests");
        (await asker.SendAsync(HttpMethod.Post, "me/join-requests", new { project = "con" })).Status.ShouldBe(200);
        await CallAsync(owner, "POST", "/projects/{project}/join-requests/{user}/accept", "projects/con/join-requests/con_asker/accept", new { role = "DATA_OWNER" });
    }

    private async Task DataAsync(ApiClient owner)
    {
        await CallAsync(owner, "POST", "/projects/{project}/datasets", "projects/con/datasets", new { name = "d" });
        await CallAsync(owner, "GET", "/projects/{project}/datasets", "projects/con/datasets");
        await CallAsync(owner, "GET", "/projects/{project}/datasets/{dataset}", "projects/con/datasets/d");
        await CallAsync(owner, "PATCH", "/projects/{project}/datasets/{dataset}", "projects/con/datasets/d", new { access = "READ_ONLY" });
        await CallAsync(owner, "POST", "/projects/{project}/topics", "projects/con/topics", new { name = "t", config = new Dictionary<string, string> { ["retention.ms"] = "60000" } });
        await CallAsync(owner, "GET", "/projects/{project}/topics", "projects/con/topics");
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}", "projects/con/topics/t");
        await CallAsync(owner, "PATCH", "/projects/{project}/topics/{topic}", "projects/con/topics/t", new { config = new Dictionary<string, string> { ["retention.bytes"] = "100000" }, unset = new[] { "segment.ms" } });
        await CallAsync(owner, "POST", "/projects/{project}/topics/{topic}/repair", "projects/con/topics/t/repair", new { apply = true });
        await CallAsync(owner, "POST", "/projects/{project}/schemas/{subject}/versions", "projects/con/schemas/t-value/versions", new { schema = "\"string\"" });
        await CallAsync(owner, "GET", "/projects/{project}/schemas", "projects/con/schemas");
        await CallAsync(owner, "GET", "/projects/{project}/schemas/{subject}/versions/{version}", "projects/con/schemas/t-value/versions/latest");
        (await owner.SendAsync(HttpMethod.Post, "projects/con/schemas/refers/versions", new
        {
            schema = """{"type":"record","name":"Refers","fields":[{"name":"n","type":"con.Named"}]}""",
            references = new[] { new { name = "con.Named", subject = "named", version = await RegisterNamedAsync(owner) } },
        })).Status.ShouldBe(201);
        var referrers = await CallAsync(owner, "GET", "/projects/{project}/schemas/{subject}/versions/{version}/referrers", "projects/con/schemas/named/versions/latest/referrers");
        referrers.Body.GetProperty("items").EnumerateArray().Single().GetProperty("subject").GetString().ShouldBe("refers");
        await CallAsync(owner, "POST", "/projects/{project}/topics/{topic}/messages", "projects/con/topics/t/messages", new { records = new[] { new { value = "text" } } });
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}/messages", "projects/con/topics/t/messages");
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}/messages/export", "projects/con/topics/t/messages/export");
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}/access", "projects/con/topics/t/access");
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}/access/check", "projects/con/topics/t/access/check?user=con_owner&operation=READ");
        await CallAsync(owner, "GET", "/projects/{project}/acls", "projects/con/acls");
        await CallAsync(owner, "POST", "/projects/{project}/topics/{topic}/replays", "projects/con/topics/t/replays", new { limit = 1 });
        await CallAsync(owner, "GET", "/projects/{project}/topics/{topic}/partitions", "projects/con/topics/t/partitions");
        await GroupsAsync(owner);
        await CallAsync(owner, "DELETE", "/projects/{project}/schemas/{subject}", "projects/con/schemas/t-value");
        await CallAsync(owner, "DELETE", "/projects/{project}/topics/{topic}", "projects/con/topics/t");
    }

    private static async Task<int> RegisterNamedAsync(ApiClient owner) =>
        (await owner.SendAsync(HttpMethod.Post, "projects/con/schemas/named/versions", new { schema = """{"type":"record","name":"con.Named","fields":[]}""" })).Body.GetProperty("version").GetInt32();

    private async Task GroupsAsync(ApiClient owner)
    {
        var topic = lab.Server.Platform.Topics.Snapshot.Find(lab.Server.Platform.Roster.Now.FindProject("con")!.Row.Id, "t")!;
        var offsets = new Dictionary<TopicPartition, CommittedOffset> { [new TopicPartition(topic.Id, 0)] = new(0, -1, "", TimeProvider.System.GetUtcNow()) };
        (await GroupReport.ResetAsync(lab.Server.Groups, topic.TenantId, "g", offsets)).ShouldBeTrue();
        await CallAsync(owner, "GET", "/projects/{project}/groups", "projects/con/groups");
        await CallAsync(owner, "GET", "/projects/{project}/groups/{group}", "projects/con/groups/g");
        await CallAsync(owner, "POST", "/projects/{project}/groups/{group}/offset-resets", "projects/con/groups/g/offset-resets", new { topic = "t", to = "LATEST" });
        await CallAsync(owner, "DELETE", "/projects/{project}/groups/{group}", "projects/con/groups/g");
    }

    private async Task FilesAsync(ApiClient owner)
    {
        await CallAsync(owner, "POST", "/projects/{project}/files/directories", "projects/con/files/directories", new { path = "d/x" });
        await CallAsync(owner, "PUT", "/projects/{project}/files/content", "projects/con/files/content?path=d/x/f", new ByteArrayContent(Encoding.UTF8.GetBytes("content")));
        await CallAsync(owner, "GET", "/projects/{project}/files", "projects/con/files?path=d/x");
        await CallAsync(owner, "GET", "/projects/{project}/files/status", "projects/con/files/status?path=d/x/f");
        await CallAsync(owner, "GET", "/projects/{project}/files/content", "projects/con/files/content?path=d/x/f");
        await CallAsync(owner, "GET", "/projects/{project}/files/archive", "projects/con/files/archive?path=d/x");
        await CallAsync(owner, "POST", "/projects/{project}/files/renames", "projects/con/files/renames", new { from = "d/x/f", to = "d/g" });
        await CallAsync(owner, "POST", "/projects/{project}/files/copies", "projects/con/files/copies", new { from = "d/g", to = "d/x/f" });
        await CallAsync(owner, "DELETE", "/projects/{project}/files", "projects/con/files?path=d/g");
        await TrashAsync(owner);
        await UploadsAsync(owner);
        await RetentionAsync(owner);
    }

    private async Task RetentionAsync(ApiClient owner)
    {
        const string Rule = "/projects/{project}/retention";
        await CallAsync(owner, "GET", Rule + "/preview", "projects/con/retention/preview?days=30");
        await CallAsync(owner, "PUT", Rule, "projects/con/retention", new { days = 30 });
        await CallAsync(owner, "PUT", "/projects/{project}/datasets/{dataset}/retention", "projects/con/datasets/d/retention", new { days = 0 });
        await CallAsync(owner, "GET", Rule, "projects/con/retention");
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        await CallAsync(administrator, "GET", "/retention", "retention");
    }

    private async Task TrashAsync(ApiClient owner)
    {
        const string Trash = "/projects/{project}/files/trash";
        var id = (await CallAsync(owner, "GET", Trash, "projects/con/files/trash?path=d")).Body.GetProperty("items")[0].GetProperty("id").GetString();
        await CallAsync(owner, "POST", Trash + "/{trashed}/restore", $"projects/con/files/trash/{id}/restore?path=d", new { to = "d/back" });
        id = (await owner.SendAsync(HttpMethod.Delete, "projects/con/files?path=d/back")).Body.GetProperty("id").GetString();
        await CallAsync(owner, "DELETE", Trash + "/{trashed}", $"projects/con/files/trash/{id}?path=d");
        await CallAsync(owner, "DELETE", Trash, "projects/con/files/trash?path=d");
    }

    private async Task UploadsAsync(ApiClient owner)
    {
        const string Uploads = "/projects/{project}/files/uploads";
        var begun = await CallAsync(owner, "POST", Uploads, "projects/con/files/uploads", TusBody.Begin("d/u", 3));
        var route = begun.Response.Headers.Location!.OriginalString["/api/v1/".Length..];
        await CallAsync(owner, "GET", Uploads, "projects/con/files/uploads");
        await CallAsync(owner, "HEAD", Uploads + "/{upload}", route, TusBody.Bare());
        await CallAsync(owner, "PATCH", Uploads + "/{upload}", route, TusBody.Part(0, [1, 2, 3]));
        begun = await owner.SendAsync(HttpMethod.Post, "projects/con/files/uploads", TusBody.Begin("d/v", 3));
        await CallAsync(owner, "DELETE", Uploads + "/{upload}", begun.Response.Headers.Location!.OriginalString["/api/v1/".Length..], TusBody.Bare());
    }

    private async Task ShareRequestsAsync(ApiClient owner)
    {
        const string Listing = "/projects/{project}/datasets/{dataset}/listing";
        await CallAsync(owner, "PUT", Listing, "projects/con/datasets/d/listing", new { note = "ask us" });
        await CallAsync(owner, "GET", Listing, "projects/con/datasets/d/listing");
        await CallAsync(owner, "GET", "/listed-datasets", "listed-datasets");
        var wish = new { dataset = "con::d", note = "for the forecast" };
        const string Asked = "/projects/{project}/borrowing-requests";
        var id = (await CallAsync(owner, "POST", Asked, "projects/con_other/borrowing-requests", wish)).Body.GetProperty("id").GetString();
        await CallAsync(owner, "GET", Asked, "projects/con_other/borrowing-requests");
        await CallAsync(owner, "DELETE", Asked + "/{request}", $"projects/con_other/borrowing-requests/{id}");
        id = (await owner.SendAsync(HttpMethod.Post, "projects/con_other/borrowing-requests", wish)).Body.GetProperty("id").GetString();
        await CallAsync(owner, "GET", "/projects/{project}/share-requests", "projects/con/share-requests");
        await CallAsync(owner, "POST", "/projects/{project}/share-requests/{request}/reject", $"projects/con/share-requests/{id}/reject", new { reason = "not now" });
        id = (await owner.SendAsync(HttpMethod.Post, "projects/con_other/borrowing-requests", wish)).Body.GetProperty("id").GetString();
        var lent = await CallAsync(owner, "POST", "/projects/{project}/share-requests/{request}/accept", $"projects/con/share-requests/{id}/accept", new { rights = "READ" });
        (await owner.SendAsync(HttpMethod.Delete, $"projects/con/shares/{lent.Body.GetProperty("id").GetString()}", ifMatch: "*")).Status.ShouldBe(204);
        await CallAsync(owner, "DELETE", Listing, "projects/con/datasets/d/listing");
    }

    private async Task SharesAsync(ApiClient owner)
    {
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "con_other" })).Status.ShouldBe(201);
        var wish = new { kind = "DATASET", name = "d", to = "con_other", note = "for you" };
        var id = (await CallAsync(owner, "POST", "/projects/{project}/shares", "projects/con/shares", wish)).Body.GetProperty("id").GetString();
        await CallAsync(owner, "GET", "/projects/{project}/share-offers", "projects/con_other/share-offers");
        await CallAsync(owner, "GET", "/projects/{project}/share-offers/{share}", $"projects/con_other/share-offers/{id}");
        await CallAsync(owner, "POST", "/projects/{project}/share-offers/{share}/accept", $"projects/con_other/share-offers/{id}/accept");
        await CallAsync(owner, "GET", "/projects/{project}/borrowings", "projects/con_other/borrowings");
        await CallAsync(owner, "GET", "/projects/{project}/borrowings/{share}", $"projects/con_other/borrowings/{id}");
        await CallAsync(owner, "DELETE", "/projects/{project}/borrowings/{share}", $"projects/con_other/borrowings/{id}");
        id = (await owner.SendAsync(HttpMethod.Post, "projects/con/shares", wish)).Body.GetProperty("id").GetString();
        await CallAsync(owner, "POST", "/projects/{project}/share-offers/{share}/reject", $"projects/con_other/share-offers/{id}/reject", new { reason = "no" });
        id = (await owner.SendAsync(HttpMethod.Post, "projects/con/shares", wish)).Body.GetProperty("id").GetString();
        await CallAsync(owner, "GET", "/projects/{project}/shares", "projects/con/shares");
        await CallAsync(owner, "GET", "/projects/{project}/shares/{share}", $"projects/con/shares/{id}");
        await CallAsync(owner, "GET", "/projects/{project}/shares/{share}/uses", $"projects/con/shares/{id}/uses");
        await CallAsync(owner, "DELETE", "/projects/{project}/shares/{share}", $"projects/con/shares/{id}");
        await ShareRequestsAsync(owner);
        await CallAsync(owner, "PUT", "/projects/{project}/datasets/{dataset}/publication", "projects/con/datasets/d/publication", new { note = "for all" });
        await CallAsync(owner, "GET", "/public-datasets", "public-datasets");
        await CallAsync(owner, "GET", "/search", "search?q=con");
        await CallAsync(owner, "POST", "/projects/{project}/borrowings", "projects/con_other/borrowings", new { dataset = "con::d" });
        await CallAsync(owner, "GET", "/projects/{project}/datasets/{dataset}/publication", "projects/con/datasets/d/publication");
        await CallAsync(owner, "DELETE", "/projects/{project}/datasets/{dataset}/publication", "projects/con/datasets/d/publication?force=true");
    }

    private async Task QueriesAsync(ApiClient owner)
    {
        await CallAsync(owner, "POST", "/projects/{project}/query-plans", "projects/con/query-plans", new { definition = new { sql = "select 1" } });
        await CallAsync(owner, "POST", "/projects/{project}/query-previews", "projects/con/query-previews", new { definition = new { sql = "select 1" } });
        await CallAsync(owner, "POST", "/projects/{project}/queries", "projects/con/queries", new { name = "q", definition = new { sql = "select 1" } });
        await CallAsync(owner, "GET", "/projects/{project}/queries", "projects/con/queries");
        await CallAsync(owner, "POST", "/projects/{project}/queries/{query}/start", "projects/con/queries/q/start");
        await CallAsync(owner, "GET", "/projects/{project}/queries/{query}", "projects/con/queries/q");
        await CallAsync(owner, "GET", "/projects/{project}/queries/{query}/progress", "projects/con/queries/q/progress");
        await CallAsync(owner, "POST", "/projects/{project}/queries/{query}/stop", "projects/con/queries/q/stop");
        await CallAsync(owner, "GET", "/projects/{project}/queries/{query}/estimate", "projects/con/queries/q/estimate");
        await CallAsync(owner, "POST", "/projects/{project}/queries/{query}/restart", "projects/con/queries/q/restart");
        await CallAsync(owner, "POST", "/projects/{project}/queries/{query}/kill", "projects/con/queries/q/kill");
        await CallAsync(owner, "POST", "/projects/{project}/queries/{query}/finish", "projects/con/queries/q/finish");
        await CallAsync(owner, "DELETE", "/projects/{project}/queries/{query}", "projects/con/queries/q");
        await CallAsync(owner, "POST", "/projects/{project}/sql", "projects/con/sql", new { statement = "select 1" });
        var endless = owner.SendAsync(HttpMethod.Post, "projects/con/sql", new { statement = "wait for ever", id = "endless" });
        while ((await owner.SendAsync(HttpMethod.Get, "projects/con/sql/endless")).Status == 404 && !endless.IsCompleted)
            await Task.Yield();
        await CallAsync(owner, "GET", "/projects/{project}/sql", "projects/con/sql");
        await CallAsync(owner, "GET", "/projects/{project}/sql/{statement}", "projects/con/sql/endless");
        await CallAsync(owner, "DELETE", "/projects/{project}/sql/{statement}", "projects/con/sql/endless");
        (await endless).Status.ShouldBeGreaterThanOrEqualTo(400);
        await ComputeAsync(owner);
    }

    private async Task ComputeAsync(ApiClient owner)
    {
        await CallAsync(owner, "GET", "/price", "price?step=60&from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z");
        await CallAsync(owner, "GET", "/projects/{project}/ledger", "projects/con/ledger?limit=2");
        await CallAsync(owner, "GET", "/projects/{project}/ledger/{number}/intervals", "projects/con/ledger/1/intervals");
        await CallAsync(owner, "GET", "/projects/{project}/ledger/totals", "projects/con/ledger/totals?by=user");
    }

    private async Task EndAsync(ApiClient owner, ApiClient administrator)
    {
        await CallAsync(owner, "DELETE", "/projects/{project}/datasets/{dataset}", "projects/con/datasets/d");
        await CallAsync(owner, "DELETE", "/projects/{project}/members/{user}/credential", "projects/con/members/con_owner/credential");
        await CallAsync(owner, "DELETE", "/projects/{project}/members/{user}", "projects/con/members/con_sci");
        await CallAsync(owner, "DELETE", "/projects/{project}", "projects/con");
        await CallAsync(administrator, "GET", "/audit", "audit");
        await AuditAsync(administrator, "", "");
        await CallAsync(administrator, "GET", "/server/status", "server/status");
        await CallAsync(administrator, "GET", "/usage", "usage?limit=1");
        var made = await CallAsync(administrator, "POST", "/announcements", "announcements", new { text = "It rains", level = "WARNING" });
        await CallAsync(administrator, "GET", "/announcements", "announcements");
        await CallAsync(administrator, "GET", "/announcements/current", "announcements/current");
        await CallAsync(administrator, "DELETE", "/announcements/{announcement}", $"announcements/{made.Body.GetProperty("id").GetString()}");
        await CallAsync(owner, "GET", "/me/data", "me/data");
        await CallAsync(administrator, "GET", "/users/{user}/data", "users/con_sci/data");
        await CallAsync(administrator, "DELETE", "/users/{user}", "users/con_sci");
        await CallAsync(administrator, "POST", "/users/{user}/erasure", "users/con_sci/erasure");
        using var nobody = lab.Server.As(null);
        await CallAsync(nobody, "POST", "/browser-session", "browser-session", new { user = "con_owner", password = "a long secret of con_owner!" });
        var other = await CallAsync(nobody, "POST", "/sessions", "sessions", new { user = "con_owner", password = "a long secret of con_owner!" });
        using var browser = lab.Server.As(other.Body.GetProperty("token").GetString());
        await CallAsync(browser, "DELETE", "/browser-session", "browser-session");
        await CallAsync(owner, "DELETE", "/sessions/current", "sessions/current");
        (await owner.SendAsync(HttpMethod.Get, "me")).Status.ShouldBe(401);
    }

    /// <summary>Calls an operation and holds its answer against the document.</summary>
    private async Task<ApiAnswer> CallAsync(ApiClient client, string method, string pattern, string route, object? body = null)
    {
        var path = "/api/v1" + pattern;
        var operation = _document.GetProperty("paths").GetProperty(path).GetProperty(method.ToLowerInvariant());
        var isGuarded = NeedsHeader(operation, "If-Match");
        if (isGuarded)
            (await client.SendAsync(new HttpMethod(method), route, body)).Status.ShouldBe(428, $"{method} {route} without If-Match");
        var entriesBefore = await EntriesAsync();
        var answer = await client.SendAsync(new HttpMethod(method), route, body, ifMatch: isGuarded ? "*" : null);
        if (method != "GET" && await EntriesAsync() == entriesBefore)
            _silent.Add(operation.GetProperty("operationId").GetString()!);
        var responses = operation.GetProperty("responses");
        responses.TryGetProperty($"{answer.Status}", out var response).ShouldBeTrue($"{method} {route} -> {answer.Status} {answer.Text}");
        if (response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json))
            Check(json.GetProperty("schema"), answer.Body, $"{method} {pattern}");
        else if (answer.Status == 204)
            answer.Text.ShouldBeEmpty();
        if (answer.Status == 201)
            answer.Response.Headers.Location.ShouldNotBeNull($"{method} {pattern}");
        _seen.Add($"{method} {path}");
        return answer;
    }

    /// <summary>Entries of all trails, those included that are gathered before they are written.</summary>
    private async Task<long> EntriesAsync()
    {
        using var administrator = lab.Server.As(lab.Server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Get, "audit?limit=1")).Status.ShouldBe(200);
        return await lab.Server.Platform.Store.ReadAsync(async read => (await read.SweepAsync(AuditLog.Heads, null, 1000)).Sum(head => head.Sequence));
    }

    private static bool NeedsHeader(JsonElement operation, string name) =>
        operation.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(one => one.GetProperty("name").GetString() == name && one.GetProperty("in").GetString() == "header" && one.GetProperty("required").GetBoolean());

    /// <summary>Whether a value is of a documented type and has the documented members, no others, and all that are required.</summary>
    private void Check(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(_document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), value, place);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            if (value.ValueKind != JsonValueKind.Null)
                Check(choices.EnumerateArray().Last(), value, place);
            return;
        }

        if (schema.TryGetProperty("type", out var type))
            TypesOf(type).Intersect(TypesFor(value)).ShouldNotBeEmpty($"{place}: {value} is no {type}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
                Check(items, item, place + "[]");
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            CheckMembers(schema, properties, value, place);
        }
    }

    private static IEnumerable<string> TypesOf(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static IEnumerable<string> TypesFor(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out _) ? ["integer", "number"] : ["number"],
        JsonValueKind.True or JsonValueKind.False => ["boolean"],
        var kind => [kind.ToString().ToLowerInvariant()],
    };

    private void CheckMembers(JsonElement schema, JsonElement properties, JsonElement value, string place)
    {
        foreach (var member in value.EnumerateObject())
        {
            properties.TryGetProperty(member.Name, out var documented).ShouldBeTrue($"{place}: '{member.Name}' is not documented");
            Check(documented, member.Value, $"{place}.{member.Name}");
        }

        if (!schema.TryGetProperty("required", out var required))
            return;
        foreach (var name in required.EnumerateArray())
            value.TryGetProperty(name.GetString()!, out _).ShouldBeTrue($"{place}: '{name}' is required and missing");
    }

    private IEnumerable<(string Method, string Path, JsonElement Operation)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);
}
