namespace Hops.Schemas.Types;

/// <summary>A field of what a schema describes.</summary>
/// <param name="Path">Names on the way to it, joined by dots.</param>
/// <param name="Description">What the schema says of it; empty for nothing.</param>
public readonly record struct SchemaField(string Path, string Description);
