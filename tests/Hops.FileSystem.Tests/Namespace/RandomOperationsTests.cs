using Hops.Core.Errors;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

public sealed class RandomOperationsTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 100_000)]
    [InlineData(2, 100_000)]
    [InlineData(3, 100_000)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    public async Task Random_operations_do_what_a_simple_model_does(int seed, int cachedInodesMax)
    {
        var random = new Random(seed);
        var options = new FileSystemOptions { CachedInodesMax = cachedInodesMax, SmallFileMaxBytes = 50, BlockSizeBytes = 1024, ReclaimSlice = 2 };
        await using var test = await OpenAsync(options);
        var model = new ModelTree();
        string[] quotas = ["/a", "/a/b", "/c"];
        foreach (var quota in quotas)
        {
            model.Mkdirs(quota);
            await test.MkdirAsync(quota);
            await test.Files.SetQuotaAsync(Root, quota, 1_000_000, 1_000_000_000, default);
        }

        for (var step = 0; step < 600; step++)
        {
            var (expected, action) = Draw(random, test, model, quotas);
            var did = true;
            try
            {
                did = await action();
            }
            catch (PlatformException e) when (e.Code != ErrorCode.Internal)
            {
                did = false;
            }

            did.ShouldBe(expected, $"step {step} of seed {seed}");
            if (step == 300)
                await test.RestartAsync();
        }

        await CompareAsync(test, model);
        await test.ReclaimedAsync();
        foreach (var quota in quotas)
        {
            var report = await test.Files.FindQuotaAsync(Root, quota, default);
            (report!.NamesUsed, report.BytesUsed).ShouldBe(model.Usage(quota), quota);
        }
    }

    [Fact]
    public async Task Operations_at_the_same_time_leave_a_cache_that_agrees_with_the_database()
    {
        await using var test = await OpenAsync(new FileSystemOptions { CachedInodesMax = 40 });
        var workers = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var step = 0; step < 400; step++)
            {
                try
                {
                    await AnyAsync(random, test);
                }
                catch (PlatformException e) when (e.Code is not (ErrorCode.Internal or ErrorCode.CorruptData))
                {
                    // Refusals are as likely as not.
                }
            }
        }));
        await Task.WhenAll(workers);

        foreach (var path in AllPaths())
        {
            var cached = await test.Files.FindAsync(Root, path, default);
            var stored = await test.Store.ReadAsync(transaction => Resolve.InAsync(transaction, FilePath.Parse(path)));
            cached.ShouldBe(stored.Target is null ? null : Statuses.Of(stored.Target), path);
        }
    }

    private static async Task AnyAsync(Random random, TestFileSystem test)
    {
        var (one, two) = (AnyPath(random), AnyPath(random));
        switch (random.Next(8))
        {
            case 0 or 1:
                await test.MkdirAsync(one);
                break;
            case 2:
                await test.WriteAsync(one, new byte[random.Next(20)], options: new CreateOptions { Overwrite = random.Next(2) == 0 });
                break;
            case 3:
                await test.Files.DeleteAsync(Root, one, random.Next(2) == 0, default);
                break;
            case 4:
                await test.Files.RenameAsync(Root, one, two, random.Next(2) == 0, default);
                break;
            case 5:
                await test.Files.SetPermissionAsync(Root, one, random.Next(512), default);
                break;
            default:
                await test.Files.FindAsync(Root, one, default);
                break;
        }
    }

    private static (bool Expected, Func<Task<bool>> Action) Draw(Random random, TestFileSystem test, ModelTree model, string[] quotas)
    {
        var (one, two) = (AnyPath(random), AnyPath(random));
        var (flag, content) = (random.Next(2) == 0, Bytes(random.Next(3) * random.Next(1500), random.Next()));
        var isQuota = quotas.Any(quota => quota == one || quota.StartsWith(one + "/", StringComparison.Ordinal));
        return random.Next(isQuota ? 5 : 8) switch
        {
            0 => (model.Mkdirs(one), Did(() => test.MkdirAsync(one))),
            1 or 2 => (model.Write(one, content, flag), Did(() => test.WriteAsync(one, content, options: new CreateOptions { Overwrite = flag }))),
            3 => (model.Append(one, content), Did(() => AppendAsync(test, one, content))),
            4 => (model.Exists(one), async () => await test.Files.FindAsync(Root, one, default) is not null),
            5 => (model.Delete(one, flag), async () => await test.Files.DeleteAsync(Root, one, flag, default)),
            _ => (!IsAboveQuota(two) && model.Rename(one, two, flag), Did(() => IsAboveQuota(two)
                ? throw new PlatformException(ErrorCode.Conflict, "left out of this test")
                : test.Files.RenameAsync(Root, one, two, flag, default).AsTask())),
        };

        // A quota directory itself is neither deleted nor replaced here, so that its usage can be compared at the end.
        bool IsAboveQuota(string path) => quotas.Any(quota => quota == path || quota.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private static Func<Task<bool>> Did(Func<Task> action) => async () =>
    {
        await action();
        return true;
    };

    private static async Task AppendAsync(TestFileSystem test, string path, byte[] content)
    {
        await using var writer = await test.Files.AppendAsync(Root, path, "", default);
        await writer.WriteAsync(content);
        await writer.CloseAsync();
    }

    private static async Task CompareAsync(TestFileSystem test, ModelTree model)
    {
        var found = new List<string> { "/" };
        for (var index = 0; index < found.Count; index++)
        {
            var path = found[index];
            var status = await test.Files.StatAsync(Root, path, default);
            status.IsDirectory.ShouldBe(model.IsDirectory(path), path);
            if (status.IsDirectory)
                found.AddRange((await test.NamesAsync(path)).Select(name => path == "/" ? "/" + name : $"{path}/{name}"));
            else
                (await test.ReadAsync(path)).ShouldBe(model.Content(path), path);
        }

        found.Order(StringComparer.Ordinal).ShouldBe(model.Paths);
    }

    private static string AnyPath(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "/" + Names[random.Next(Names.Length)]));

    private static IEnumerable<string> AllPaths(string above = "", int depth = 4) =>
        depth == 0 ? [] : Names.SelectMany(name => AllPaths($"{above}/{name}", depth - 1).Prepend($"{above}/{name}"));
}
