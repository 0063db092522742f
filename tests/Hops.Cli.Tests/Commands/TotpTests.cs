using System.Diagnostics;
using Hops.Cli.Tests.Support;
using OtpNet;

namespace Hops.Cli.Tests.Commands;

[Collection(LiveServerGroup.Name)]
public sealed class TotpTests(LiveServer server)
{
    [Fact]
    public async Task A_device_is_enrolled_asked_for_at_sign_in_and_removed()
    {
        var user = await server.UserAsync("totp_user");
        var password = LiveServer.PasswordOf("totp_user");

        var (secret, codes) = await EnrolAsync(user, password);

        codes.Count.ShouldBe(10);
        (await user.JsonAsync("account", "totp", "show")).GetProperty("isOn").GetBoolean().ShouldBeTrue();
        var elsewhere = server.Somebody();
        var without = await elsewhere.TypeAsync($"{password}\n", "login", "totp_user", "--password-stdin");
        without.ExitCode.ShouldBe(ExitCode.Usage, without.Said);
        var next = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30));
        var with = await elsewhere.TypeAsync($"{password}\n{next}\n", "login", "totp_user", "--password-stdin");
        with.ExitCode.ShouldBe(ExitCode.Ok, with.Said);
        var replayed = await server.Somebody().TypeAsync($"{password}\n{next}\n", "login", "totp_user", "--password-stdin");
        replayed.ExitCode.ShouldBe(ExitCode.Refused, replayed.Said);
        var renewed = await user.TypeAsync($"{password}\n{codes[0]}\n", "account", "totp", "recovery-codes", "--password-stdin");
        renewed.ExitCode.ShouldBe(ExitCode.Ok, renewed.Said);
        var removed = await user.TypeAsync($"{password}\n{renewed.Output.Split('\n')[0]}\n", "account", "totp", "disable", "--password-stdin");
        removed.ExitCode.ShouldBe(ExitCode.Ok, removed.Said);
        (await elsewhere.TypeAsync($"{password}\n", "login", "totp_user", "--password-stdin")).ExitCode.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task An_administrator_lets_in_who_has_lost_the_device()
    {
        var user = await server.UserAsync("totp_lost");
        await EnrolAsync(user, LiveServer.PasswordOf("totp_lost"));

        await server.Admin.DoAsync("user", "reset-second-factor", "totp_lost", "--yes");

        await user.RefusedAsync(ExitCode.Refused, "whoami");
        (await user.TypeAsync(LiveServer.PasswordOf("totp_lost") + "\n", "login", "totp_lost", "--password-stdin")).ExitCode.ShouldBe(ExitCode.Ok);
    }

    /// <summary>As somebody does at a terminal: reads the secret, enters it into the device, types what it shows.</summary>
    private static async Task<(string Secret, IReadOnlyList<string> Codes)> EnrolAsync(Person user, string password)
    {
        using var process = Process.Start(user.Prepare("account", "totp", "enable", "--password-stdin"))!;
        await process.StandardInput.WriteLineAsync(password);
        var secret = "";
        while (secret.Length == 0 && await process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
            secret = line.Split("enter the secret ") is [_, var rest] ? rest.Split(' ')[0] : "";
        await process.StandardInput.WriteLineAsync(new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp());
        var output = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(ExitCode.Ok, output + errors);
        return (secret, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
