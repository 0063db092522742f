using System.Text.Json;
using Hops.FileSystem;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary>The <c>FileStatus</c> object of WebHDFS. Times are in ms since 1970, the permission is octal text without a leading zero.</summary>
internal static class FileStatusJson
{
    /// <summary>Writes one object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="status">The file.</param>
    /// <param name="pathSuffix">Its name within a listing; empty if it is the path of the request itself.</param>
    public static void Write(Utf8JsonWriter writer, FileStatus status, string pathSuffix)
    {
        writer.WriteStartObject();
        writer.WriteNumber("accessTime", status.AccessTime.ToUnixTimeMilliseconds());
        writer.WriteNumber("blockSize", status.BlockSizeBytes);

        // Counting children would read all of them; clients use the number for display only.
        writer.WriteNumber("childrenNum", 0);
        writer.WriteNumber("fileId", status.InodeId);
        writer.WriteString("group", status.Group);
        writer.WriteNumber("length", status.LengthBytes);
        writer.WriteNumber("modificationTime", status.ModificationTime.ToUnixTimeMilliseconds());
        writer.WriteString("owner", status.Owner);
        writer.WriteString("pathSuffix", pathSuffix);
        writer.WriteString("permission", Convert.ToString(status.Mode, 8));
        writer.WriteNumber("replication", status.Replication);
        writer.WriteNumber("storagePolicy", 0);
        writer.WriteString("type", status.IsDirectory ? "DIRECTORY" : "FILE");
        writer.WriteEndObject();
    }
}
