using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hops.Core.Identity;
using Hops.Kafka.Security;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Security;

public sealed class ScramExchangeTests
{
    /// <summary>The example of RFC 7677 section 3.</summary>
    [Fact]
    public async Task The_example_of_the_specification_is_reproduced()
    {
        var exchange = new ScramExchange(new VectorAuthentication(), ScramHash.Sha256, [1]) { NonceSource = () => "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0" };

        var challenge = await exchange.StepAsync(Encoding.UTF8.GetBytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"), CancellationToken.None);
        Encoding.UTF8.GetString(challenge.Token).ShouldBe("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        var final = await exchange.StepAsync(
            Encoding.UTF8.GetBytes("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
            CancellationToken.None);

        Encoding.UTF8.GetString(final.Token).ShouldBe("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        final.Principal!.Name.ShouldBe("user");
    }

    [Fact]
    public async Task An_unknown_name_gets_the_same_salt_each_time_and_fails_at_the_proof()
    {
        var first = await ChallengeAsync("nobody");
        var second = await ChallengeAsync("nobody");
        var other = await ChallengeAsync("somebody");

        Salt(first).ShouldBe(Salt(second));
        Salt(first).ShouldNotBe(Salt(other));
        first.ShouldContain(",i=4096");
    }

    [Theory]
    [InlineData("")]
    [InlineData("n,,n=user")]
    [InlineData("p=tls-unique,,n=user,r=abc")]
    [InlineData("n,a=other,n=user,r=abc")]
    [InlineData("n,,n=user,r=")]
    public async Task A_malformed_first_message_is_refused(string message)
    {
        var exchange = new ScramExchange(new VectorAuthentication(), ScramHash.Sha256, [1]);

        (await exchange.StepAsync(Encoding.UTF8.GetBytes(message), CancellationToken.None)).Error.ShouldNotBeNull();
    }

    private static async Task<string> ChallengeAsync(string name)
    {
        var exchange = new ScramExchange(new VectorAuthentication(), ScramHash.Sha256, [1, 2, 3]);
        var step = await exchange.StepAsync(Encoding.UTF8.GetBytes($"n,,n={name},r=abc"), CancellationToken.None);
        return Encoding.UTF8.GetString(step.Token);
    }

    private static string Salt(string challenge) => challenge.Split(',').Single(part => part.StartsWith("s=", StringComparison.Ordinal));

    private sealed class VectorAuthentication : IAuthentication
    {
        private static readonly Principal User = new() { Name = "user", UserName = "user", UserId = 1 };

        public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) => new((Principal?)null);

        public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) => new((Principal?)null);

        public ScramVerifier? FindScram(string name, ScramHash hash) =>
            name == "user" ? TestGate.Verifier("pencil", hash, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ==")) : null;

        public Principal? FromScram(string name) => name == "user" ? User : null;

        public Principal? FromCertificate(X509Certificate2 certificate) => null;
    }
}
