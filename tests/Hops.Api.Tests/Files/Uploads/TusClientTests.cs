using System.Diagnostics;

namespace Hops.Api.Tests.Files.Uploads;

/// <summary>The client of tus for JavaScript, unmodified: begins, is stopped in the middle, goes on, and gives up.</summary>
public sealed class TusClientTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Script = """
        const tus = require(process.argv[1]);
        const [, , endpoint, token] = process.argv;
        const content = Buffer.alloc(3000000, 'abcdefg');
        const options = (path, more) => ({
            endpoint, headers: { Authorization: 'Bearer ' + token }, metadata: { path }, chunkSize: 500000, retryDelays: [0, 100, 1000], ...more,
        });
        const send = (path, more) => new Promise((resolve, reject) => {
            const upload = new tus.Upload(content, options(path, { onSuccess: () => resolve(upload), onError: reject, ...more }));
            upload.start();
        });
        const stopAfter = (path, parts) => new Promise((resolve, reject) => {
            let accepted = 0;
            const upload = new tus.Upload(content, options(path, {
                onError: reject, onSuccess: () => reject(new Error('too early')),
                onChunkComplete: () => { if (++accepted === parts) upload.abort().then(() => resolve(upload.url)); },
            }));
            upload.start();
        });
        (async () => {
            await send('d/whole');
            const url = await stopAfter('d/paused', 3);
            let from = -1;
            await send('d/paused', { uploadUrl: url, onProgress: sent => { if (from < 0) from = sent; } });
            console.log('went on', from >= 1500000);
            await tus.Upload.terminate(await stopAfter('d/given-up', 2), options('d/given-up'));
            await send('d/whole').catch(error => console.log(error.originalResponse.getStatus(), JSON.parse(error.originalResponse.getBody()).type));
            console.log('done');
        })().catch(error => { console.log(error); process.exit(1); });
        """;

    [TusClientFact]
    public async Task The_client_for_JavaScript_works_unmodified()
    {
        using var owner = await server.UserAsync("tus_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "tus" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/tus/datasets", new { name = "d" })).Status.ShouldBe(201);

        var (status, output) = await RunAsync(new Uri(server.Address, "/api/v1/projects/tus/files/uploads").ToString(), await server.TokenAsync("tus_owner"));

        status.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["went on true", "409 /problems/already-exists", "done"]);
        var listed = (await owner.SendAsync(HttpMethod.Get, "projects/tus/files?path=d")).Body.GetProperty("items").EnumerateArray();
        listed.Select(file => (file.GetProperty("name").GetString(), file.GetProperty("lengthBytes").GetInt64())).ShouldBe([("paused", 3_000_000), ("whole", 3_000_000)]);
        var content = (await owner.SendAsync(HttpMethod.Get, "projects/tus/files/content?path=d/paused")).Text;
        content.ShouldBe(string.Concat(Enumerable.Repeat("abcdefg", 428_572))[..3_000_000]);
    }

    private static async Task<(int Status, string Output)> RunAsync(string endpoint, string token)
    {
        var start = new ProcessStartInfo("node", ["-e", Script, TusClientFactAttribute.Directory!, endpoint, token])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

/// <summary>A test that needs the npm client.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TusClientFactAttribute : FactAttribute
{
    public TusClientFactAttribute() => Skip = Directory is null ? "npm tus-js-client is not installed: run make test-tools." : null;

    /// <summary>Where it is; null if it is not.</summary>
    internal static string? Directory { get; } = Find();

    private static string? Find()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Hops.slnx")))
            root = Path.GetDirectoryName(root)!;
        var directory = Path.Combine(root, "tests", "clients", "node_modules", "tus-js-client");
        return System.IO.Directory.Exists(directory) ? directory : null;
    }
}
