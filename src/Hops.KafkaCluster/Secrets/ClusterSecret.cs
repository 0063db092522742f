using System.Security.Cryptography;
using System.Text;
using Hops.KafkaCluster.Runners;
using Hops.Metadata.Tables;
using Hops.Platform.Credentials;

namespace Hops.KafkaCluster.Secrets;

/// <summary>
/// The secret of a project-user in the cluster. The cluster takes the salted password, from which it makes its verifier itself (KIP-554), and the platform
/// keeps no secret: the salted password is here from the transaction that makes the secret until the cluster has it.
/// </summary>
internal sealed record ClusterSecret
{
    /// <summary>The project.</summary>
    public required long ProjectId { get; init; }

    /// <summary>The user.</summary>
    public required long UserId { get; init; }

    /// <summary>Name of the project-user.</summary>
    public required string Name { get; init; }

    /// <summary>Of the secret; another one after each rotation.</summary>
    public required string CredentialId { get; init; }

    /// <summary>How far its name has come in the cluster.</summary>
    public required SecretState State { get; init; }

    /// <summary>Salt of the password.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>Rounds of hashing: of two secrets after each other, other ones, for they are all that the cluster tells of a secret.</summary>
    public required int Iterations { get; init; }

    /// <summary>What goes to the cluster; empty once it is there.</summary>
    public required byte[] SaltedPassword { get; init; }

    public static readonly Table<ClusterSecret> Table = new(
        "cluster_secrets",
        [
            new("project_id", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("credential_id", ColumnType.Text),
            new("state", ColumnType.Int64),
            new("salt", ColumnType.Bytes),
            new("iterations", ColumnType.Int64),
            new("salted_password", ColumnType.Bytes),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new ClusterSecret
        {
            ProjectId = read.Int64(),
            UserId = read.Int64(),
            Name = read.Text(),
            CredentialId = read.Text(),
            State = (SecretState)read.Int64(),
            Salt = read.Bytes(),
            Iterations = (int)read.Int64(),
            SaltedPassword = read.Bytes(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.UserId);
            write.Text(row.Name);
            write.Text(row.CredentialId);
            write.Int64((long)row.State);
            write.Bytes(row.Salt);
            write.Int64(row.Iterations);
            write.Bytes(row.SaltedPassword);
        });

    public Key Key => Key.Of(ProjectId, UserId);

    /// <summary>Fewest rounds that RFC 7677 and the cluster allow; the secret has 190 random bits, more rounds would protect nothing.</summary>
    private const int IterationsMin = 4096;

    private const int SaltLengthBytes = 16;

    /// <summary>What the cluster is to be given of a secret.</summary>
    /// <param name="credential">What the platform keeps of it.</param>
    /// <param name="made">Name of the project-user, and the secret.</param>
    /// <param name="mechanism">How it signs in.</param>
    /// <param name="before">The one before it; null if there is none.</param>
    public static ClusterSecret Make(Credential credential, (string Name, string Secret) made, ScramMechanism mechanism, ClusterSecret? before)
    {
        var iterations = before?.Iterations == IterationsMin ? IterationsMin + 1 : IterationsMin;
        return Salted(
            new ClusterSecret
            {
                ProjectId = credential.ProjectId,
                UserId = credential.UserId,
                Name = made.Name,
                CredentialId = credential.Id,
                State = before?.State ?? SecretState.New,
                Salt = RandomNumberGenerator.GetBytes(SaltLengthBytes),
                Iterations = iterations,
                SaltedPassword = [],
            },
            made.Secret,
            mechanism);
    }

    /// <summary>What the cluster is to be given of the secret of a user of runners, which is in no table.</summary>
    public static ClusterSecret Of(RunnerUser user, ScramMechanism mechanism) => Salted(
        new ClusterSecret
        {
            ProjectId = user.ProjectId,
            UserId = user.UserId,
            Name = user.Name,
            CredentialId = "",
            State = SecretState.Free,
            Salt = RandomNumberGenerator.GetBytes(SaltLengthBytes),
            Iterations = IterationsMin,
            SaltedPassword = [],
        },
        user.Secret,
        mechanism);

    /// <summary>With the SaltedPassword of RFC 5802 section 3.</summary>
    private static ClusterSecret Salted(ClusterSecret secret, string password, ScramMechanism mechanism)
    {
        var (hash, lengthBytes) = mechanism == ScramMechanism.Sha256 ? (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes) : (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);
        return secret with { SaltedPassword = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), secret.Salt, secret.Iterations, hash, lengthBytes) };
    }
}

/// <summary>How far the name of a project-user has come in the cluster. Stored as a number: never renumber.</summary>
internal enum SecretState
{
    /// <summary>Nobody has looked whether somebody else has the name there.</summary>
    New,

    /// <summary>Nobody has it: it is made at once.</summary>
    Free,

    /// <summary>It is the platform's.</summary>
    Made,
}
