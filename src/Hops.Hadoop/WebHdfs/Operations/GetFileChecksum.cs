using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// GETFILECHECKSUM: HDFS's MD5 of the MD5s of the blocks' CRC32Cs, equal to what HDFS has for the same bytes and block size, so that copies
/// can be compared. It is computed from the content, for our own checksums are over other chunks.
/// </summary>
internal static class GetFileChecksum
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Answers <c>{"FileChecksum":{algorithm, bytes, length}}</c>, without the redirect of Hadoop's.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        using var reader = await call.Door.OpenAsync(call.Principal, call.Path, cancellationToken);
        var checksum = new HdfsChecksum(reader.Status.BlockSizeBytes);
        var buffer = new byte[BufferBytes];
        for (var offset = 0L; offset < reader.LengthBytes;)
        {
            var count = await reader.ReadInsideAsync(offset, buffer, cancellationToken);
            checksum.Append(buffer.AsSpan(0, count));
            offset += count;
        }

        var bytes = checksum.Finish(out var algorithm);
        var reply = new FileChecksumReply(new FileChecksum(algorithm, Convert.ToHexStringLower(bytes), bytes.Length));
        await JsonReply.WriteAsync(call.Response, reply, WebHdfsJson.Default.FileChecksumReply, cancellationToken);
    }
}
