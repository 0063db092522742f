using System.Text.Json.Serialization;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary><c>{"FsServerDefaults":{...}}</c> (reference: Hadoop's <c>FsServerDefaults</c>).</summary>
internal sealed record ServerDefaultsReply([property: JsonPropertyName("FsServerDefaults")] ServerDefaults FsServerDefaults);

/// <summary>What a client takes where its own settings say nothing.</summary>
internal sealed record ServerDefaults
{
    private const int ChecksumCrc32C = 2;

    public required long BlockSize { get; init; }

    public int BytesPerChecksum { get; init; } = 512;

    public int WritePacketSize { get; init; } = 65_536;

    public int Replication { get; init; } = 1;

    public int FileBufferSize { get; init; } = 4_096;

    public bool EncryptDataTransfer { get; init; }

    /// <summary>No emptier runs, so clients are told not to use a trash.</summary>
    public int TrashInterval { get; init; }

    public int ChecksumType { get; init; } = ChecksumCrc32C;

    /// <summary>Empty, not absent: an absent one makes the Java client ask its own key server.</summary>
    public string KeyProviderUri { get; init; } = "";

    public int DefaultStoragePolicyId { get; init; }
}
