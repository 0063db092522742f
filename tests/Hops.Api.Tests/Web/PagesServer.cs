using System.IO.Compression;

namespace Hops.Api.Tests.Web;

/// <summary>A server over a directory of pages as the build leaves it, made for these tests.</summary>
public sealed class PagesServer : IAsyncLifetime
{
    internal const string Script = "console.log('pages');";

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-pages-").FullName;

    internal ApiServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "assets"));
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "index.html"), """<!doctype html><script nonce="__NONCE__">1</script><style nonce="__NONCE__"></style><p id="the-page">""");
        await File.WriteAllTextAsync(Path.Combine(_directory, "icon.svg"), "<svg/>");
        var script = Path.Combine(_directory, "assets", "index-4f2a.js");
        await File.WriteAllTextAsync(script, Script);
        await using (var brotli = new BrotliStream(File.Create(script + ".br"), CompressionLevel.Fastest))
            await brotli.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Script));
        await using (var gzip = new GZipStream(File.Create(script + ".gz"), CompressionLevel.Fastest))
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Script));
        File.CreateSymbolicLink(Path.Combine(_directory, "assets", "outside.txt"), "/etc/hostname");
        Server = new ApiServer { PagesDirectory = _directory };
        await Server.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
