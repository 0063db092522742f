using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>An account from its registration to a forgotten password, by commands and mails alone.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-accounts-").FullName;
    private StartedServer _server = null!;
    private Person _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await StartedServer.StartAsync(_directory, Path.Combine(_directory, "data"), ["--set", "Accounts:Registration=approval"]);
        _admin = await _server.SignInAsync(_directory);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Somebody_registers_is_approved_and_chooses_another_password()
    {
        var ada = new Person(Directory.CreateDirectory(Path.Combine(_directory, "ada")).FullName, _server.Http);
        await ada.DoAsync("registration", "begin", "ada@example.org");
        await DoneAsync(ada, $"{await LinkAsync("ada@example.org", 1)}\nfour words that fit\n", "registration", "confirm", "ada", "--link-stdin");
        (await ada.TypeAsync("four words that fit\n", "login", "ada", "--password-stdin")).ExitCode.ShouldBe(ExitCode.Refused);
        (await _admin.JsonAsync("user", "list", "--pending")).EnumerateArray().Single().GetProperty("email").GetString().ShouldBe("ada@example.org");

        await _admin.DoAsync("user", "approve", "ada");

        await DoneAsync(ada, "four words that fit\n", "login", "ada", "--password-stdin");
        await DoneAsync(ada, "four words that fit\n", "account", "email", "set", "lovelace@example.org", "--password-stdin");
        await DoneAsync(ada, $"{await LinkAsync("lovelace@example.org", 1)}\n", "account", "email", "confirm", "--link-stdin");
        (await ada.JsonAsync("whoami")).GetProperty("email").GetString().ShouldBe("lovelace@example.org");
        await ada.DoAsync("recovery", "begin", "lovelace@example.org");
        await DoneAsync(ada, $"{await LinkAsync("lovelace@example.org", 2)}\nfive words that fit better\n", "recovery", "complete", "--link-stdin");
        await ada.RefusedAsync(ExitCode.Refused, "whoami");
        await DoneAsync(ada, "five words that fit better\n", "login", "ada", "--password-stdin");
    }

    [Fact]
    public async Task Who_is_rejected_leaves_nothing()
    {
        var bob = new Person(Directory.CreateDirectory(Path.Combine(_directory, "bob")).FullName, _server.Http);
        await bob.DoAsync("registration", "begin", "bob@example.org");
        await DoneAsync(bob, $"{await LinkAsync("bob@example.org", 1)}\nfour words that fit\n", "registration", "confirm", "bob", "--link-stdin");

        await _admin.DoAsync("user", "reject", "bob", "--yes");

        (await _admin.JsonAsync("user", "list")).EnumerateArray().Select(user => user.GetProperty("name").GetString()).ShouldBe(["admin"]);
    }

    private static async Task DoneAsync(Person person, string input, params string[] arguments)
    {
        var result = await person.TypeAsync(input, arguments);
        result.ExitCode.ShouldBe(ExitCode.Ok, result.Said);
    }

    private Task<string> LinkAsync(string address, int count) => new MailFolder(Path.Combine(_directory, "data")).LinkAsync(address, count);
}
