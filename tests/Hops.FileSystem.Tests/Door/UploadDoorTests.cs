using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.FileSystem.Door.Uploads;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Door;

/// <summary>Uploads in parts over restarts and time.</summary>
public sealed class UploadDoorTests
{
    private static readonly FileSystemOptions Small = new() { BlockSizeBytes = 10_000, SmallFileMaxBytes = 1_000, UploadsPerCallerMax = 3 };
    private static readonly Principal Ana = OpenGate.Everybody with { Name = "ana", UserName = "ana" };
    private static readonly FilePath Target = FilePath.Parse("/q/f");

    [Theory]
    [InlineData(500, 300)]
    [InlineData(35_000, 12_000)]
    [InlineData(35_000, 20_000)]
    [InlineData(35_000, 34_999)]
    public async Task An_upload_goes_on_after_a_restart_where_it_was(int length, int first)
    {
        await using var test = await OpenAsync(Small);
        await test.MkdirAsync("/q");
        var content = Bytes(length, 7);
        var upload = await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(length, false, ""), default);
        (await DoorOf(test).AddAsync(Ana, upload.Id, (0, Pipe(content[..first])), default)).ReceivedBytes.ShouldBe(first);

        await test.RestartAsync();

        (await DoorOf(test).GetAsync(Ana, upload.Id, default)).ReceivedBytes.ShouldBe(first);
        (await DoorOf(test).AddAsync(Ana, upload.Id, (first, Pipe(content[first..])), default)).IsNamed.ShouldBeTrue();
        (await test.ReadAsync("/q/f")).ShouldBe(content);
        (await test.NamesAsync("/q")).ShouldBe(["f"]);
    }

    [Fact]
    public async Task A_part_that_a_stop_breaks_off_leaves_its_whole_blocks()
    {
        await using var test = await OpenAsync(Small);
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", -1, 100_000, default);
        var content = Bytes(35_000, 7);
        var upload = await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(35_000, false, ""), default);
        var sent = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await sent.Writer.WriteAsync(content.AsMemory(0, 25_000));
        var part = DoorOf(test).AddAsync(Ana, upload.Id, (0, sent.Reader), default).AsTask();
        await UntilAsync(async () => (await DoorOf(test).GetAsync(Ana, upload.Id, default)).ReceivedBytes == 20_000);

        await test.RestartAsync();

        (await DoorOf(test).GetAsync(Ana, upload.Id, default)).ReceivedBytes.ShouldBe(20_000);
        await DoorOf(test).AddAsync(Ana, upload.Id, (20_000, Pipe(content[20_000..])), default);
        (await test.ReadAsync("/q/f")).ShouldBe(content);
        (await test.Files.FindQuotaAsync(Root, "/q", default))!.BytesUsed.ShouldBe(35_000);
        await sent.Writer.CompleteAsync();
        await Should.ThrowAsync<Exception>(part);
    }

    [Fact]
    public async Task An_upload_of_which_nothing_more_comes_is_given_up_with_what_had_come()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(Small, time: time);
        await test.MkdirAsync("/q");
        await test.Files.SetQuotaAsync(Root, "/q", -1, 100_000, default);
        var begun = await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(35_000, false, ""), default);
        await DoorOf(test).AddAsync(Ana, begun.Id, (0, Pipe(Bytes(20_000, 7))), default);
        time.Advance(TimeSpan.FromHours(23));
        await DoorOf(test).AddAsync(Ana, begun.Id, (20_000, Pipe(Bytes(1_000, 7))), default);
        time.Advance(TimeSpan.FromHours(23));
        (await DoorOf(test).GetAsync(Ana, begun.Id, default)).ReceivedBytes.ShouldBe(21_000);

        time.Advance(TimeSpan.FromHours(2));

        await UntilAsync(async () => (await test.Files.FindQuotaAsync(Root, "/q", default))!.BytesUsed == 0);
        await DoorOf(test).GetAsync(Ana, begun.Id, default).ShouldRefuseAsync(ErrorCode.NotFound);
        (await test.NamesAsync("/q")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_has_so_many_unfinished_uploads_and_those_that_are_finished_do_not_count()
    {
        await using var test = await OpenAsync(Small);
        await test.MkdirAsync("/q");
        for (var index = 0; index < 5; index++)
        {
            var done = await DoorOf(test).BeginAsync(Ana, FilePath.Parse($"/q/done{index}"), new UploadRequest(2, false, ""), default);
            await DoorOf(test).AddAsync(Ana, done.Id, (0, Pipe([1, 2])), default);
        }

        for (var index = 0; index < 3; index++)
            await DoorOf(test).BeginAsync(Ana, FilePath.Parse($"/q/f{index}"), new UploadRequest(2, false, ""), default);
        await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(2, false, ""), default).ShouldRefuseAsync(ErrorCode.LimitExceeded);
        var ben = Ana with { Name = "ben", UserName = "ben" };
        await DoorOf(test).BeginAsync(ben, Target, new UploadRequest(2, false, ""), default);
    }

    [Fact]
    public async Task What_somebody_has_given_a_name_of_their_own_stays_when_the_upload_is_dropped()
    {
        await using var test = await OpenAsync(Small);
        await test.MkdirAsync("/q");
        var begun = await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(35_000, false, ""), default);
        await DoorOf(test).AddAsync(Ana, begun.Id, (0, Pipe(Bytes(20_000, 7))), default);
        await test.Files.RenameAsync(Root, $"/q/{(await test.NamesAsync("/q")).Single()}", "/q/kept", false, default);
        await DoorOf(test).DropAsync(Ana, begun.Id, default);
        (await test.ReadAsync("/q/kept")).ShouldBe(Bytes(20_000, 7));
    }

    [Fact]
    public async Task What_is_told_of_an_upload_goes_with_its_file_whether_it_has_its_name_or_not()
    {
        var time = new ManualTime();
        await using var test = await OpenAsync(Small, time: time);
        await test.MkdirAsync("/q");
        var begun = await DoorOf(test).BeginAsync(Ana, Target, new UploadRequest(35_000, false, ""), default);
        await DoorOf(test).AddAsync(Ana, begun.Id, (0, Pipe(Bytes(20_000, 7))), default);
        var done = await DoorOf(test).BeginAsync(Ana, FilePath.Parse("/q/done"), new UploadRequest(2, false, ""), default);
        await DoorOf(test).AddAsync(Ana, done.Id, (0, Pipe([1, 2])), default);
        var elsewhere = await DoorOf(test).BeginAsync(Ana, FilePath.Parse("/f"), new UploadRequest(2, false, ""), default);

        await test.Files.DeleteAsync(Root, "/q", recursive: true, default);

        await UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(31));
            return (await test.Store.ReadAsync(read => read.SweepAsync(Upload.Table, null, 10))).Select(row => row.Id).SequenceEqual([elsewhere.Id]);
        });
    }

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSoAsync())
            await Task.Delay(5, deadline.Token);
    }

    private static UploadDoor DoorOf(TestFileSystem test) => new FileDoor(test.Files, new OpenGate()).Uploads;

    private static PipeReader Pipe(byte[] content) => PipeReader.Create(new MemoryStream(content));
}
