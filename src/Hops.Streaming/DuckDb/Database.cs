using System.Globalization;
using DuckDB.NET.Native;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// An in-memory DuckDB, locked down before it is handed out: limits first, then the allowed directories, then no external access, then
/// no change of any setting (reference 07 section 2.9, 08 section 1.8). The settings are the second wall; the sandbox of the process is the first.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly DuckDBDatabase _handle;
    private readonly DuckDbErrors _errors;

    private Database(DuckDBDatabase handle, DatabaseOptions options) => (_handle, _errors) = (handle, new DuckDbErrors(options));

    /// <summary>Opens and locks a new, empty database.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c> if the library is absent; <c>Internal</c> if DuckDB does not start.</exception>
    public static Database Open(DatabaseOptions options)
    {
        if (!DuckDbLibrary.IsAvailable)
            throw new PlatformException(ErrorCode.Unavailable, "libduckdb.so does not load here: there are builds of it for Linux with glibc on x64 and arm64.");
        if (!NativeMethods.Configuration.DuckDBCreateConfig(out var config).IsSuccess())
            throw new PlatformException(ErrorCode.Internal, "DuckDB made no configuration.");
        using (config)
        {
            foreach (var (name, value) in StartSettings(options))
            {
                if (!NativeMethods.Configuration.DuckDBSetConfig(config, name, value).IsSuccess())
                    throw new PlatformException(ErrorCode.Internal, $"DuckDB refused its setting {name}.");
            }
            if (!NativeMethods.Startup.DuckDBOpen(":memory:", out var handle, config, out var error).IsSuccess())
                throw new PlatformException(ErrorCode.Internal, "DuckDB did not start: " + error);
            var database = new Database(handle, options);
            database.Lock(options);
            return database;
        }
    }

    /// <summary>Opens a connection; use each from one thread at a time.</summary>
    public Connection Connect() => NativeMethods.Startup.DuckDBConnect(_handle, out var connection).IsSuccess()
        ? new Connection(connection, _errors)
        : throw new PlatformException(ErrorCode.Internal, "DuckDB opened no connection.");

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static IEnumerable<(string Name, string Value)> StartSettings(DatabaseOptions options)
    {
        yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("memory_limit", Bytes(options.MemoryMaxBytes));
        yield return ("temp_directory", options.SpillDirectory ?? "");
        yield return ("autoload_known_extensions", "false");
        yield return ("autoinstall_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("preserve_insertion_order", options.KeepsOrder ? "true" : "false");
        yield return ("errors_as_json", "true");
    }

    private void Lock(DatabaseOptions options)
    {
        using var connection = Connect();
        // The zone of the machine must not decide what a text without one means, nor on which day an instant lies.
        connection.Execute("SET GLOBAL TimeZone = 'UTC'");
        // As a setting at the start it is taken and has no effect (DuckDB 1.5.6).
        if (options.SpillDirectory is not null)
            connection.Execute($"SET max_temp_directory_size = {SqlText.Literal(Bytes(options.SpillMaxBytes))}");
        connection.Execute("SET allowed_directories = " + SqlText.List(options.AllowedDirectories.Select(WithSlash)));
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
    }

    private static string WithSlash(string directory) => directory.EndsWith('/') ? directory : directory + "/";

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
}
