using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Members;

/// <summary>A user in a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">The user.</param>
/// <param name="Role">The role there.</param>
/// <param name="Added">Since when.</param>
/// <param name="Revision">Counts changes, from 1: the ETag.</param>
public sealed record Member(long ProjectId, long UserId, ProjectRole Role, DateTimeOffset Added, long Revision = 1)
{
    internal static readonly Table<Member> Table = new(
        "members",
        [
            new("project_id", ColumnType.Int64),
            new("user_id", ColumnType.Int64),
            new("role", ColumnType.Int64),
            new("added_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Member(
            read.Int64(), read.Int64(), (ProjectRole)read.Int64(), DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.UserId);
            write.Int64((long)row.Role);
            write.Int64(row.Added.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        });
}
