using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem.Files;
using Hops.FileSystem.Tables;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;

namespace Hops.FileSystem.Tests.Testing;

/// <summary>A file system in a temporary directory over a real SQLite store, which can be closed and opened again.</summary>
internal sealed class TestFileSystem : IAsyncDisposable
{
    private readonly string _root;

    private TestFileSystem(FileSystemOptions options, Disk? disk, TimeProvider? time, string? root)
    {
        Options = options;
        _root = root ?? Path.Combine(Path.GetTempPath(), "hops-fs-" + Guid.NewGuid().ToString("N"));
        Disk = disk ?? new RealDisk();
        Time = time ?? TimeProvider.System;
        BlocksDirectory = disk is null ? Path.Combine(_root, "blocks") : "/blocks";
        Directory.CreateDirectory(_root);
    }

    internal static Principal Root { get; } = Caller("hops", isSuperuser: true);

    internal FileSystem Files { get; private set; } = null!;

    internal MetadataStore Store { get; private set; } = null!;

    internal Disk Disk { get; }

    /// <summary>Its settings, at the next start.</summary>
    internal FileSystemOptions Options { get; set; }

    internal TimeProvider Time { get; }

    internal string BlocksDirectory { get; }

    /// <summary>The metadata database; it may be copied while the file system is stopped.</summary>
    internal string DatabasePath => Path.Combine(_root, "hops.db");

    /// <summary>What is put around the store at each start.</summary>
    internal Func<MetadataStore, MetadataStore> Wrap { get; init; } = store => store;

    internal static async Task<TestFileSystem> OpenAsync(
        FileSystemOptions? options = null, Disk? disk = null, TimeProvider? time = null, Func<MetadataStore, MetadataStore>? wrap = null,
        string? root = null)
    {
        var test = new TestFileSystem(options ?? new FileSystemOptions(), disk, time, root) { Wrap = wrap ?? (store => store) };
        await test.StartAsync();
        return test;
    }

    internal static Principal Caller(string name, params string[] groups) => Caller(name, false, groups);

    internal static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Closes and opens again, as a restart of the process does.</summary>
    internal async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    internal async Task MkdirAsync(string path, int mode = 0x1ED, Principal? who = null) =>
        await Files.MkdirsAsync(who ?? Root, path, mode, true, default);

    internal async Task WriteAsync(string path, ReadOnlyMemory<byte> content, Principal? who = null, CreateOptions? options = null) =>
        await Files.WriteFileAsync(who ?? Root, path, content, options ?? new CreateOptions(), default);

    internal async Task<byte[]> ReadAsync(string path, Principal? who = null)
    {
        using var reader = await Files.OpenFileAsync(who ?? Root, path, default);
        return await ReadAllAsync(reader);
    }

    internal static async Task<byte[]> ReadAllAsync(FileReader reader)
    {
        var content = new byte[reader.LengthBytes];
        (await reader.ReadAsync(0, content)).ShouldBe(content.Length);
        return content;
    }

    internal async Task<string[]> NamesAsync(string path, Principal? who = null) =>
        [.. (await Files.ListAsync(who ?? Root, path, "", 5000, default)).Entries.Select(entry => entry.Name)];

    /// <summary>Waits until nothing that was deleted is left to reclaim.</summary>
    internal async Task ReclaimedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
        while ((await Store.ReadAsync(transaction => transaction.SweepAsync(Detached.Table, null, 1))).Count > 0)
            await Task.Delay(2, deadline.Token);
    }

    /// <summary>All block files on disk, data and checksums.</summary>
    internal string[] BlockFiles() =>
        [.. Disk.List(BlocksDirectory).SelectMany(directory => Disk.List(Path.Combine(BlocksDirectory, directory))
            .Select(name => Path.Combine(BlocksDirectory, directory, name)))];

    internal async Task StopAsync()
    {
        await Files.DisposeAsync();
        await Store.DisposeAsync();
    }

    internal async Task StartAsync()
    {
        Store = Wrap(SqliteStore.Open(DatabasePath, [.. FileSystemTables.All, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), Time));
        Files = await FileSystem.OpenAsync(Store, Disk, BlocksDirectory, Options, Time, default);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static Principal Caller(string name, bool isSuperuser, params string[] groups) => new()
    {
        Name = name,
        UserName = name,
        UserId = 1,
        Groups = groups.ToImmutableArray(),
        IsSuperuser = isSuperuser,
    };
}
