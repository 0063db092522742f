using System.Globalization;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Streaming.DuckDb;

/// <summary>
/// DuckDB's errors as ours: a refusal by its lock-down is <c>AccessDenied</c>, an exhausted memory or spill limit <c>ResourcesExceeded</c> in
/// words of ours, a disk without room for what is spilled <c>DiskFull</c>, an interrupt <c>Unavailable</c>, everything else <c>InvalidQuery</c>.
/// Facts: <c>kind</c>, and <c>position</c> (bytes from 0), <c>line</c> and <c>column</c> (from 1) where DuckDB gives a position. No message holds
/// the path of a file below the directories that the database may use: those are paths of the host.
/// </summary>
public sealed class DuckDbErrors
{
    private static readonly System.Buffers.SearchValues<char> EndsOfPath = System.Buffers.SearchValues.Create(" \"'`\n\t,;:)]}");

    private readonly DatabaseOptions _options;

    internal DuckDbErrors(DatabaseOptions options) => _options = options;

    /// <param name="error">DuckDB's text: JSON, as the setting <c>errors_as_json</c> makes it, or plain.</param>
    /// <param name="sql">The statement, to which the position refers.</param>
    internal PlatformException ToException(string error, string sql)
    {
        var (kind, message, position) = Parse(error);
        var exception = (kind switch
        {
            "Out of Memory" => OutOfMemory(message),
            "IO" when message.Contains("No space left on device", StringComparison.Ordinal) =>
                new PlatformException(ErrorCode.DiskFull, "The server has no room left for what this spills to disk."),
            "IO" when message.Contains("File too large", StringComparison.Ordinal) => ResourcesExceeded.Scratch(_options.SpillMaxBytes),
            _ => new PlatformException(CodeOf(kind), WithoutPaths(message)),
        }).With("kind", kind);
        return position is { } offset ? At(exception, sql, offset) : exception;
    }

    /// <summary>Adds the facts of a position to a refusal.</summary>
    /// <param name="exception">The refusal.</param>
    /// <param name="sql">The text that the caller gave.</param>
    /// <param name="positionBytes">Offset of the fault in its UTF-8, from 0.</param>
    public static PlatformException At(PlatformException exception, string sql, int positionBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(sql).AsSpan();
        var before = bytes[..Math.Clamp(positionBytes, 0, bytes.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return exception
            .With("position", positionBytes)
            .With("line", before.Count((byte)'\n') + 1)
            .With("column", Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    private static (string Kind, string Message, int? Position) Parse(string error)
    {
        var start = error.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
            return ("Unknown", error, null);
        try
        {
            using var document = JsonDocument.Parse(error.AsMemory(start));
            var root = document.RootElement;
            var kind = root.TryGetProperty("exception_type", out var type) ? type.GetString() ?? "" : "Unknown";
            var message = root.TryGetProperty("exception_message", out var text) ? text.GetString() ?? "" : error;
            var position = root.TryGetProperty("position", out var at) && int.TryParse(at.GetString(), CultureInfo.InvariantCulture, out var offset)
                ? offset
                : (int?)null;
            return (kind, message, position);
        }
        catch (JsonException)
        {
            return ("Unknown", error, null);
        }
    }

    private static ErrorCode CodeOf(string kind) => kind switch
    {
        "Permission" => ErrorCode.AccessDenied,
        "INTERRUPT" or "Interrupt" => ErrorCode.Unavailable,
        "IO" => ErrorCode.Internal,
        _ => ErrorCode.InvalidQuery,
    };

    private PlatformException OutOfMemory(string message) => message.Contains("max_temp_directory_size", StringComparison.Ordinal)
        ? ResourcesExceeded.Scratch(_options.SpillMaxBytes)
        : ResourcesExceeded.Memory(_options.MemoryMaxBytes);

    /// <summary>The message with the names of its callers in the place of local paths.</summary>
    private string WithoutPaths(string message)
    {
        var directories = _options.SpillDirectory is { } spill ? _options.AllowedDirectories.Append(spill) : _options.AllowedDirectories;
        foreach (var directory in directories.Select(directory => directory.TrimEnd('/') + "/"))
        {
            for (var start = message.IndexOf(directory, StringComparison.Ordinal); start >= 0;
                start = message.IndexOf(directory, start, StringComparison.Ordinal))
            {
                var length = message.AsSpan(start).IndexOfAny(EndsOfPath);
                var path = length < 0 ? message[start..] : message.Substring(start, length);
                var name = _options.NameOfFile?.Invoke(path) ?? "(a temporary file)";
                message = string.Concat(message.AsSpan(0, start), name, message.AsSpan(start + path.Length));
                start += name.Length;
            }
        }

        return message;
    }
}
