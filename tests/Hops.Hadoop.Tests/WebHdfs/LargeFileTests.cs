using System.Diagnostics;
using System.Security.Cryptography;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class LargeFileTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const int PieceBytes = 1024 * 1024;
    private const int Pieces = 200;

    /// <summary>Less than the file, with room for what other tests of this process take meanwhile.</summary>
    private const long MemoryBytesMax = 160L * 1024 * 1024;

    [Fact]
    public async Task Two_hundred_megabytes_pass_in_bounded_memory()
    {
        using var client = host.Client(TestGate.Owner);
        var piece = RandomNumberGenerator.GetBytes(PieceBytes);
        var before = WorkingSetBytes();
        var peak = 0L;
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await client.CreateAsync("/Projects/alpha/data/large", async (stream, token) =>
        {
            for (var count = 0; count < Pieces; count++)
            {
                piece[0] = (byte)count;
                sent.AppendData(piece);
                await stream.WriteAsync(piece, token);
                peak = Math.Max(peak, WorkingSetBytes());
            }
        });

        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var stream = await client.OpenAsync("/Projects/alpha/data/large"))
        {
            for (int count; (count = await stream.ReadAsync(piece)) > 0;)
            {
                received.AppendData(piece, 0, count);
                peak = Math.Max(peak, WorkingSetBytes());
            }
        }

        received.GetHashAndReset().ShouldBe(sent.GetHashAndReset());
        (peak - before).ShouldBeLessThan(MemoryBytesMax);
    }

    private static long WorkingSetBytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
