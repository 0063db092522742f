using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Quotas;

/// <summary>Nested quotas that are nearly used up: every operation is refused exactly where counting the tree says so, and changes nothing then.</summary>
public sealed class QuotaModelTests
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Limited = ["/a", "/a/b", "/c"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Usage_is_exact_and_limits_hold_exactly_after_each_operation(int seed)
    {
        var random = new Random(seed);
        await using var test = await OpenAsync(new FileSystemOptions { ReclaimSlice = 2 });
        var model = new LimitedTree();
        foreach (var path in Limited)
        {
            model.Tree.Mkdirs(path);
            await test.MkdirAsync(path);
            await SetAsync(path, random.Next(3, 12), random.Next(50, 400));
        }

        int refused = 0, done = 0;
        for (var step = 0; step < 400; step++)
        {
            var (one, two) = (AnyPath(random), AnyPath(random));
            var (flag, content) = (random.Next(2) == 0, Bytes(random.Next(80), step));
            var kind = random.Next(8);
            if (kind == 7)
            {
                await SetAsync(Limited[random.Next(3)], random.Next(3, 12), random.Next(50, 400));
                continue;
            }

            var (expected, act) = kind switch
            {
                0 or 1 => (model.Mkdirs(one), () => test.MkdirAsync(one)),
                2 or 3 => (model.Write(one, content, flag), () => test.WriteAsync(one, content, options: new CreateOptions { Overwrite = flag })),
                4 => (model.Append(one, content), () => AppendAsync(test, one, content)),
                5 when !IsAboveLimited(one) => (model.Delete(one), (Func<Task>)(async () => await test.Files.DeleteAsync(Root, one, true, default))),
                6 when !IsAboveLimited(one) && !IsAboveLimited(two) =>
                    (model.Rename(one, two, flag), async () => await test.Files.RenameAsync(Root, one, two, flag, default)),
                _ => (Outcome.Done, () => Task.CompletedTask),
            };
            var outcome = await OutcomeAsync(act);

            outcome.ShouldBe(expected, $"step {step} of seed {seed}: kind {kind}, {one}, {two}");
            refused += outcome == Outcome.OverQuota ? 1 : 0;
            done += outcome == Outcome.Done ? 1 : 0;
            await test.ReclaimedAsync();
            foreach (var path in Limited)
            {
                var report = (await test.Files.FindQuotaAsync(Root, path, default))!;
                (report.NamesUsed, report.BytesUsed).ShouldBe(model.Tree.Usage(path), $"{path} after step {step} of seed {seed}: kind {kind}, {one}, {two}");
            }
        }

        refused.ShouldBeGreaterThan(20, "or the limits were not met");
        done.ShouldBeGreaterThan(20);

        async Task SetAsync(string path, long names, long bytes)
        {
            model.Limits[path] = (names, bytes);
            await test.Files.SetQuotaAsync(Root, path, names, bytes, default);
        }
    }

    private enum Outcome
    {
        Done,
        Refused,
        OverQuota,
    }

    private static async Task<Outcome> OutcomeAsync(Func<Task> act)
    {
        try
        {
            await act();
            return Outcome.Done;
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.NamespaceQuotaExceeded or ErrorCode.StorageQuotaExceeded)
        {
            return Outcome.OverQuota;
        }
        catch (PlatformException refusal) when (refusal.Code is not (ErrorCode.Internal or ErrorCode.CorruptData))
        {
            return Outcome.Refused;
        }
    }

    private static async Task AppendAsync(TestFileSystem test, string path, byte[] content)
    {
        await using var writer = await test.Files.AppendAsync(Root, path, "", default);
        await writer.WriteAsync(content);
        await writer.CloseAsync();
    }

    /// <summary>Directories with a limit stay where they are, so that the model may know them by their path.</summary>
    private static bool IsAboveLimited(string path) => Limited.Any(limited => limited == path || limited.StartsWith(path + "/", StringComparison.Ordinal));

    private static string AnyPath(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => "/" + Names[random.Next(Names.Length)]));

    /// <summary>The simple tree with limits that are held against what is counted.</summary>
    private sealed class LimitedTree
    {
        internal ModelTree Tree { get; } = new();

        internal Dictionary<string, (long Names, long Bytes)> Limits { get; } = [];

        internal Outcome Mkdirs(string path)
        {
            if (Tree.Exists(path))
                return Tree.IsDirectory(path) ? Outcome.Done : Outcome.Refused;
            return FirstMissing(path) is not { } missing ? Outcome.Refused
                : IsOver(path, [], missing, 0) ? Outcome.OverQuota
                : Told(Tree.Mkdirs(path));
        }

        internal Outcome Write(string path, byte[] content, bool overwrite)
        {
            if (Tree.IsDirectory(path) || (Tree.Exists(path) && !overwrite))
                return Outcome.Refused;
            string[] replaced = Tree.Exists(path) ? [path] : [];
            if (replaced.Length == 0 && FirstMissing(path) is null)
                return Outcome.Refused;
            var names = replaced.Length > 0 ? 1 : FirstMissing(path)!.Value;
            return IsOver(path, replaced, names, content.Length) ? Outcome.OverQuota : Told(Tree.Write(path, content, overwrite));
        }

        internal Outcome Append(string path, byte[] content)
        {
            if (Tree.Content(path) is null)
                return Outcome.Refused;
            return IsOver(path, [], 0, content.Length) ? Outcome.OverQuota : Told(Tree.Append(path, content));
        }

        internal Outcome Delete(string path)
        {
            var isBelowFile = FirstMissing(path) is null && !Tree.Exists(path);
            Tree.Delete(path, recursive: true);
            return isBelowFile ? Outcome.Refused : Outcome.Done;
        }

        internal Outcome Rename(string from, string to, bool overwrite)
        {
            var copy = Tree.Copy();
            if (!copy.Rename(from, to, overwrite))
                return Outcome.Refused;
            var (names, bytes) = Tree.Usage(from);
            var stays = Limits.Keys.Where(limited => IsBelow(from, limited)).ToArray();
            return IsOver(to, Tree.Exists(to) ? [to] : [], names, bytes, stays) ? Outcome.OverQuota : Told(Tree.Rename(from, to, overwrite));
        }

        /// <summary>How many names a path adds; null if a file is in the way.</summary>
        private int? FirstMissing(string path)
        {
            var missing = 0;
            for (; !Tree.Exists(path); path = path[..Math.Max(1, path.LastIndexOf('/'))])
            {
                missing++;
                if (path.LastIndexOf('/') == 0)
                    return missing;
            }

            return Tree.IsDirectory(path) ? missing : null;
        }

        private bool IsOver(string path, string[] removed, long names, long bytes, string[]? except = null) => Limits
            .Where(limit => IsBelow(path, limit.Key) && !(except ?? []).Contains(limit.Key))
            .Any(limit =>
            {
                var (usedNames, usedBytes) = Tree.Usage(limit.Key);
                foreach (var each in removed)
                {
                    var (namesBefore, bytesBefore) = Tree.Usage(each);
                    (usedNames, usedBytes) = (usedNames - namesBefore, usedBytes - bytesBefore);
                }

                return (names > 0 && usedNames + names > limit.Value.Names) || (bytes > 0 && usedBytes + bytes > limit.Value.Bytes);
            });

        private static bool IsBelow(string path, string directory) => path.StartsWith(directory + "/", StringComparison.Ordinal);

        private static Outcome Told(bool did) => did ? Outcome.Done : Outcome.Refused;
    }
}
