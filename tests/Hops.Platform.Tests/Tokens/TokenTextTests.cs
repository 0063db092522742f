using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Tokens;

namespace Hops.Platform.Tests.Tokens;

public sealed class TokenTextTests
{
    [Fact]
    public void A_token_is_read_back_and_any_changed_character_is_seen()
    {
        var made = TokenText.Make();
        made.Text.ShouldStartWith("hps_" + made.Id + "_");
        TokenText.TryParse(made.Text, out var id, out var digest).ShouldBeTrue();
        (id, Convert.ToHexString(digest)).ShouldBe((made.Id, Convert.ToHexString(made.SecretSha256)));
        for (var at = 0; at < made.Text.Length; at++)
        {
            var wrong = made.Text.ToCharArray();
            wrong[at] = wrong[at] == 'x' ? 'y' : 'x';
            TokenText.TryParse(new string(wrong), out _, out _).ShouldBeFalse($"at {at}");
        }

        foreach (var text in new[] { "", "hps_", made.Text + "a", made.Text[..^1], new string('é', made.Text.Length) })
            TokenText.TryParse(text, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Scram_verifiers_are_those_of_rfc_5802()
    {
        var (secret, credential) = CredentialSecret.Make(1, 2, DateTimeOffset.UnixEpoch);
        CredentialSecret.Matches(credential, secret).ShouldBeTrue();
        CredentialSecret.Matches(credential, secret + "x").ShouldBeFalse();
        Check(credential.Scram256, HashAlgorithmName.SHA256, 32, HMACSHA256.HashData, SHA256.HashData);
        Check(credential.Scram512, HashAlgorithmName.SHA512, 64, HMACSHA512.HashData, SHA512.HashData);

        void Check(ScramVerifier verifier, HashAlgorithmName name, int length, Func<byte[], byte[], byte[]> hmac, Func<byte[], byte[]> hash)
        {
            verifier.Iterations.ShouldBe(4096);
            var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), verifier.Salt, verifier.Iterations, name, length);
            verifier.StoredKey.ShouldBe(hash(hmac(salted, Encoding.ASCII.GetBytes("Client Key"))));
            verifier.ServerKey.ShouldBe(hmac(salted, Encoding.ASCII.GetBytes("Server Key")));
        }
    }
}
