using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Access;

/// <summary>
/// The permission rules of HDFS (reference 03 section 2.4): the first class that the caller falls into decides, owner before group before
/// others; a superuser passes everything.
/// </summary>
internal static class Permissions
{
    private const int ExecuteForAll = 0x49; // 0111
    private const int Sticky = 0x200; // 01000

    /// <summary>May the caller do this to the inode?</summary>
    internal static bool Allows(Principal who, Inode inode, Rights rights)
    {
        if (who.IsSuperuser)
            return true;
        var bits = IsOwner(who, inode) ? inode.Mode >> 6 : who.Groups.Contains(inode.Group, StringComparer.Ordinal) ? inode.Mode >> 3 : inode.Mode;
        return (bits & (int)rights) == (int)rights;
    }

    /// <summary>Refuses a caller who may not search every directory above the target.</summary>
    internal static void RequireTraverse(Principal who, Lineage lineage)
    {
        var ancestors = lineage.Ancestors;
        for (var depth = 0; depth < ancestors.Length; depth++)
        {
            var inode = ancestors[depth];
            if (!inode.IsDirectory)
                throw new PlatformException(ErrorCode.NotADirectory, $"{lineage.Path.Prefix(depth)} (is not a directory)");
            if ((inode.Mode & ExecuteForAll) != ExecuteForAll && !Allows(who, inode, Rights.Execute))
                throw Denied(who, inode, Rights.Execute, lineage.Path.Prefix(depth));
        }
    }

    /// <summary>May the caller come upon an inode by looking: search every directory above it, and read the last of them?</summary>
    internal static bool AllowsToComeUpon(Principal who, Lineage lineage)
    {
        var ancestors = lineage.Ancestors;
        foreach (var inode in ancestors)
        {
            if (!inode.IsDirectory || ((inode.Mode & ExecuteForAll) != ExecuteForAll && !Allows(who, inode, Rights.Execute)))
                return false;
        }

        return ancestors.Length > 0 && Allows(who, ancestors[^1], Rights.Read);
    }

    /// <summary>Refuses a caller who may not do this to the inode at a path.</summary>
    internal static void Require(Principal who, Inode inode, Rights rights, FilePath path)
    {
        if (!Allows(who, inode, rights))
            throw Denied(who, inode, rights, path);
    }

    /// <summary>Refuses a caller who is neither the owner of the inode nor a superuser.</summary>
    internal static void RequireOwner(Principal who, Inode inode, FilePath path)
    {
        if (!who.IsSuperuser && !IsOwner(who, inode))
            throw new PlatformException(ErrorCode.AccessDenied, $"Permission denied. user={who.Name} is not the owner of inode={path}");
    }

    /// <summary>Refuses a caller who is no superuser.</summary>
    internal static void RequireSuperuser(Principal who)
    {
        if (!who.IsSuperuser)
            throw new PlatformException(ErrorCode.AccessDenied, $"Access denied for user {who.Name}. Superuser privilege is required");
    }

    /// <summary>In a sticky directory only the owner of the entry or of the directory removes or renames an entry.</summary>
    internal static void RequireSticky(Principal who, Inode directory, Inode entry, FilePath path)
    {
        if ((directory.Mode & Sticky) == 0 || who.IsSuperuser || IsOwner(who, directory) || IsOwner(who, entry))
            return;
        throw new PlatformException(
            ErrorCode.AccessDenied,
            $"Permission denied by sticky bit: user={who.Name}, path=\"{path}\":{Describe(entry)}, parent=\"{path.Parent}\":{Describe(directory)}");
    }

    private static bool IsOwner(Principal who, Inode inode) => string.Equals(who.Name, inode.Owner, StringComparison.Ordinal);

    private static PlatformException Denied(Principal who, Inode inode, Rights rights, FilePath path)
    {
        var wanted = string.Join('_', Names(rights));
        return new PlatformException(
            ErrorCode.AccessDenied, $"Permission denied: user={who.Name}, access={wanted}, inode=\"{path}\":{Describe(inode)}");
    }

    private static IEnumerable<string> Names(Rights rights)
    {
        if ((rights & Rights.Read) != 0)
            yield return "READ";
        if ((rights & Rights.Write) != 0)
            yield return "WRITE";
        if ((rights & Rights.Execute) != 0)
            yield return "EXECUTE";
    }

    private static string Describe(Inode inode)
    {
        var text = "rwxrwxrwx".ToCharArray();
        for (var bit = 0; bit < text.Length; bit++)
        {
            if ((inode.Mode & (0x100 >> bit)) == 0)
                text[bit] = '-';
        }

        if ((inode.Mode & Sticky) != 0)
            text[^1] = text[^1] == 'x' ? 't' : 'T';
        return $"{inode.Owner}:{inode.Group}:{(inode.IsDirectory ? 'd' : '-')}{new string(text)}";
    }
}

/// <summary>What is asked of an inode, as its permission bits count it.</summary>
[Flags]
public enum Rights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Search a directory.</summary>
    Execute = 1,

    /// <summary>Change content, or names in a directory.</summary>
    Write = 2,

    /// <summary>Read content, or names in a directory.</summary>
    Read = 4,
}
