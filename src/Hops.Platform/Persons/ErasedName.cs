using System.Security.Cryptography;
using System.Text;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Persons;

/// <summary>The name of an erased person, as SHA-256: nobody is given it again, for files of projects still have it as that of their owner.</summary>
/// <param name="Sha256">Of the name in UTF-8, 32 bytes.</param>
internal sealed record ErasedName(byte[] Sha256)
{
    internal static readonly Table<ErasedName> Table = new(
        "erased_names",
        [new("name_sha256", ColumnType.Bytes)],
        keyLength: 1,
        partitionLength: 0,
        read => new ErasedName(read.Bytes()),
        (row, write) => write.Bytes(row.Sha256));

    internal static ErasedName Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Refuses the name of an erased person for a new user.</summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>.</exception>
    internal static async ValueTask RefuseAsync(WriteTransaction transaction, string name)
    {
        if (await transaction.GetAsync(Table, Key.Of(Of(name).Sha256)) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"There is, or was, a user '{name}': a name is given only once.");
    }
}
