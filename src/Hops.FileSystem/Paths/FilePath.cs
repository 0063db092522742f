using System.Text;
using Hops.Core.Errors;

namespace Hops.FileSystem.Paths;

/// <summary>
/// A checked, absolute path: <c>/</c> or <c>/a/b</c>, at most <see cref="DepthMax"/> names of at most <see cref="NameLengthMaxBytes"/> bytes
/// each in UTF-8. As in HDFS no name is <c>.</c> or <c>..</c>, is empty or holds a colon (reference 03 section 2.4).
/// </summary>
public readonly struct FilePath : IEquatable<FilePath>
{
    /// <summary>The most names of a path.</summary>
    public const int DepthMax = 100;

    /// <summary>The most bytes of a name in UTF-8.</summary>
    public const int NameLengthMaxBytes = 255;

    /// <summary>The most bytes of a path in UTF-8.</summary>
    public const int LengthMaxBytes = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private FilePath(string text, int depth) => (Text, Depth) = (text, depth);

    /// <summary>The root.</summary>
    public static FilePath Root { get; } = new("/", 0);

    /// <summary>The path without a slash at its end; the root is <c>/</c>.</summary>
    public string Text { get; }

    /// <summary>How many names it has.</summary>
    public int Depth { get; }

    /// <summary>True for <c>/</c>.</summary>
    public bool IsRoot => Depth == 0;

    /// <summary>The last name; empty for the root.</summary>
    public string Name => IsRoot ? "" : Text[(Text.LastIndexOf('/') + 1)..];

    /// <summary>The path without its last name; the root is its own parent.</summary>
    public FilePath Parent => Depth <= 1 ? Root : new FilePath(Text[..Text.LastIndexOf('/')], Depth - 1);

    /// <summary>Checks a path: text from outside. A slash at the end is dropped.</summary>
    /// <exception cref="PlatformException"><c>InvalidPath</c>.</exception>
    public static FilePath Parse(string text)
    {
        if (string.IsNullOrEmpty(text) || text[0] != '/')
            throw Refused("A file path starts with a slash.");
        if (text.Length == 1)
            return Root;
        if (text[^1] == '/')
            text = text[..^1];
        if (text.AsSpan().ContainsAny('\0', ':'))
            throw Refused("A file path holds no colon and no NUL character.");
        if (text.AsSpan().IndexOfAnyInRange('\u0001', '\u001f') >= 0 || text.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') >= 0)
            throw Refused("A file path holds no control characters: they would forge lines in logs and listings.");
        if (text.Contains('\ufffd', StringComparison.Ordinal))
            throw Refused("A file path is valid Unicode: what was sent for it was not.");
        if (text.Length > LengthMaxBytes || (text.Length * 3 > LengthMaxBytes && LengthBytes(text) > LengthMaxBytes))
            throw Refused($"A file path has at most {LengthMaxBytes} bytes.");
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            _ = LengthBytes(text);

        var depth = 0;
        foreach (var range in text.AsSpan(1).Split('/'))
        {
            CheckName(text.AsSpan(1)[range]);
            depth++;
        }

        if (text.StartsWith("/.reserved", StringComparison.Ordinal) && (text.Length == 10 || text[10] == '/'))
            throw Refused("The name \".reserved\" below the root is reserved.");
        return depth <= DepthMax ? new FilePath(text, depth) : throw Refused($"A file path has at most {DepthMax} names.");
    }

    /// <summary>The path of names that are stored, however many they have become by renames.</summary>
    internal static FilePath OfStored(IReadOnlyList<string> names) => names.Count == 0 ? Root : new("/" + string.Join('/', names), names.Count);

    /// <summary>The path of a child.</summary>
    /// <exception cref="PlatformException"><c>InvalidPath</c>.</exception>
    public FilePath Child(string name) => Parse(IsRoot ? "/" + name : Text + "/" + name);

    /// <summary>The path of a child whose name is stored, however long the path becomes.</summary>
    internal FilePath Join(string name) => new(IsRoot ? "/" + name : Text + "/" + name, Depth + 1);

    /// <summary>Its first <paramref name="depth"/> names.</summary>
    public FilePath Prefix(int depth)
    {
        var path = this;
        while (path.Depth > depth)
            path = path.Parent;
        return path;
    }

    /// <summary>True if this is <paramref name="other"/> or below it.</summary>
    public bool IsWithin(FilePath other) =>
        other.IsRoot || (Text.StartsWith(other.Text, StringComparison.Ordinal) && (Text.Length == other.Text.Length || Text[other.Text.Length] == '/'));

    /// <summary>Its names, root first.</summary>
    public string[] Names() => IsRoot ? [] : Text[1..].Split('/');

    /// <inheritdoc/>
    public bool Equals(FilePath other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FilePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Same path.</summary>
    public static bool operator ==(FilePath left, FilePath right) => left.Equals(right);

    /// <summary>Different paths.</summary>
    public static bool operator !=(FilePath left, FilePath right) => !left.Equals(right);

    private static void CheckName(ReadOnlySpan<char> name)
    {
        if (name is "" or "." or "..")
            throw Refused("No name in a file path is empty, \".\" or \"..\".");
        if (name.Length * 3 > NameLengthMaxBytes && Strict.GetByteCount(name) > NameLengthMaxBytes)
            throw Refused($"A name in a file path has at most {NameLengthMaxBytes} bytes.");
    }

    private static int LengthBytes(string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new PlatformException(ErrorCode.InvalidPath, "A file path is valid Unicode: it has a lone surrogate.", e);
        }
    }

    private static PlatformException Refused(string why) => new(ErrorCode.InvalidPath, why);
}
