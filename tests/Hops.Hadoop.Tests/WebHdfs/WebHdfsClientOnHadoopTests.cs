using Hops.Client.Files;
using Hops.Core.Errors;
using System.Net;
using System.Net.Sockets;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>Our client against Apache's own server.</summary>
public sealed class WebHdfsClientOnHadoopTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-apache-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [HadoopFact]
    [Trait("Speed", "Slow")]
    public async Task Files_of_a_hadoop_cluster_are_reached()
    {
        var (rpc, http) = (FreePort(), FreePort());
        var (status, output) = await ForeignClient.RunAsync(
            "/bin/bash", ["-c", "\"$0\" \"$1\" $2 $3 > \"$1.out\" 2>&1 < /dev/null", Tool("start-hdfs"), _directory, $"{rpc}", $"{http}"]);
        status.ShouldBe(0, output);
        try
        {
            using var client = new WebHdfsClient(new WebHdfsClientOptions
            {
                Address = new Uri($"http://127.0.0.1:{http}/webhdfs/v1"),
                UserName = Environment.UserName,
            });
            await RoundTripAsync(client);
        }
        finally
        {
            await ForeignClient.RunAsync("/bin/bash", ["-c", "\"$0\" \"$1\" > /dev/null 2>&1 < /dev/null", Tool("stop-hdfs"), _directory]);
            File.Delete(_directory + ".out");
        }
    }

    private static async Task RoundTripAsync(WebHdfsClient client)
    {
        await client.MkdirsAsync("/dir");
        await client.CreateAsync("/dir/a b+c%ü", "hello"u8.ToArray());
        await client.AppendAsync("/dir/a b+c%ü", (stream, token) => stream.WriteAsync(" world"u8.ToArray(), token).AsTask());
        await using (var stream = await client.OpenAsync("/dir/a b+c%ü", offset: 6))
        using (var reader = new StreamReader(stream))
        {
            (await reader.ReadToEndAsync()).ShouldBe("world");
        }

        var names = new List<string>();
        await foreach (var file in client.ListAsync("/dir"))
        {
            names.Add(file.Name);
        }

        names.ShouldBe(["a b+c%ü"]);
        await client.SetPermissionAsync("/dir", 0x1C0);
        (await client.StatAsync("/dir")).Permission.ShouldBe(0x1C0);
        (await Should.ThrowAsync<PlatformException>(() => client.CreateAsync("/dir/a b+c%ü", "x"u8.ToArray()))).Code.ShouldBe(ErrorCode.AlreadyExists);
        (await Should.ThrowAsync<PlatformException>(() => client.StatAsync("/none"))).Code.ShouldBe(ErrorCode.NotFound);
        (await Should.ThrowAsync<PlatformException>(() => client.DeleteAsync("/dir"))).Code.ShouldBe(ErrorCode.DirectoryNotEmpty);
        (await client.RenameAsync("/dir/a b+c%ü", "/moved")).ShouldBeTrue();
        (await client.DeleteAsync("/dir")).ShouldBeTrue();
    }

    private static string Tool(string name) => Path.Combine(ForeignClient.HadoopDirectory!, name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
