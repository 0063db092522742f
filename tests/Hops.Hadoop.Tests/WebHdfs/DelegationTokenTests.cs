using Hops.Hadoop.WebHdfs.Authentication;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class DelegationTokenTests
{
    [Theory]
    [InlineData("hps_1_short")]
    [InlineData("a token with 200 characters or so: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public void The_secret_comes_back_out_of_a_hadoop_token(string secret)
    {
        foreach (var kind in new[] { DelegationToken.Kind, DelegationToken.KindTls })
        {
            DelegationToken.Secret(DelegationToken.Encode("alpha__ada", secret, kind, "127.0.0.1:9870")).ShouldBe(secret);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hps_1_abc")]
    [InlineData("AAAA")]
    [InlineData("____")]
    [InlineData("not base64 at all!")]
    public void Any_other_text_is_the_secret_itself(string text) => DelegationToken.Secret(text).ShouldBe(text);

    [Fact]
    public void A_token_that_is_cut_short_is_no_hadoop_token()
    {
        var whole = DelegationToken.Encode("alpha__ada", "secret", DelegationToken.Kind, "h:1");
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            DelegationToken.Secret(cut).ShouldBe(cut);
        }
    }
}
