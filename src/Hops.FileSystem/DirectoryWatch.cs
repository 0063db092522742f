using Hops.Metadata.Transactions;

namespace Hops.FileSystem;

/// <summary>
/// Hears of the removal or move of a watched directory, within the transaction of that change: what it writes is committed with it, and an
/// exception of it refuses the change.
/// </summary>
/// <param name="transaction">The transaction of the change.</param>
/// <param name="change">What happens.</param>
public delegate ValueTask DirectoryWatch(WriteTransaction transaction, WatchedChange change);

/// <summary>Removal or move of a watched directory.</summary>
/// <param name="InodeId">The directory.</param>
/// <param name="Path">Its path so far.</param>
/// <param name="NewPath">Its path from now on; null if it is deleted.</param>
/// <param name="Actor">Name of the principal who does it.</param>
public sealed record WatchedChange(long InodeId, string Path, string? NewPath, string Actor);
