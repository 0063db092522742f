using System.Globalization;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Dispatch;

namespace Hops.EndToEnd.Tests.Access;

/// <summary>Credentials that end while a long fetch waits and a producer streams over connections that are open.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class EndedCredentialTests(SharedPlatform shared)
{
    /// <summary>How soon the end of a credential is to reach its connections.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [SpineTheory]
    [InlineData("secret")]
    [InlineData("token")]
    [InlineData("member")]
    public async Task A_fetch_that_waits_and_a_stream_of_batches_end_with_the_credential(string kind)
    {
        await using var project = await shared.Platform.ProjectAsync("ended_" + kind);
        var (name, secret, endAsync) = await CredentialAsync(project, kind);
        using var reader = await OpenAsync(name, secret);
        using var writer = await OpenAsync(name, secret);
        var work = await LongWork.BeginAsync(project, reader, writer);

        await endAsync();

        await work.ShouldEndAsync(Soon);
        (await Record.ExceptionAsync(() => OpenAsync(name, secret)))!.Message.ShouldContain("SaslAuthenticationFailed");
    }

    /// <returns>Name and secret of a project-user, and how they end.</returns>
    private async Task<(string Name, string Secret, Func<Task> EndAsync)> CredentialAsync(TestProject project, string kind)
    {
        if (kind == "secret")
            return ($"{project.Name}__ada", project.Secret, async () => await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/credential"));
        if (kind == "token")
        {
            var made = (await project.Rest.CallAsync(HttpMethod.Post, "tokens", new { name = "stream", scopes = new[] { "READ", "WRITE" }, project = project.Name })).Body;
            var id = made.GetProperty("description").GetProperty("id").GetString();
            return ($"{project.Name}__ada", made.GetProperty("token").GetString()!, async () => await project.Rest.CallAsync(HttpMethod.Delete, $"tokens/{id}"));
        }

        using var eve = await shared.Platform.UserAsync("eve_of_streams");
        await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/members", new { user = "eve_of_streams", role = "DATA_OWNER" });
        var secret = (await eve.CallAsync(HttpMethod.Post, $"projects/{project.Name}/credential")).Body.GetProperty("secret").GetString()!;
        return ($"{project.Name}__eve_of_streams", secret, async () => await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/members/eve_of_streams", ifMatch: "*"));
    }

    private Task<SignedInClient> OpenAsync(string name, string secret) =>
        SignedInClient.OpenAsync(int.Parse(shared.Platform.Server.Kafka.Split(':')[^1], CultureInfo.InvariantCulture), name, secret);
}
