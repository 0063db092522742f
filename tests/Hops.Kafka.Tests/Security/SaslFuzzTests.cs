using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hops.Core.Identity;
using Hops.Kafka.Security;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Tests.Wire;

namespace Hops.Kafka.Tests.Security;

/// <summary>Hostile tokens of every mechanism: each is a refusal or a step, never a failure, and none signs in whom a good one would not.</summary>
public sealed class SaslFuzzTests
{
    /// <summary>What follows a challenge is mutated too; more tokens than this no exchange takes.</summary>
    private const int TokensMax = 3;

    /// <summary>The server's nonce of the example of RFC 7677 section 3, so that its proof is right.</summary>
    private const string Nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private static readonly Dictionary<string, (Func<IAuthentication, SaslExchange> Begin, string[] Good)> s_mechanisms = new(StringComparer.Ordinal)
    {
        ["PLAIN"] = (static known => new PlainExchange(known), ["\0user\0pencil", "user\0user\0pencil", "\0other\0pencil", "\0us\u00e9r\0p\u00eancil\U0001F511"]),
        ["SCRAM-SHA-256"] = (static known => new ScramExchange(known, ScramHash.Sha256, [1]) { NonceSource = () => Nonce }, Scram),
        ["SCRAM-SHA-512"] = (static known => new ScramExchange(known, ScramHash.Sha512, [1]) { NonceSource = () => Nonce }, Scram),
        ["OAUTHBEARER"] = (
            static known => new OAuthBearerExchange(known),
            ["n,,\u0001auth=Bearer token-user\u0001\u0001", "n,a=user,\u0001host=h\u0001port=9092\u0001auth=Bearer token-user\u0001\u0001", "n,,\u0001auth=Bearer token-other\u0001\u0001", "\u0001"]),
    };

    public static TheoryData<string> Mechanisms { get; } = [.. s_mechanisms.Keys];

    private static string[] Scram =>
    [
        "n,,n=user,r=rOprNGfwEbeRWgbNEkqO", "y,a=user,n=user,r=abc,x=more", "n,,n=us=2Cer=3D,r=abc",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    ];

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public void Hostile_tokens_are_refused_in_bounded_memory(string mechanism) => Tokens(mechanism, FuzzRun.Frames);

    [Theory]
    [MemberData(nameof(Mechanisms))]
    [Trait("Speed", "Slow")]
    public void A_million_tokens(string mechanism) => Tokens(mechanism, FuzzRun.Wanted);

    private static void Tokens(string mechanism, int count)
    {
        var (begin, texts) = s_mechanisms[mechanism];
        var known = new OneUser();
        var good = texts.Select(Encoding.UTF8.GetBytes).ToList();
        if (mechanism != "SCRAM-SHA-512")
            SignIn(begin(known), mechanism == "SCRAM-SHA-256" ? [good[0], good[3]] : [good[0]]).ShouldBe("user", "what is mutated is good");
        var exchange = begin(known);
        var taken = 0;
        FuzzRun.Each(
            new MutatedFrames(good, FuzzRun.Seed),
            count,
            token =>
            {
                var step = Step(exchange, [.. token]);
                if (step.Principal is { } principal)
                    principal.Name.ShouldBe("user");
                (step.Error is null || (step.Principal is null && step.Token.Length == 0)).ShouldBeTrue("a refusal tells nothing");
                if (step.Error is null && step.Principal is null && ++taken < TokensMax)
                    return;
                (exchange, taken) = (begin(known), 0);

                // Most mutations of a first token are none: what comes after a good one is tried as often.
                if (mechanism.StartsWith("SCRAM", StringComparison.Ordinal) && token.Count % 2 == 0)
                    Step(exchange, good[0]).Error.ShouldBeNull();
            },
            $"tokens of {mechanism}");
    }

    private static string? SignIn(SaslExchange exchange, List<byte[]> tokens)
    {
        Principal? principal = null;
        foreach (var token in tokens)
            principal = Step(exchange, token).Principal;
        return principal?.Name;
    }

    private static SaslStep Step(SaslExchange exchange, byte[] token) => Finished(exchange.StepAsync(token, CancellationToken.None));

    private static SaslStep Finished(ValueTask<SaslStep> step)
    {
        step.IsCompleted.ShouldBeTrue();
        return step.GetAwaiter().GetResult();
    }

    /// <summary>The user of the example of RFC 7677, by secret, token and proof.</summary>
    private sealed class OneUser : IAuthentication
    {
        private static readonly Principal s_user = new() { Name = "user", UserName = "user", UserId = 1 };
        private static readonly ScramVerifier s_sha256 = TestGate.Verifier("pencil", ScramHash.Sha256, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="));
        private static readonly ScramVerifier s_sha512 = TestGate.Verifier("pencil", ScramHash.Sha512, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="));

        public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken) =>
            new(name == "user" && secret == "pencil" ? s_user : null);

        public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) => new(token == "token-user" ? s_user : null);

        public ScramVerifier? FindScram(string name, ScramHash hash) => name != "user" ? null : hash == ScramHash.Sha256 ? s_sha256 : s_sha512;

        public Principal? FromScram(string name) => name == "user" ? s_user : null;

        public Principal? FromCertificate(X509Certificate2 certificate) => null;
    }
}
