using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Tokens;

/// <summary>A bearer token: a browser or command line session, a named API token, or the credential of a runner.</summary>
public sealed record Token
{
    /// <summary>User who acts by it.</summary>
    public required long UserId { get; init; }

    /// <summary>Public part, unique: it names the token in lists, logs and the audit trail.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public required TokenKind Kind { get; init; }

    /// <summary>SHA-256 of the secret part; the secret itself is nowhere.</summary>
    public required byte[] SecretSha256 { get; init; }

    /// <summary>Name given by the user; for a session how its user has signed in, a text of <see cref="Sessions.SignInMethod"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Project in which it acts as <c>project__user</c>; 0 if it is not bound to one.</summary>
    public long ProjectId { get; init; }

    /// <summary>What it may be used for: never more than its user may do.</summary>
    public TokenScopes Scopes { get; init; } = TokenScopes.All;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>For a session: the address that it was opened from. Empty otherwise.</summary>
    public string Address { get; init; } = "";

    /// <summary>For a session: the program that opened it, as it called itself, in printable ASCII. Empty otherwise.</summary>
    public string Agent { get; init; } = "";

    /// <summary>For a runner: the query or statement that it runs. Empty otherwise.</summary>
    public string ExecutionId { get; init; } = "";

    internal static readonly Lookup ById = new("tokens_by_id", "id");

    /// <summary>Sessions and API tokens; tokens of runners are never stored.</summary>
    internal static readonly Table<Token> Table = new(
        "tokens",
        [
            new("user_id", ColumnType.Int64),
            new("id", ColumnType.Text),
            new("kind", ColumnType.Int64),
            new("secret_sha256", ColumnType.Bytes),
            new("name", ColumnType.Text),
            new("project_id", ColumnType.Int64),
            new("scopes", ColumnType.Int64),
            new("created_ms", ColumnType.Int64),
            new("expires_ms", ColumnType.Int64),
            new("address", ColumnType.Text),
            new("agent", ColumnType.Text),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Token
        {
            UserId = read.Int64(),
            Id = read.Text(),
            Kind = (TokenKind)read.Int64(),
            SecretSha256 = read.Bytes(),
            Name = read.Text(),
            ProjectId = read.Int64(),
            Scopes = (TokenScopes)read.Int64(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Expires = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Address = read.Text(),
            Agent = read.Text(),
        },
        (row, write) =>
        {
            write.Int64(row.UserId);
            write.Text(row.Id);
            write.Int64((long)row.Kind);
            write.Bytes(row.SecretSha256);
            write.Text(row.Name);
            write.Int64(row.ProjectId);
            write.Int64((long)row.Scopes);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Expires.ToUnixTimeMilliseconds());
            write.Text(row.Address);
            write.Text(row.Agent);
        },
        ById);
}

/// <summary>What a token is for. Stored as a number: never renumber.</summary>
public enum TokenKind
{
    /// <summary>Made by signing in; ends when idle.</summary>
    Session = 1,

    /// <summary>Made by a user for a program.</summary>
    Api = 2,

    /// <summary>Made by the platform for one of its runners; dies with it.</summary>
    Runner = 3,
}
