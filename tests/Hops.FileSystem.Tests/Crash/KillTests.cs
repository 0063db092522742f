using System.Diagnostics;
using System.Globalization;
using Hops.FileSystem.Tests.Testing;

namespace Hops.FileSystem.Tests.Crash;

public sealed class KillTests
{
    private const int Rounds = 8;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        var directory = Directory.CreateTempSubdirectory("hops-kill-").FullName;
        var acknowledged = new HashSet<int>();
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
            await RunAndKillAsync(directory, round * 100_000, random.Next(1, 60), acknowledged);

        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds);
        await using var files = await WriterProcess.OpenAsync(directory);
        foreach (var number in acknowledged)
        {
            using var reader = await files.OpenFileAsync(TestFileSystem.Root, $"/d{number % 7}/f{number}", default);
            (await TestFileSystem.ReadAllAsync(reader)).AsSpan().SequenceEqual(WriterProcess.ContentOf(number)).ShouldBeTrue($"file {number}");
        }

        Directory.Delete(directory, recursive: true);
    }

    /// <summary>Kills (SIGKILL) a writer after so many acknowledgements, and takes in those that were on their way.</summary>
    private static async Task RunAndKillAsync(string directory, int first, int count, HashSet<int> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location, "write", directory, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            acknowledged.Add(int.Parse(line, CultureInfo.InvariantCulture));
            if (--count == 0)
                process.Kill();
        }

        await process.WaitForExitAsync(deadline.Token);
    }
}
