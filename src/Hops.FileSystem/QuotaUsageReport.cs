namespace Hops.FileSystem;

/// <summary>Limits and exact usage of a quota directory.</summary>
/// <param name="NamesLimit">Most files and directories, itself included; -1 for no limit.</param>
/// <param name="NamesUsed">Files and directories now.</param>
/// <param name="BytesLimit">Most bytes of file content; -1 for no limit.</param>
/// <param name="BytesUsed">
/// Bytes of file content now, with what open files have reserved and what deleted directories hold until they are reclaimed.
/// </param>
public sealed record QuotaUsageReport(long NamesLimit, long NamesUsed, long BytesLimit, long BytesUsed);
