namespace Hops.FileSystem.Tests.Testing;

/// <summary>The simplest tree that does what the file system should: paths in a dictionary, content null for a directory.</summary>
internal sealed class ModelTree
{
    private readonly SortedDictionary<string, byte[]?> _nodes = new(StringComparer.Ordinal) { ["/"] = null };

    internal IEnumerable<string> Paths => _nodes.Keys;

    /// <summary>A tree of its own with the same names.</summary>
    internal ModelTree Copy()
    {
        var copy = new ModelTree();
        foreach (var (path, content) in _nodes)
            copy._nodes[path] = content;
        return copy;
    }

    internal byte[]? Content(string path) => _nodes.GetValueOrDefault(path);

    internal bool Exists(string path) => _nodes.ContainsKey(path);

    internal bool IsDirectory(string path) => _nodes.TryGetValue(path, out var content) && content is null;

    internal bool Mkdirs(string path)
    {
        if (Exists(path))
            return IsDirectory(path);
        if (!Mkdirs(Parent(path)))
            return false;
        _nodes[path] = null;
        return true;
    }

    internal bool Write(string path, byte[] content, bool overwrite)
    {
        if (IsDirectory(path) || (Exists(path) && !overwrite) || !Mkdirs(Parent(path)))
            return false;
        _nodes[path] = content;
        return true;
    }

    internal bool Append(string path, byte[] content)
    {
        if (Content(path) is not { } before)
            return false;
        _nodes[path] = [.. before, .. content];
        return true;
    }

    internal bool Delete(string path, bool recursive)
    {
        if (!Exists(path) || path == "/" || (!recursive && Below(path).Any()))
            return false;
        foreach (var each in Below(path).Append(path).ToArray())
            _nodes.Remove(each);
        return true;
    }

    internal bool Rename(string from, string to, bool overwrite)
    {
        if (!Exists(from) || from == "/" || to == "/" || from == to || to.StartsWith(from + "/", StringComparison.Ordinal) || !IsDirectory(Parent(to)))
            return false;
        if (Exists(to))
        {
            if (!overwrite || IsDirectory(to) != IsDirectory(from) || Below(to).Any())
                return false;
            _nodes.Remove(to);
        }

        foreach (var each in Below(from).Append(from).ToArray())
        {
            _nodes[to + each[from.Length..]] = _nodes[each];
            _nodes.Remove(each);
        }

        return true;
    }

    internal IEnumerable<string> Below(string path) =>
        _nodes.Keys.Where(each => each.StartsWith(path == "/" ? "/" : path + "/", StringComparison.Ordinal) && each != "/");

    internal (long Names, long Bytes) Usage(string path) =>
        (Below(path).Count() + 1, Below(path).Append(path).Sum(each => (long)(_nodes[each]?.Length ?? 0)));

    private static string Parent(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";
}
