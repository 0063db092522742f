using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Projects;
using Hops.Platform.SecondFactors;
using Hops.Platform.Tokens;
using OtpNet;

namespace Hops.Platform.Tests.SecondFactors;

/// <summary>Where the platform asks for a second factor, a session without one can do nothing but enrol it; programs go on.</summary>
public sealed class SecondFactorRuleTests
{
    [Fact]
    public async Task A_session_enrols_before_it_does_anything_else()
    {
        await WithAsync(SecondFactorRule.All, async fixture =>
        {
            var user = await fixture.UserAsync("new");
            Refused(fixture, user, Operation.Create, ResourceKind.Project).ShouldContain("hops account totp enable");
            Refused(fixture, user, Operation.Create, ResourceKind.Credential);
            var made = await BeginSecondFactor.RunAsync(fixture.Platform, user, PlatformFixture.PasswordOf("new"), CancellationToken.None);
            Refused(fixture, user, Operation.Create, ResourceKind.Project);

            var code = new Totp(Base32Encoding.ToBytes(made.Secret)).ComputeTotp(fixture.Time.GetUtcNow().UtcDateTime);
            await ConfirmSecondFactor.RunAsync(fixture.Platform, user, code, CancellationToken.None);

            fixture.Platform.Demand(user, Operation.Create, new Resource(ResourceKind.Project, 0, "new"));
        });
    }

    [Fact]
    public async Task Tokens_and_secrets_of_project_users_go_on_when_the_rule_comes()
    {
        await WithAsync(SecondFactorRule.None, async fixture =>
        {
            var user = await fixture.UserAsync("program");
            await CreateProject.RunAsync(fixture.Platform, user, "program", "", CancellationToken.None);
            var robot = await fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.All, null, null));
            var secret = await RotateCredential.RunAsync(fixture.Platform, user, "program", CancellationToken.None);

            fixture.Accounts = new AccountOptions { SecondFactorRequired = SecondFactorRule.All };
            await fixture.ReopenAsync();

            Refused(fixture, user, Operation.Create, ResourceKind.Project);
            fixture.Platform.Demand(robot, Operation.Create, new Resource(ResourceKind.Project, 0, "more"));
            var inside = (await fixture.Platform.Authentication.AuthenticateAsync("program__program", secret.Secret, CancellationToken.None))!;
            fixture.Platform.Demand(inside, Operation.Describe, new Resource(ResourceKind.Topic, inside.ProjectId, "t"));
        });
    }

    [Fact]
    public async Task It_may_ask_administrators_alone()
    {
        await WithAsync(SecondFactorRule.Administrators, async fixture =>
        {
            var user = await fixture.UserAsync("plain");
            fixture.Platform.Demand(user, Operation.Create, new Resource(ResourceKind.Project, 0, "plain"));
            var roster = fixture.Platform.Roster.Now;
            roster.RequiresSecondFactor(roster.FindUser("admin")!).ShouldBeTrue();
            roster.RequiresSecondFactor(roster.FindUser("plain")!).ShouldBeFalse();
        });
    }

    private static async Task WithAsync(SecondFactorRule rule, Func<PlatformFixture, Task> check)
    {
        var fixture = new PlatformFixture { Accounts = new AccountOptions { SecondFactorRequired = rule } };
        await fixture.InitializeAsync();
        try
        {
            await check(fixture);
        }
        finally
        {
            await fixture.DisposeAsync();
        }
    }

    private static string Refused(PlatformFixture fixture, Principal user, Operation operation, ResourceKind kind)
    {
        var refusal = Should.Throw<PlatformException>(() => fixture.Platform.Demand(user, operation, new Resource(kind, 0, user.UserName)));
        refusal.Code.ShouldBe(ErrorCode.AccessDenied);
        return refusal.Message;
    }
}
