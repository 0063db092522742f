using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Credentials;

/// <summary>
/// The secret of a project-user for programs that know only names and passwords: Kafka (PLAIN, SCRAM), WebHDFS and the schema registry
/// (Basic). Random, so a plain SHA-256 of it is safe to keep.
/// </summary>
public sealed record Credential
{
    /// <summary>The project.</summary>
    public required long ProjectId { get; init; }

    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>Changes with each rotation.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret, for PLAIN and Basic.</summary>
    public required byte[] SecretSha256 { get; init; }

    /// <summary>Verifier for SCRAM-SHA-256.</summary>
    public required ScramVerifier Scram256 { get; init; }

    /// <summary>Verifier for SCRAM-SHA-512, of the same salt and iterations.</summary>
    public required ScramVerifier Scram512 { get; init; }

    /// <summary>When the secret was made.</summary>
    public required DateTimeOffset Created { get; init; }

    internal static readonly Table<Credential> Table = new(
        "credentials",
        [
            new("project_id", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("id", ColumnType.Text),
            new("secret_sha256", ColumnType.Bytes),
            new("salt", ColumnType.Bytes),
            new("iterations", ColumnType.Int64),
            new("stored_key_256", ColumnType.Bytes),
            new("server_key_256", ColumnType.Bytes),
            new("stored_key_512", ColumnType.Bytes),
            new("server_key_512", ColumnType.Bytes),
            new("created_ms", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        Read,
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.UserId);
            write.Text(row.Id);
            write.Bytes(row.SecretSha256);
            write.Bytes(row.Scram256.Salt);
            write.Int64(row.Scram256.Iterations);
            write.Bytes(row.Scram256.StoredKey);
            write.Bytes(row.Scram256.ServerKey);
            write.Bytes(row.Scram512.StoredKey);
            write.Bytes(row.Scram512.ServerKey);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
        });

    private static Credential Read(RowReader read)
    {
        var (project, user, id, sha256) = (read.Int64(), read.Int64(), read.Text(), read.Bytes());
        var (salt, iterations) = (read.Bytes(), (int)read.Int64());
        return new Credential
        {
            ProjectId = project,
            UserId = user,
            Id = id,
            SecretSha256 = sha256,
            Scram256 = new ScramVerifier(salt, iterations, read.Bytes(), read.Bytes()),
            Scram512 = new ScramVerifier(salt, iterations, read.Bytes(), read.Bytes()),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
        };
    }
}
