using Hops.Metadata.Tables;

namespace Hops.Platform.Shares;

/// <summary>The other way to an offer: from the project to which it was made. Rows of those that are open come first.</summary>
/// <param name="BorrowerId">That project.</param>
/// <param name="IsEnded">True once nothing can come of it any more.</param>
/// <param name="ShareId">The offer.</param>
internal sealed record ShareOfBorrower(long BorrowerId, bool IsEnded, string ShareId)
{
    public static readonly Table<ShareOfBorrower> Table = new(
        "shares_of_borrower",
        [new("borrower_id", ColumnType.Int64), new("is_ended", ColumnType.Int64), new("share_id", ColumnType.Text)],
        keyLength: 3,
        partitionLength: 1,
        read => new ShareOfBorrower(read.Int64(), read.Int64() != 0, read.Text()),
        (row, write) =>
        {
            write.Int64(row.BorrowerId);
            write.Int64(row.IsEnded ? 1 : 0);
            write.Text(row.ShareId);
        });

    public static ShareOfBorrower Of(ShareOffer offer) => new(offer.BorrowerId, !offer.IsOpen, offer.Id);

    public Key Key => Key.Of(BorrowerId, IsEnded ? 1 : 0, ShareId);

    /// <summary>Prefix of the rows of a project that are open.</summary>
    public static Key Open(long borrowerId) => Key.Of(borrowerId, 0);
}
