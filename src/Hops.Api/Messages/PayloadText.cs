using System.Text;
using Hops.Core.Errors;
using Hops.Kafka.Reading;
using Hops.Schemas.Binary;
using Hops.Schemas.Json;
using Hops.Schemas.Registry;

namespace Hops.Api.Messages;

/// <summary>Shows keys and values: by the schema that they name, else as the text that they are, else as bytes. For one caller at a time.</summary>
/// <param name="schemas">The registry.</param>
/// <param name="projectId">Project whose schemas are meant.</param>
internal sealed class PayloadText(SchemaRegistry schemas, long projectId)
{
    private const int TextMaxBytes = 1 << 20;
    private const int RawMaxBytes = 1024;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly RecordPlans _plans = new();

    /// <summary>A message.</summary>
    internal async ValueTask<MessageView> OfMessageAsync(StoredMessage message, CancellationToken cancellationToken) =>
        MessageView.Of(message, await OfKeyAsync(message.Key, cancellationToken), await OfValueAsync(message.Value, cancellationToken));

    /// <summary>A value, which should be by a schema.</summary>
    internal async ValueTask<PayloadView> OfValueAsync(byte[]? value, CancellationToken cancellationToken)
    {
        if (value is null)
            return Of(value, reason: null);
        try
        {
            if (_plans.MissingOf(value) is { } missing)
                _plans.Add(missing, await schemas.ParsedAsync(projectId, missing, cancellationToken));
            var json = _plans.Decode(value);
            return json.Length <= TextMaxBytes
                ? new PayloadView(PayloadForm.Json, Encoding.UTF8.GetString(json), WireHeader.ReadId(value))
                : Raw(value, "It is larger than 1 MiB as JSON: read it with 'hops topic read'.");
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.UndecodableRecord or ErrorCode.TooLarge)
        {
            return Of(value, refusal.Message);
        }
    }

    /// <summary>A key, which is by a schema if it names one that there is, and a text or bytes as often as not.</summary>
    internal async ValueTask<PayloadView> OfKeyAsync(byte[]? key, CancellationToken cancellationToken)
    {
        var shown = await OfValueAsync(key, cancellationToken);
        return shown.Form == PayloadForm.Json ? shown : shown with { Reason = null };
    }

    /// <summary>Bytes without a schema.</summary>
    internal static PayloadView Of(byte[]? bytes, string? reason)
    {
        if (bytes is null)
            return new PayloadView(PayloadForm.Null, null);
        try
        {
            if (bytes.Length <= TextMaxBytes && Strict.GetString(bytes) is var text && !text.Any(character => char.IsControl(character) && !char.IsWhiteSpace(character)))
                return new PayloadView(PayloadForm.Text, text, null, reason);
        }
        catch (DecoderFallbackException)
        {
            // Bytes that are no text.
        }

        return Raw(bytes, reason);
    }

    private static PayloadView Raw(byte[] bytes, string? reason) => new(
        PayloadForm.Raw,
        Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, RawMaxBytes))),
        bytes.Length >= WireHeader.LengthBytes && bytes[0] == 0 ? WireHeader.ReadId(bytes) : null,
        reason);
}
