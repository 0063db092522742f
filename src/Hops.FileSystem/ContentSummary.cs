namespace Hops.FileSystem;

/// <summary>What a tree holds.</summary>
/// <param name="DirectoryCount">Directories, the one asked for included; 0 for a file.</param>
/// <param name="FileCount">Files.</param>
/// <param name="LengthBytes">Bytes of all files; also what they take, since one copy is kept.</param>
/// <param name="NamesLimit">Quota of names of the directory asked for; -1 for none.</param>
/// <param name="BytesLimit">Quota of bytes of the directory asked for; -1 for none.</param>
public sealed record ContentSummary(long DirectoryCount, long FileCount, long LengthBytes, long NamesLimit, long BytesLimit);
