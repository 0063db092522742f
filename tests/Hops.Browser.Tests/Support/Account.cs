using Hops.Client.Rest;

namespace Hops.Browser.Tests.Support;

/// <summary>A user and what it signs in with.</summary>
/// <param name="Name">User name.</param>
/// <param name="Password">Its password.</param>
/// <param name="Token">Token of a session of its own.</param>
/// <param name="Rest">REST as this user.</param>
internal sealed record Account(string Name, string Password, string Token, PlatformClient Rest)
{
    /// <summary>Signs a user in for the first time and gives it a password of its own.</summary>
    internal static async Task<Account> ChooseAsync(Uri server, string name, string once)
    {
        var password = $"an unlikely secret of {name}";
        using (var first = new PlatformClient(server, await SessionAsync(server, name, once)))
            await first.CallAsync(HttpMethod.Put, "me/password", new { passwordNow = once, passwordNext = password });
        var token = await SessionAsync(server, name, password);
        return new Account(name, password, token, new PlatformClient(server, token));
    }

    /// <summary>Makes a project of its name.</summary>
    internal async Task<string> ProjectAsync()
    {
        var name = $"of_{Name}";
        await Rest.CallAsync(HttpMethod.Post, "projects", new { name });
        return name;
    }

    /// <summary>Lets somebody else into a project of its own.</summary>
    internal Task AddAsync(string project, Account other, string role) =>
        Rest.CallAsync(HttpMethod.Post, $"projects/{project}/members", new { user = other.Name, role });

    /// <summary>Ends the session of <see cref="Token"/> behind the back of a browser that has it.</summary>
    internal Task EndSessionAsync() => Rest.CallAsync(HttpMethod.Delete, "sessions/current");

    private static async Task<string> SessionAsync(Uri server, string user, string password)
    {
        using var nobody = new PlatformClient(server, null);
        return (await nobody.CallAsync(HttpMethod.Post, "sessions", new { user, password })).Body.GetProperty("token").GetString()!;
    }
}
