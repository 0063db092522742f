using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// An in-memory DuckDB, locked down before it is handed out: limits first, then the allowed directories, then no external access, then
/// no change of any setting (reference 07 section 2.9, 08 section 1.8). The settings are the second wall; the sandbox of the process is the first.
/// </summary>
public sealed class Database : IDisposable
{
    private nint _handle;

    private Database(nint handle) => _handle = handle;

    /// <summary>Opens and locks a new, empty database.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c> if the library is absent; <c>Internal</c> if DuckDB does not start.</exception>
    public static unsafe Database Open(DatabaseOptions options)
    {
        if (!DuckDbLibrary.IsAvailable)
            throw new PlatformException(ErrorCode.Unavailable, "libduckdb.so was not found; run 'make native' or set HOPS_DUCKDB to its path.");
        if (NativeMethods.CreateConfig(out var config) != NativeMethods.Success)
            throw new PlatformException(ErrorCode.Internal, "DuckDB made no configuration.");
        try
        {
            foreach (var (name, value) in StartSettings(options))
            {
                if (NativeMethods.SetConfig(config, name, value) != NativeMethods.Success)
                    throw new PlatformException(ErrorCode.Internal, $"DuckDB refused its setting {name}.");
            }
            if (NativeMethods.OpenExt(":memory:", out var handle, config, out var error) != NativeMethods.Success)
                throw new PlatformException(ErrorCode.Internal, "DuckDB did not start: " + NativeText.Take(error));
            var database = new Database(handle);
            database.Lock(options);
            return database;
        }
        finally
        {
            NativeMethods.DestroyConfig(ref config);
        }
    }

    /// <summary>Opens a connection; use each from one thread at a time.</summary>
    public Connection Connect()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        return NativeMethods.Connect(_handle, out var connection) == NativeMethods.Success
            ? new Connection(connection)
            : throw new PlatformException(ErrorCode.Internal, "DuckDB opened no connection.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
            NativeMethods.Close(ref _handle);
        _handle = 0;
    }

    private static IEnumerable<(string Name, string Value)> StartSettings(DatabaseOptions options)
    {
        yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("memory_limit", Bytes(options.MemoryMaxBytes));
        yield return ("temp_directory", options.SpillDirectory ?? "");
        if (options.SpillDirectory is not null)
            yield return ("max_temp_directory_size", Bytes(options.SpillMaxBytes));
        yield return ("autoload_known_extensions", "false");
        yield return ("autoinstall_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("preserve_insertion_order", options.KeepsOrder ? "true" : "false");
        yield return ("errors_as_json", "true");
    }

    private void Lock(DatabaseOptions options)
    {
        using var connection = Connect();
        connection.Execute("SET allowed_directories = " + SqlText.List(options.AllowedDirectories.Select(WithSlash)));
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
    }

    private static string WithSlash(string directory) => directory.EndsWith('/') ? directory : directory + "/";

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
}
