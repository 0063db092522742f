using System.Text;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Security;

/// <summary>Ways not to sign in: each is told once, in the same words, and ends the connection.</summary>
public sealed class SaslRefusalTests : IAsyncLifetime
{
    private TestBroker _broker = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(new TestGate());
        _client = new RawClient(_broker.Port);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_mechanism_that_is_not_offered_is_answered_by_those_that_are()
    {
        var answer = await HandshakeAsync("GSSAPI");

        answer.ErrorCode.ShouldBe(KafkaError.UnsupportedSaslMechanism);
        answer.Mechanisms.ShouldBe(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"], ignoreOrder: true);
        (await _client.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_without_a_handshake_is_out_of_order()
    {
        (await AuthenticateAsync("\0red__ann\0pencil")).ErrorCode.ShouldBe(KafkaError.IllegalSaslState);

        (await _client.ReadAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("PLAIN", "")]
    [InlineData("PLAIN", "red__ann\0pencil")]
    [InlineData("PLAIN", "\0red__ann\0")]
    [InlineData("PLAIN", "\0\0pencil")]
    [InlineData("PLAIN", "\0red__ann\0pencil\0more")]
    [InlineData("PLAIN", "red__bob\0red__ann\0pencil")]
    [InlineData("SCRAM-SHA-256", "")]
    [InlineData("SCRAM-SHA-256", "n,,n=red__ann")]
    [InlineData("SCRAM-SHA-256", "n,,r=abc")]
    [InlineData("SCRAM-SHA-512", "y,,n=red__ann,r=")]
    [InlineData("SCRAM-SHA-512", "p=tls-unique,,n=red__ann,r=abc")]
    [InlineData("SCRAM-SHA-512", "n,,m=ext,n=red__ann,r=abc")]
    public async Task A_token_that_is_none_is_refused_in_the_words_of_a_wrong_secret(string mechanism, string token)
    {
        (await HandshakeAsync(mechanism)).ErrorCode.ShouldBe(KafkaError.None);

        var answer = await AuthenticateAsync(token);

        answer.ErrorCode.ShouldBe(KafkaError.SaslAuthenticationFailed);
        answer.ErrorMessage.ShouldBe("Authentication failed: the name, the secret or the token is not valid.");
        (await _client.ReadAsync()).ShouldBeNull();
    }

    /// <summary>It is told why, and the exchange is over when it has said that it heard (RFC 7628 section 3.2.3).</summary>
    [Theory]
    [InlineData("")]
    [InlineData("n,,\u0001\u0001")]
    [InlineData("n,,\u0001auth=Basic abc\u0001\u0001")]
    [InlineData("p=x,,\u0001auth=Bearer token-red__ann\u0001\u0001")]
    [InlineData("n,,\u0001auth=Bearer token-red__nobody\u0001\u0001")]
    public async Task A_bearer_of_no_token_hears_why_before_it_is_refused(string token)
    {
        (await HandshakeAsync("OAUTHBEARER")).ErrorCode.ShouldBe(KafkaError.None);

        var reason = await AuthenticateAsync(token);
        var end = await AuthenticateAsync("\u0001");

        Encoding.UTF8.GetString(reason.AuthBytes).ShouldContain("invalid_token");
        end.ErrorCode.ShouldBe(KafkaError.SaslAuthenticationFailed);
        (await _client.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_signed_in_may_do_so_again_as_nobody_else()
    {
        (await HandshakeAsync("PLAIN")).ErrorCode.ShouldBe(KafkaError.None);
        (await AuthenticateAsync("\0red__ann\0pencil")).ErrorCode.ShouldBe(KafkaError.None);
        (await HandshakeAsync("PLAIN")).ErrorCode.ShouldBe(KafkaError.None);
        (await AuthenticateAsync("red__ann\0red__ann\0pencil")).ErrorCode.ShouldBe(KafkaError.None);
        (await HandshakeAsync("PLAIN")).ErrorCode.ShouldBe(KafkaError.None);

        (await AuthenticateAsync("\0blue__bob\0pencil")).ErrorCode.ShouldBe(KafkaError.SaslAuthenticationFailed);

        (await _client.ReadAsync()).ShouldBeNull();
    }

    private Task<SaslHandshakeResponse> HandshakeAsync(string mechanism) =>
        _client.AskAsync<SaslHandshakeRequest, SaslHandshakeResponse>(new() { Mechanism = mechanism }, 1);

    private Task<SaslAuthenticateResponse> AuthenticateAsync(string token) =>
        _client.AskAsync<SaslAuthenticateRequest, SaslAuthenticateResponse>(new() { AuthBytes = Encoding.UTF8.GetBytes(token) }, 2);
}
