using System.Security.Cryptography;
using System.Text;
using Hops.Metadata.Transactions;
using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>A submitted schema, parsed and printed: what decides whether it is known.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Text">Its print.</param>
/// <param name="References">Its references with versions resolved.</param>
/// <param name="Digest">SHA-256 of type, print and references.</param>
internal sealed record Candidate(TypedSchema Schema, string Text, IReadOnlyList<SchemaReference> References, byte[] Digest)
{
    /// <summary>Bytes that it adds to the project's account.</summary>
    public int LengthBytes => Encoding.UTF8.GetByteCount(Text);

    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidSchema</c>, <c>TooLarge</c>.</exception>
    public static async ValueTask<Candidate> OfAsync(
        ReadTransaction transaction, long tenantId, SchemaSubmission submission, RegistryLimits limits)
    {
        if (string.IsNullOrWhiteSpace(submission.Schema))
            throw RegistryErrors.InvalidSchema("Empty schema");
        var resolver = new ReferenceResolver(transaction, tenantId, limits);
        var references = await resolver.PinAsync(submission.References);
        var schema = TypedSchema.Parse(submission.Type, submission.Schema, await resolver.ParseAllAsync(submission.Type, references));
        var text = submission.Normalize ? schema.NormalizedText : schema.Text;
        if (submission.Normalize)
            references = references.OrderBy(reference => reference.Name, StringComparer.Ordinal).Distinct().ToList();
        return new Candidate(schema, text, references, DigestOf(submission.Type, text, references));
    }

    /// <summary>No print of an Avro schema, which come without the name of their type, begins with the name of another.</summary>
    private static byte[] DigestOf(SchemaType type, string text, IReadOnlyList<SchemaReference> references)
    {
        var prefix = type == SchemaTypes.Default ? "" : SchemaTypes.NameOf(type) + "\n";
        return SHA256.HashData(Encoding.UTF8.GetBytes(prefix + text + "\n" + ReferenceList.Print(references)));
    }
}
