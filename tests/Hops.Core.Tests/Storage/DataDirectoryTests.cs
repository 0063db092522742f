using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Core.Tests.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("hops-data-").FullName;
    private readonly RealDisk _disk = new();

    private string Data => Path.Combine(_parent, "deep", "data");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void A_new_directory_is_made_with_its_parts()
    {
        using var directory = DataDirectory.Open(_disk, Data);

        directory.Generation.ShouldBe(1);
        directory.IsNew.ShouldBeTrue();
        directory.Found();
        directory.IsNew.ShouldBeFalse();
        _disk.List(Data).ShouldBe(["LOCK", "VERSION", "blocks", "logs", "metadata", "run", "secrets", "topics"]);
        File.GetUnixFileMode(directory.Secrets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void The_generation_grows_with_each_opening()
    {
        for (var generation = 1; generation <= 3; generation++)
        {
            using var directory = DataDirectory.Open(_disk, Data);
            directory.Generation.ShouldBe(generation);
        }
    }

    [Fact]
    public void A_directory_in_use_is_refused_and_free_again_afterwards()
    {
        using (DataDirectory.Open(_disk, Data))
        {
            var refusal = Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data));
            refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
            refusal.Message.ShouldContain($"process {Environment.ProcessId}");
        }

        DataDirectory.Open(_disk, Data).Dispose();
    }

    [Fact]
    public void A_newer_format_is_refused_and_left_alone()
    {
        Founded();
        File.WriteAllText(Path.Combine(Data, "VERSION"), $"{DataDirectory.FormatNumber + 1}\n");

        var refusal = Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data));

        refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        refusal.Facts["format"].ShouldBe(DataDirectory.FormatNumber + 1);
        File.ReadAllText(Path.Combine(Data, "VERSION")).ShouldBe($"{DataDirectory.FormatNumber + 1}\n");
    }

    [Theory]
    [InlineData("VERSION", "")]
    [InlineData("VERSION", "-1")]
    [InlineData("VERSION", "one")]
    [InlineData("LOCK", "nonsense")]
    public void Damaged_files_are_refused(string name, string content)
    {
        Founded();
        File.WriteAllText(Path.Combine(Data, name), content);

        Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data)).Code.ShouldBe(ErrorCode.CorruptData);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("emptied")]
    [InlineData("moved away, its write-ahead log left")]
    public void Without_its_database_a_directory_is_refused_and_left_alone(string loss)
    {
        Founded();
        Directory.CreateDirectory(Path.Combine(Data, "topics", "11112222333344445555666677778888"));
        var database = Path.Combine(Data, "metadata", "hops.db");
        File.Delete(database);
        if (loss == "emptied")
            File.WriteAllBytes(database, []);
        else if (loss != "removed")
            File.WriteAllText(database + "-wal", "the newest commits");
        var lockBefore = File.ReadAllText(Path.Combine(Data, "LOCK"));

        var refusal = Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data));

        refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        refusal.Message.ShouldContain(loss == "emptied" ? "is empty" : "is missing");
        refusal.Message.ShouldContain("1 directories of topics");
        refusal.Message.ShouldContain("restore it from a backup");
        refusal.Message.Contains("beside the database hops.db-wal", StringComparison.Ordinal).ShouldBe(loss.StartsWith("moved", StringComparison.Ordinal));
        _disk.List(Path.Combine(Data, "topics")).Count.ShouldBe(1);
        File.Exists(database + "-wal").ShouldBe(loss.StartsWith("moved", StringComparison.Ordinal));
        File.ReadAllText(Path.Combine(Data, "LOCK")).ShouldBe(lockBefore);
    }

    [Theory]
    [InlineData("topics")]
    [InlineData("blocks")]
    public void Content_without_a_format_is_refused(string part)
    {
        Founded();
        File.Delete(Path.Combine(Data, "VERSION"));
        Directory.CreateDirectory(Path.Combine(Data, part, "11112222333344445555666677778888"));

        var refusal = Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data));

        refusal.Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
        refusal.Message.ShouldContain($"no file VERSION, but {part} are there");
    }

    [Fact]
    public void A_first_start_that_was_cut_short_before_the_database_was_made_is_begun_again()
    {
        DataDirectory.Open(_disk, Data).Dispose();
        File.WriteAllBytes(Path.Combine(Data, "metadata", "hops.db"), []);
        File.WriteAllText(Path.Combine(Data, "LOCK"), "half a");

        using var directory = DataDirectory.Open(_disk, Data);

        directory.IsNew.ShouldBeTrue();
    }

    [Fact]
    public void A_directory_of_format_1_opens_for_ever()
    {
        Directory.CreateDirectory(Path.Combine(Data, "metadata"));
        File.WriteAllText(Path.Combine(Data, "metadata", "hops.db"), "a database");
        File.WriteAllText(Path.Combine(Data, "VERSION"), "1\n");
        File.WriteAllText(Path.Combine(Data, "LOCK"), "00000000000000000041 0000001234\n");

        using var directory = DataDirectory.Open(_disk, Data);

        (directory.IsNew, directory.Generation).ShouldBe((false, 42));
    }

    [Fact]
    public void A_directory_of_something_else_is_refused()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "letter.txt"), "dear");

        Should.Throw<PlatformException>(() => DataDirectory.Open(_disk, Data)).Code.ShouldBe(ErrorCode.DataDirectoryUnusable);
    }

    [Fact]
    public void The_generation_grows_and_the_format_stays_whenever_the_power_is_cut()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var disk = new SimulatedDisk(seed);
            var generation = 0L;
            for (var round = 0; round < 4; round++)
            {
                disk.StopAfter(seed % 31);
                try
                {
                    generation = Opened(disk, generation);
                }
                catch (IOException)
                {
                    disk.IsStopped.ShouldBeTrue();
                }

                disk.PowerCut();
            }

            Opened(disk, generation);
        }
    }

    private static long Opened(SimulatedDisk disk, long generationBefore)
    {
        using var directory = DataDirectory.Open(disk, "/data");
        directory.Generation.ShouldBeGreaterThan(generationBefore);
        Made(disk, directory);
        return directory.Generation;
    }

    private void Founded()
    {
        using var directory = DataDirectory.Open(_disk, Data);
        Made(_disk, directory);
    }

    /// <summary>Makes the database, as far as the directory cares for it.</summary>
    private static void Made(Disk disk, DataDirectory directory)
    {
        if (!disk.FileExists(directory.Database))
            disk.Replace(directory.Database, "a database"u8);
        directory.Found();
    }
}
