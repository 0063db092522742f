using Hops.Metadata.Tables;

namespace Hops.Platform.Users;

/// <summary>A person or machine that can sign in.</summary>
public sealed record User
{
    /// <summary>Its id, never used again.</summary>
    public required long Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>True if it administers the platform. Gives no access to the content of projects.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>True if it may not sign in or act.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>True if it was deleted. Its row stays, disabled and without a password, so that its name is not given again.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>True if it has registered and no administrator has answered yet. It is disabled, too.</summary>
    public bool IsPending
    {
        get;
        init
        {
            field = value;
            IsDisabled |= value;
        }
    }

    /// <summary>Address of mail that it has confirmed, in lower case; null if it has none. No two users have the same.</summary>
    public string? Email { get; init; }

    /// <summary>True if it may do nothing but change its password: the present one was made by somebody else.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Verifier of the password.</summary>
    public required PasswordHash Password { get; init; }

    /// <summary>False for one that signs in by an issuer alone.</summary>
    public bool HasPassword => Password.Hash.Length > 0;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Counts changes, from 1: the ETag.</summary>
    public long Revision { get; init; } = 1;

    // Values of the column is_disabled; a version that does not know the others takes them for disabled ones.
    private const long Active = 0;
    private const long Disabled = 1;
    private const long Deleted = 2;
    private const long Pending = 3;

    internal static readonly Lookup ByName = new("users_by_name", "name");

    internal static readonly Table<User> Table = new(
        "users",
        [
            new("id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("is_administrator", ColumnType.Int64),
            new("is_disabled", ColumnType.Int64),
            new("must_change_password", ColumnType.Int64),
            new("password_salt", ColumnType.Bytes),
            new("password_iterations", ColumnType.Int64),
            new("password_hash", ColumnType.Bytes),
            new("created_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
            new("email", ColumnType.Text, IsNullable: true),
        ],
        keyLength: 1,
        partitionLength: 0,
        read =>
        {
            var (id, name, isAdministrator, state) = (read.Int64(), read.Text(), read.Int64() != 0, read.Int64());
            return new User
            {
                Id = id,
                Name = name,
                IsAdministrator = isAdministrator,
                IsDisabled = state != Active,
                IsDeleted = state == Deleted,
                IsPending = state == Pending,
                MustChangePassword = read.Int64() != 0,
                Password = new PasswordHash(read.Bytes(), (int)read.Int64(), read.Bytes()),
                Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
                Revision = read.Int64(),
                Email = read.TextOrNull(),
            };
        },
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Text(row.Name);
            write.Int64(row.IsAdministrator ? 1 : 0);
            write.Int64(row.IsDeleted ? Deleted : row.IsPending ? Pending : row.IsDisabled ? Disabled : Active);
            write.Int64(row.MustChangePassword ? 1 : 0);
            write.Bytes(row.Password.Salt);
            write.Int64(row.Password.Iterations);
            write.Bytes(row.Password.Hash);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
            write.Text(row.Email);
        },
        ByName);
}
