using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Access;

/// <summary>Project-users by certificate. That an authority signed it is the listener's to check.</summary>
public sealed class CertificateTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private HopsPlatform Platform => fixture.Platform;

    [Theory]
    [InlineData("CN={0}__{0}", true)]
    [InlineData("C=SE, O=An institute, CN={0}__{0}", true)]
    [InlineData("CN={0}", false)]
    [InlineData("CN={0}__admin", false)]
    [InlineData("CN={0}__{0} ", true)] // X.500 names are read without the blanks around them.
    [InlineData("CN={0}__{0}x", false)]
    [InlineData("O={0}__{0}", false)]
    [InlineData("CN={0}__{0}, CN=other__other", false)]
    [InlineData("CN={0}__{0}+OU=x", false)]
    [InlineData("", false)]
    public async Task The_one_common_name_is_the_project_user(string subject, bool isKnown)
    {
        var name = "sub" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        await OwnerAsync(name);

        var found = Platform.Authentication.FromCertificate(Make(string.Format(null, subject, name)));

        (found?.Name).ShouldBe(isKnown ? $"{name}__{name}" : null);
    }

    [Fact]
    public async Task It_acts_as_a_member_from_outside_in_its_own_project_alone()
    {
        var (owner, lab) = await OwnerAsync("cerlab");
        var (_, other) = await OwnerAsync("cerother");
        await AddMember.RunAsync(Platform, owner, "cerlab", "cerother", ProjectRole.DataScientist, CancellationToken.None);
        using var certificate = Make("CN=cerlab__cerother");

        var inside = Platform.Authentication.FromCertificate(certificate)!;

        (inside.ProjectId, inside.Role, inside.Channel, inside.IsSuperuser).ShouldBe((lab.Id, ProjectRole.DataScientist, Channel.External, false));
        inside.CredentialId.ShouldBe("certificate:" + certificate.GetCertHashString(HashAlgorithmName.SHA256), "for the audit trail");
        Platform.Gate.Decide(inside, Operation.Read, new Resource(ResourceKind.Topic, lab.Id, "t")).IsExport.ShouldBeTrue();
        Platform.Gate.Enter(inside, lab.Id).ShouldBe(inside);
        Platform.Gate.Enter(inside, other.Id).ShouldBeNull("though the same user owns it");
    }

    [Fact]
    public async Task A_change_of_role_reaches_who_is_in_already_and_a_removal_ends_it()
    {
        var (owner, lab) = await OwnerAsync("certrole");
        await fixture.UserAsync("certmember");
        await AddMember.RunAsync(Platform, owner, "certrole", "certmember", ProjectRole.DataOwner, CancellationToken.None);
        using var certificate = Make("CN=certrole__certmember");
        var inside = Platform.Authentication.FromCertificate(certificate)!;
        using var watch = StandingWatch.Begin(
            Platform.Gate, TimeProvider.System, inside, Operation.Read, new Resource(ResourceKind.Topic, lab.Id, "departures"));
        watch.Refusal.ShouldBeNull();

        await ChangeRole.RunAsync(Platform, owner, new MemberName("certrole", "certmember"), ProjectRole.DataScientist, null, CancellationToken.None);
        Platform.Gate.Current(inside)!.Role.ShouldBe(ProjectRole.DataScientist);
        await RemoveMember.RunAsync(Platform, owner, new MemberName("certrole", "certmember"), null, CancellationToken.None);

        Platform.Gate.Current(inside).ShouldBeNull();
        Platform.Authentication.FromCertificate(certificate).ShouldBeNull();
        await Task.Delay(Timeout.InfiniteTimeSpan, watch.Lost).WaitAsync(TimeSpan.FromSeconds(30)).ShouldThrowAsync<TaskCanceledException>();
        watch.Refusal!.Code.ShouldBeOneOf(ErrorCode.ExportDenied, ErrorCode.Unauthenticated);
    }

    [Fact]
    public async Task A_disabled_user_is_nobody()
    {
        await OwnerAsync("certoff");
        using var certificate = Make("CN=certoff__certoff");
        var inside = Platform.Authentication.FromCertificate(certificate)!;

        await AlterUser.RunAsync(Platform, FirstRun.Itself, "certoff", isDisabled: true, null, CancellationToken.None);

        Platform.Authentication.FromCertificate(certificate).ShouldBeNull();
        Platform.Gate.Current(inside).ShouldBeNull();
    }

    [Fact]
    public async Task It_ends_on_open_connections_when_it_expires()
    {
        var late = new PlatformFixture();
        await late.InitializeAsync();
        var owner = await late.UserAsync("late");
        await CreateProject.RunAsync(late.Platform, owner, "late", "", CancellationToken.None);
        using var certificate = Make("CN=late__late");
        var inside = late.Platform.Authentication.FromCertificate(certificate)!;
        late.Platform.Gate.Current(inside).ShouldBe(inside, "its end goes with it");

        late.Time.Advance(Lifetime);

        late.Platform.Gate.Current(inside).ShouldBeNull();
        late.Platform.Authentication.FromCertificate(certificate).ShouldBeNull("a connection lives longer than the handshake that checked it");
        await late.DisposeAsync();
    }

    [Fact]
    public async Task A_project_that_is_older_than_its_certificates_goes_on_by_their_successors()
    {
        var years = new PlatformFixture();
        await years.InitializeAsync();
        var owner = await years.UserAsync("year");
        var project = await CreateProject.RunAsync(years.Platform, owner, "year", "", CancellationToken.None);
        var (name, secret, _) = await RotateCredential.RunAsync(years.Platform, owner, "year", CancellationToken.None);
        using var first = Make("CN=year__year");
        years.Platform.Authentication.FromCertificate(first).ShouldNotBeNull();

        var age = TimeSpan.FromDays(3 * 365);
        years.Time.Advance(age);

        years.Platform.Authentication.FromCertificate(first).ShouldBeNull();
        using var second = Make("CN=year__year", age);
        var inside = years.Platform.Authentication.FromCertificate(second).ShouldNotBeNull("nothing of the project or its members has ended with the first one");
        var topic = new Resource(ResourceKind.Topic, project.Id, "departures");
        years.Platform.Gate.Decide(years.Platform.Gate.Current(inside).ShouldNotBeNull(), Operation.Write, topic).Allowed.ShouldBeTrue();
        var byPassword = (await years.Platform.Authentication.AuthenticateAsync(name, secret, CancellationToken.None)).ShouldNotBeNull("a credential lasts until it is rotated or revoked");
        years.Platform.Gate.Decide(byPassword, Operation.Write, topic).Allowed.ShouldBeTrue();
        await years.DisposeAsync();
    }

    private async Task<(Principal Owner, Project Project)> OwnerAsync(string name)
    {
        var owner = await fixture.UserAsync(name);
        return (owner, await CreateProject.RunAsync(Platform, owner, name, "", CancellationToken.None));
    }

    private static X509Certificate2 Make(string subject, TimeSpan ahead = default)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow() + ahead;
        return new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now + Lifetime);
    }
}
