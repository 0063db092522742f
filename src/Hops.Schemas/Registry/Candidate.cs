using System.Security.Cryptography;
using System.Text;
using Hops.Metadata.Transactions;
using Hops.Schemas.Avro;
using Hops.Schemas.Canonical;

namespace Hops.Schemas.Registry;

/// <summary>A submitted schema, parsed and printed: what decides whether it is known.</summary>
/// <param name="Schema">Its type.</param>
/// <param name="Text">Its print.</param>
/// <param name="References">Its references with versions resolved.</param>
/// <param name="Digest">SHA-256 of print and references.</param>
internal sealed record Candidate(AvroSchema Schema, string Text, IReadOnlyList<SchemaReference> References, byte[] Digest)
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
        var parsed = await resolver.ParseAllAsync(references);
        var schema = AvroSchema.Parse(submission.Schema, parsed);
        var text = submission.Normalize ? SchemaText.Normalized(schema, parsed) : SchemaText.Of(schema, parsed);
        if (submission.Normalize)
            references = references.OrderBy(reference => reference.Name, StringComparer.Ordinal).Distinct().ToList();
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text + "\n" + ReferenceList.Print(references)));
        return new Candidate(schema, text, references, digest);
    }
}
