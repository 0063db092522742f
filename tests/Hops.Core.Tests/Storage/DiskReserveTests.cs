using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Storage;

namespace Hops.Core.Tests.Storage;

public sealed class DiskReserveTests
{
    private const long ReserveBytes = 1_000_000;

    private readonly SimulatedDisk _disk = new(1) { CapacityBytes = 10_000_000 };
    private readonly HealthBoard _health = new();

    public DiskReserveTests() => _disk.CreateDirectory("/data");

    [Fact]
    public void It_takes_its_room_and_is_found_again_by_the_next_start()
    {
        Open().IsGivenUp.ShouldBeFalse();
        _disk.FreeBytes("/data").ShouldBe(9_000_000);
        Open().IsGivenUp.ShouldBeFalse();
        _disk.FreeBytes("/data").ShouldBe(9_000_000);
        _health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_frees_room_is_run_again_with_it_and_nothing_else_grows_until_there_is_room()
    {
        var reserve = Open();
        Fill();
        var tries = 0;
        var result = await reserve.FreeAsync(() =>
        {
            tries++;
            using var file = _disk.Open("/data/log", DiskMode.OpenOrCreate);
            file.Write(new byte[10_000], 0);
            return new ValueTask<int>(7);
        });
        (result, tries).ShouldBe((7, 2));
        reserve.IsGivenUp.ShouldBeTrue();
        Should.Throw<PlatformException>(reserve.RequireRoom).Code.ShouldBe(ErrorCode.DiskFull);
        using (var other = _disk.Open("/data/other", DiskMode.CreateNew))
            Should.Throw<PlatformException>(() => other.Allocate(0, 10)).Code.ShouldBe(ErrorCode.DiskFull);
        _health.Findings.Single().Severity.ShouldBe(HealthSeverity.Failing);

        _disk.Delete("/data/fill");
        reserve.Look();
        reserve.IsGivenUp.ShouldBeFalse();
        reserve.RequireRoom();
        _disk.FileExists("/data/RESERVE").ShouldBeTrue();
        _health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_that_meet_the_full_disk_both_are_run_again_although_only_one_gives_the_reserve_up()
    {
        var reserve = Open();
        Fill();
        var metFull = 0;
        var bothMet = new TaskCompletionSource();
        var results = await Task.WhenAll(DeleteAsync(), DeleteAsync());
        results.ShouldBe([2, 2]);
        reserve.IsGivenUp.ShouldBeTrue();

        async Task<int> DeleteAsync()
        {
            var tries = 0;
            return await reserve.FreeAsync(async () =>
            {
                if (++tries > 1)
                    return tries;
                if (Interlocked.Increment(ref metFull) == 2)
                    bothMet.SetResult();
                await bothMet.Task;
                throw Full();
            });
        }
    }

    [Fact]
    public async Task A_disk_that_is_still_full_without_it_refuses()
    {
        var reserve = Open();
        Fill();
        var refusal = await Should.ThrowAsync<PlatformException>(async () => await reserve.FreeAsync<int>(() => throw Full()));
        refusal.Code.ShouldBe(ErrorCode.DiskFull);
        (await Should.ThrowAsync<PlatformException>(async () => await reserve.FreeAsync<int>(() => throw Full()))).Code.ShouldBe(ErrorCode.DiskFull);
    }

    [Fact]
    public void A_start_on_a_full_disk_gives_it_up_at_once()
    {
        Open();
        Fill();
        Open().IsGivenUp.ShouldBeTrue();
        _disk.FreeBytes("/data").ShouldBeGreaterThanOrEqualTo(ReserveBytes);
    }

    [Fact]
    public void It_says_that_the_disk_will_be_full_before_it_is()
    {
        var reserve = Open();
        Fill(leaveBytes: 2 * ReserveBytes);
        reserve.Look();
        var finding = _health.Findings.Single();
        (finding.Subject, finding.Severity).ShouldBe(("disk", HealthSeverity.Warning));
        finding.Message.ShouldContain("2 MB left");
    }

    [Fact]
    public void None_is_made_where_none_is_wanted()
    {
        var reserve = DiskReserve.Open(_disk, "/data/RESERVE", 0, _health);
        _disk.FileExists("/data/RESERVE").ShouldBeFalse();
        reserve.GiveUp().ShouldBeFalse();
        reserve.RequireRoom();
    }

    private static PlatformException Full() => new(ErrorCode.DiskFull, "full");

    private DiskReserve Open() => DiskReserve.Open(_disk, "/data/RESERVE", ReserveBytes, _health);

    private void Fill(long leaveBytes = 0)
    {
        using var file = _disk.Open("/data/fill", DiskMode.CreateNew);
        file.Allocate(0, _disk.FreeBytes("/data") - leaveBytes);
    }
}
