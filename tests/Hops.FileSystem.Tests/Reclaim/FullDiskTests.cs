using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Reclaim;

/// <summary>A real disk that is really full, with the metadata on it too.</summary>
public sealed class FullDiskTests
{
    private const int DiskBytes = 96 * 1024 * 1024;
    private const int ReserveBytes = 8 * 1024 * 1024;

    [SmallDiskFact]
    public async Task Files_are_deleted_on_a_full_disk_and_then_there_is_room_again()
    {
        using var small = SmallDisk.TryMount(DiskBytes)!;
        var health = new HealthBoard();
        var reserve = Reserve(small, health);
        await using var test = await OpenAsync(Options(reserve, health), root: Root(small));
        await test.WriteAsync("/large", new byte[30_000_000]);
        small.Fill();
        (await CodeAsync(() => test.WriteAsync("/more", new byte[20_000_000]))).ShouldBe(ErrorCode.DiskFull);
        (await test.ReadAsync("/large")).Length.ShouldBe(30_000_000);

        (await test.Files.DeleteAsync(TestFileSystem.Root, "/large", recursive: false, default)).ShouldBeTrue();
        await UntilAsync(() => test.BlockFiles().Length == 0);
        File.Delete(Path.Combine(small.Path, "of-somebody-else"));
        reserve.Look();
        reserve.IsGivenUp.ShouldBeFalse();
        await test.WriteAsync("/more", new byte[20_000_000]);
        health.Findings.ShouldBeEmpty();
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_started_on_and_read_and_takes_nothing_but_deletes()
    {
        using var small = SmallDisk.TryMount(DiskBytes)!;
        await using var test = await OpenAsync(Options(Reserve(small, new HealthBoard()), new HealthBoard()), root: Root(small));
        await test.WriteAsync("/kept", new byte[200_000]);
        await test.WriteAsync("/small", new byte[100]);
        await test.StopAsync();
        small.Fill();

        var health = new HealthBoard();
        var reserve = Reserve(small, health);
        reserve.IsGivenUp.ShouldBeTrue();
        test.Options = Options(reserve, health);
        await test.StartAsync();
        (await test.ReadAsync("/kept")).Length.ShouldBe(200_000);
        (await CodeAsync(() => test.WriteAsync("/one-more", new byte[100]))).ShouldBe(ErrorCode.DiskFull);
        (await test.Files.DeleteAsync(TestFileSystem.Root, "/kept", recursive: false, default)).ShouldBeTrue();
        health.Findings.Single().Severity.ShouldBe(HealthSeverity.Failing);
    }

    private static FileSystemOptions Options(DiskReserve reserve, HealthBoard health) => new() { Reserve = reserve, Health = health };

    private static string Root(SmallDisk small) => Path.Combine(small.Path, "data");

    private static DiskReserve Reserve(SmallDisk small, HealthBoard health) =>
        DiskReserve.Open(new RealDisk(), Path.Combine(small.Path, "RESERVE"), ReserveBytes, health);

    private static async Task<ErrorCode> CodeAsync(Func<Task> callAsync) => (await Should.ThrowAsync<PlatformException>(callAsync)).Code;

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(5, deadline.Token);
    }
}
