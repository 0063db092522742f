using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Door;

/// <summary>What the clock does to a trash.</summary>
public sealed class TrashDoorTests
{
    [Fact]
    public async Task What_has_been_in_the_trash_for_its_time_is_deleted_for_good_and_what_is_younger_stays()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(new FileSystemOptions { TrashInterval = TimeSpan.FromHours(2) }, time: time);
        await test.MkdirAsync("/Projects/p/d/x");
        await test.WriteAsync("/Projects/p/d/x/old", Bytes(100_000, 1));
        await test.WriteAsync("/Projects/p/d/young", Bytes(100_000, 2));
        await test.Files.SetQuotaAsync(Root, "/Projects/p", -1, 1_000_000, default);
        var door = new FileDoor(test.Files, new OpenGate());
        (await door.Trash.DeleteAsync(OpenGate.Everybody, FilePath.Parse("/Projects/p/d/x"), recursive: true, default)).Trashed.ShouldNotBeNull();
        time.Advance(TimeSpan.FromHours(1));
        var young = (await door.Trash.DeleteAsync(OpenGate.Everybody, FilePath.Parse("/Projects/p/d/young"), recursive: false, default)).Trashed!;

        time.Advance(TimeSpan.FromMinutes(61));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await test.Files.FindQuotaAsync(Root, "/Projects/p", default))!.BytesUsed != 100_000)
            await Task.Delay(5, deadline.Token);

        (await door.Trash.ListAsync(OpenGate.Everybody, FilePath.Parse("/Projects/p/d"), 0, 10, default)).Items.Select(item => item.Id).ShouldBe([young.Id]);
        await door.Trash.RestoreAsync(OpenGate.Everybody, FilePath.Parse("/Projects/p/d"), young.Id, to: null, default);
        (await test.ReadAsync("/Projects/p/d/young")).ShouldBe(Bytes(100_000, 2));
        (await test.NamesAsync("/Projects/p/d/.Trash")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_told_of_a_trash_goes_with_its_dataset(bool isEmptiedByHand)
    {
        await using var test = await OpenAsync(new FileSystemOptions { ReclaimSlice = 2 });
        var door = new FileDoor(test.Files, new OpenGate());
        for (var number = 0; number < 5; number++)
        {
            await test.MkdirAsync("/Projects/p/d");
            await test.WriteAsync($"/Projects/p/d/f{number}", Bytes(100, number));
            await door.Trash.DeleteAsync(OpenGate.Everybody, FilePath.Parse($"/Projects/p/d/f{number}"), recursive: false, default);
        }

        if (isEmptiedByHand)
            await test.Files.DeleteAsync(Root, "/Projects/p/d/.Trash", recursive: true, default);
        await test.Files.DeleteAsync(Root, "/Projects/p/d", recursive: true, default);

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await test.Store.ReadAsync(read => read.SweepAsync(Trashed.Table, null, 10))).Count > 0)
            await Task.Delay(5, deadline.Token);
    }
}
