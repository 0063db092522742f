using Hops.Api.Web;
using Hops.Core.Errors;

namespace Hops.Api.Tests.Web;

public sealed class WebFolderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-web-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_directory_that_is_named_and_has_no_page_stops_the_start()
    {
        var refusal = Should.Throw<PlatformException>(() => WebFolder.Find(new WebOptions { Directory = _directory }));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(_directory);
    }

    [Fact]
    public void Without_a_setting_and_without_pages_beside_the_program_there_are_none() => WebFolder.Find(new WebOptions()).ShouldBeNull();

    [Fact]
    public void A_directory_with_far_too_much_in_it_is_refused()
    {
        File.WriteAllText(Path.Combine(_directory, "index.html"), "");
        for (var number = 0; number <= 2_000; number++)
            File.WriteAllText(Path.Combine(_directory, $"{number}.js"), "");

        Should.Throw<PlatformException>(() => WebFolder.Find(new WebOptions { Directory = _directory })).Message.ShouldContain("2000");
    }

    [Fact]
    public void Its_files_are_those_that_a_browser_knows_and_neither_twins_nor_what_the_build_keeps_for_itself()
    {
        Directory.CreateDirectory(Path.Combine(_directory, ".vite"));
        foreach (var name in new[] { ".vite/manifest.json", "index.html", "a.js", "a.js.br", "a.js.gz", "lone.css.br", "notes" })
            File.WriteAllText(Path.Combine(_directory, name), "");

        var files = WebFolder.Find(new WebOptions { Directory = _directory })!.Files;

        files.Select(file => file.Path).ShouldBe(["a.js"]);
        files[0].Twins.Select(twin => twin.Coding).ShouldBe(["br", "gzip"]);
    }
}
