using System.Security.Cryptography;
using System.Text;
using Hops.Client.Topics;
using Hops.Core.Errors;

namespace Hops.Client.Tests.Topics;

public sealed class ScramClientTests
{
    /// <summary>The exchange of RFC 7677 section 3.</summary>
    private const string Nonce = "rOprNGfwEbeRWgbNEkqO";
    private const string Challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string Final = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    [Fact]
    public void The_exchange_is_that_of_the_specification()
    {
        var client = Client();

        Encoding.UTF8.GetString(client.First()).ShouldBe($"n,,n=user,r={Nonce}");
        Encoding.UTF8.GetString(client.Proof(Encoding.UTF8.GetBytes(Challenge))).ShouldBe(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        client.CheckServer(Encoding.UTF8.GetBytes(Final));
    }

    [Theory]
    [InlineData("r=somebody,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096")]
    [InlineData("e=other-error")]
    [InlineData("")]
    public void What_is_no_challenge_of_this_exchange_gets_no_proof(string challenge) =>
        Should.Throw<PlatformException>(() => Client().Proof(Encoding.UTF8.GetBytes(challenge))).Code.ShouldBe(ErrorCode.Unauthenticated);

    [Theory]
    [InlineData("v=AAAATRBi23WpRD/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [InlineData("e=invalid-proof")]
    [InlineData("")]
    public void A_server_that_does_not_know_the_secret_is_not_trusted(string final)
    {
        var client = Client();
        client.Proof(Encoding.UTF8.GetBytes(Challenge));

        Should.Throw<PlatformException>(() => client.CheckServer(Encoding.UTF8.GetBytes(final))).Code.ShouldBe(ErrorCode.Unauthenticated);
    }

    [Fact]
    public void A_name_with_the_separators_of_the_exchange_is_escaped() =>
        Encoding.UTF8.GetString(new ScramClient(HashAlgorithmName.SHA512, new BrokerCredential("a=b,c", "x"), "n").First()).ShouldBe("n,,n=a=3Db=2Cc,r=n");

    private static ScramClient Client() => new(HashAlgorithmName.SHA256, new BrokerCredential("user", "pencil"), Nonce);
}
