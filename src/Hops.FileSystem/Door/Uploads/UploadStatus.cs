using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Door.Uploads;

/// <summary>How far an upload in parts is.</summary>
/// <param name="Id">Its id: 32 hexadecimal digits.</param>
/// <param name="Path">The path that the file is to have.</param>
/// <param name="LengthBytes">Length of the whole.</param>
/// <param name="ReceivedBytes">Where the next part begins.</param>
/// <param name="IsNamed">True if the file is there under its path.</param>
/// <param name="Expires">When it is given up if nothing more comes.</param>
/// <param name="Metadata">What its client has said of it.</param>
public sealed record UploadStatus(
    string Id, string Path, long LengthBytes, long ReceivedBytes, bool IsNamed, DateTimeOffset Expires, string Metadata)
{
    internal static UploadStatus Of(Upload row, long receivedBytes) => new(
        row.Id, row.Path, row.LengthBytes, receivedBytes, row.IsNamed, DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresMs), row.Metadata);
}

/// <summary>An upload in parts that is to begin.</summary>
/// <param name="LengthBytes">Length of the whole, at least 0.</param>
/// <param name="Overwrite">True to replace a file of its path.</param>
/// <param name="Metadata">What its client says of it, for the client to read again; at most 4,096 characters.</param>
public sealed record UploadRequest(long LengthBytes, bool Overwrite, string Metadata);
