using Hops.Core.Errors;
using Hops.Hadoop.WebHdfs.Requests;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class RequestPathTests
{
    [Theory]
    [InlineData("/webhdfs/v1", "/")]
    [InlineData("/webhdfs/v1/", "/")]
    [InlineData("/webhdfs/v1?op=LISTSTATUS", "/")]
    [InlineData("/webhdfs/v1/a/b?op=OPEN", "/a/b")]
    [InlineData("/webhdfs/v1//a///b/?op=OPEN", "/a/b")]
    [InlineData("/webhdfs/v1/a%20b%2Bc+d", "/a b+c+d")]
    [InlineData("/webhdfs/v1/%C3%BCber/na%C3%AFve", "/über/naïve")]
    [InlineData("/webhdfs/v1/100%2525", "/100%25")]
    [InlineData("/webhdfs/v1/x%3Fop=y?op=OPEN", "/x?op=y")]
    [InlineData("http://host:1/webhdfs/v1/a", "/a")]
    public void A_path_is_decoded_exactly_once(string target, string path) =>
        RequestPath.FromTarget(target, "/webhdfs/v1").Text.ShouldBe(path);

    [Theory]
    [InlineData("/webhdfs/v1/a/../b")]
    [InlineData("/webhdfs/v1/a/%2e%2e/b")]
    [InlineData("/webhdfs/v1/a/%2E./b")]
    [InlineData("/webhdfs/v1/a%2F..%2Fb")]
    [InlineData("/webhdfs/v1/./b")]
    [InlineData("/webhdfs/v1/a%00b")]
    [InlineData("/webhdfs/v1/a%0Ab")]
    [InlineData("/webhdfs/v1/a%7Fb")]
    [InlineData("/webhdfs/v1/%ff%fe")]
    [InlineData("/webhdfs/v1/%C0%AE%C0%AE/b")]
    [InlineData("/webhdfs/v1/a%")]
    [InlineData("/webhdfs/v1/a%2")]
    [InlineData("/webhdfs/v1/a%zz")]
    [InlineData("/webhdfs/v1/a:b")]
    [InlineData("/webhdfs/v1x/a")]
    [InlineData("/other/../webhdfs/v1/a")]
    [InlineData("*")]
    public void A_hostile_path_is_refused(string target) =>
        Should.Throw<PlatformException>(() => RequestPath.FromTarget(target, "/webhdfs/v1")).Code.ShouldBe(ErrorCode.InvalidPath);

    [Fact]
    public void A_path_that_is_too_long_or_too_deep_is_refused()
    {
        var targets = new[]
        {
            "/webhdfs/v1/" + new string('a', 300),
            "/webhdfs/v1" + string.Concat(Enumerable.Repeat("/abcdefghij", 1_000)),
            "/webhdfs/v1" + string.Concat(Enumerable.Repeat("/a", 101)),
            "/webhdfs/v1/" + string.Concat(Enumerable.Repeat("%41", 100_000)),
        };
        foreach (var target in targets)
        {
            Should.Throw<PlatformException>(() => RequestPath.FromTarget(target, "/webhdfs/v1")).Code.ShouldBe(ErrorCode.InvalidPath);
        }
    }
}
