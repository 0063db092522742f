using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETSERVERDEFAULTS (reference: Hadoop's <c>FsServerDefaults</c>).</summary>
internal static class GetServerDefaults
{
    private const int ChecksumCrc32C = 2;

    /// <summary>GETSERVERDEFAULTS.</summary>
    public static Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken) =>
        JsonReply.WriteAsync(
            call.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("FsServerDefaults");
                writer.WriteNumber("blockSize", call.Door.Options.BlockSizeBytes);
                writer.WriteNumber("bytesPerChecksum", 512);
                writer.WriteNumber("writePacketSize", 65_536);
                writer.WriteNumber("replication", 1);
                writer.WriteNumber("fileBufferSize", 4_096);
                writer.WriteBoolean("encryptDataTransfer", false);

                // No emptier runs, so clients are told not to use a trash.
                writer.WriteNumber("trashInterval", 0);
                writer.WriteNumber("checksumType", ChecksumCrc32C);

                // Empty, not absent: an absent one makes the Java client ask its own key server.
                writer.WriteString("keyProviderUri", "");
                writer.WriteNumber("defaultStoragePolicyId", 0);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            cancellationToken);
}
