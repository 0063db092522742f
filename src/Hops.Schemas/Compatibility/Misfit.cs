namespace Hops.Schemas.Compatibility;

/// <summary>One reason why a reader schema cannot read what a writer schema wrote.</summary>
/// <param name="Rule">Which rule is broken, as Confluent's registry names it: <c>TYPE_MISMATCH</c>.</param>
/// <param name="Describe">In words, given what the schema that reads and the one that wrote are called: new and old, or old and new.</param>
/// <param name="Detail">What breaks it; null if the words say all.</param>
internal sealed record Misfit(string Rule, Func<string, string, string> Describe, string? Detail = null);
