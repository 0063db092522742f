using Hops.Core.Errors;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Tests.Paths;

public sealed class FilePathTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("//")]
    [InlineData("/a//b")]
    [InlineData("/.")]
    [InlineData("/a/..")]
    [InlineData("/a/../b")]
    [InlineData("/a:b")]
    [InlineData("/a\0b")]
    [InlineData("/.reserved")]
    [InlineData("/.reserved/raw")]
    public void A_path_that_breaks_a_rule_is_refused(string text) =>
        Should.Throw<PlatformException>(() => FilePath.Parse(text)).Code.ShouldBe(ErrorCode.InvalidPath);

    [Theory]
    [InlineData("/", "/", 0)]
    [InlineData("/a", "/a", 1)]
    [InlineData("/a/b/", "/a/b", 2)]
    [InlineData("/a/...", "/a/...", 2)]
    [InlineData("/.reservedly/é", "/.reservedly/é", 2)]
    public void A_path_is_its_names(string text, string normal, int depth)
    {
        FilePath.Parse(text).Text.ShouldBe(normal);
        FilePath.Parse(text).Depth.ShouldBe(depth);
        FilePath.Parse(text).Names().Length.ShouldBe(depth);
    }

    [Fact]
    public void Names_paths_and_depth_have_limits()
    {
        FilePath.Parse("/" + new string('x', 255)).Name.Length.ShouldBe(255);
        Refused("/" + new string('x', 256));
        FilePath.Parse("/" + new string('é', 127));
        Refused("/" + new string('é', 128));
        var deep = string.Concat(Enumerable.Repeat("/d", 100));
        FilePath.Parse(deep).Depth.ShouldBe(100);
        Refused(deep + "/d");
        Refused("/a" + '\ud800');
        Refused(string.Concat(Enumerable.Repeat("/" + new string('x', 250), 17)));
    }

    [Fact]
    public void Within_is_decided_by_whole_names()
    {
        FilePath.Parse("/a/b").IsWithin(FilePath.Parse("/a")).ShouldBeTrue();
        FilePath.Parse("/a").IsWithin(FilePath.Parse("/a")).ShouldBeTrue();
        FilePath.Parse("/ab").IsWithin(FilePath.Parse("/a")).ShouldBeFalse();
        FilePath.Parse("/ab").IsWithin(FilePath.Root).ShouldBeTrue();
    }

    private static void Refused(string text) => Should.Throw<PlatformException>(() => FilePath.Parse(text)).Code.ShouldBe(ErrorCode.InvalidPath);
}
