using Hops.Metadata.Tables;

namespace Hops.Platform.Announcements;

/// <summary>What administrators tell everybody who opens a page, for a time. It names nobody.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Plain text, one line.</param>
/// <param name="Level">How urgent it is.</param>
/// <param name="From">When it begins to be shown.</param>
/// <param name="Until">When it is shown no more.</param>
public sealed record Announcement(long Id, string Text, AnnouncementLevel Level, DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Longest text, in characters: two lines of a page.</summary>
    public const int TextLengthMax = 300;

    /// <summary>Announcements that are kept at a time.</summary>
    public const int CountMax = 20;

    internal static readonly Table<Announcement> Table = new(
        "announcements",
        [
            new("id", ColumnType.Int64),
            new("text", ColumnType.Text),
            new("level", ColumnType.Int64),
            new("from_ms", ColumnType.Int64),
            new("until_ms", ColumnType.Int64),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new Announcement(
            read.Int64(),
            read.Text(),
            (AnnouncementLevel)read.Int64(),
            DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            DateTimeOffset.FromUnixTimeMilliseconds(read.Int64())),
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Text(row.Text);
            write.Int64((long)row.Level);
            write.Int64(row.From.ToUnixTimeMilliseconds());
            write.Int64(row.Until.ToUnixTimeMilliseconds());
        });

    /// <summary>True while it is shown.</summary>
    public bool IsShown(DateTimeOffset now) => From <= now && now < Until;
}

/// <summary>How urgent an announcement is. The numbers are stored.</summary>
public enum AnnouncementLevel
{
    /// <summary>Good to know.</summary>
    Info = 0,

    /// <summary>Something will be slower, or away for a while.</summary>
    Warning = 1,

    /// <summary>Act now.</summary>
    Critical = 2,
}
