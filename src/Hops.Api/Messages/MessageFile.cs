using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hops.Kafka.Reading;

namespace Hops.Api.Messages;

/// <summary>
/// Writes messages into a file so that nothing of them is lost: JSON with the digits of its numbers, text as text, and what is neither in base64
/// (RFC 4648), whole. The fields <c>keyForm</c> and <c>valueForm</c> say which. For one caller at a time.
/// </summary>
/// <param name="output">Receives the bytes.</param>
/// <param name="format">What the file is.</param>
internal sealed class MessageFile(IBufferWriter<byte> output, MessageFileFormat format)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Head = "partition,offset,time,keyForm,key,valueForm,value,schemaId,headers\r\n";
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    /// <summary>A file, not a page: letters stay letters.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Messages in it.</summary>
    internal long Count { get; private set; }

    /// <summary>Bytes of keys, values and headers in it.</summary>
    internal long ContentBytes { get; private set; }

    /// <summary>Writes what comes before the first message.</summary>
    internal void Begin()
    {
        if (format == MessageFileFormat.Csv)
            Write(Head);
    }

    /// <summary>Writes a message.</summary>
    internal void Add(SelectedMessage message)
    {
        if (format == MessageFileFormat.Csv)
            WriteRow(message);
        else
            WriteLine(message);
        Count++;
        ContentBytes += message.View.SizeBytes;
    }

    private void WriteLine(SelectedMessage message)
    {
        var (stored, view) = (message.Stored, message.View);
        using (var json = new Utf8JsonWriter(output, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("partition", stored.Partition);
            json.WriteString("offset", view.Offset);
            json.WriteString("time", TimeOf(view));
            WritePart(json, "key", view.Key, stored.Key);
            WritePart(json, "value", view.Value, stored.Value);
            if (view.Value.SchemaId is { } schema)
                json.WriteNumber("schemaId", schema);
            json.WritePropertyName("headers");
            WriteHeaders(json, stored);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WritePart(Utf8JsonWriter json, string name, PayloadView view, byte[]? bytes)
    {
        json.WriteString(name + "Form", FormOf(view));
        json.WritePropertyName(name);
        if (view.Form == PayloadForm.Json)
            json.WriteRawValue(view.Text!, skipInputValidation: true);
        else
            json.WriteStringValue(TextOf(view, bytes));
    }

    private static void WriteHeaders(Utf8JsonWriter json, StoredMessage stored)
    {
        json.WriteStartArray();
        foreach (var (name, value) in stored.Headers)
        {
            json.WriteStartObject();
            json.WriteString("name", Encoding.UTF8.GetString(name));
            WritePart(json, "value", PayloadText.Of(value, reason: null), value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteRow(SelectedMessage message)
    {
        var (stored, view) = (message.Stored, message.View);
        ReadOnlySpan<string?> cells =
        [
            stored.Partition.ToString(CultureInfo.InvariantCulture), view.Offset, TimeOf(view), FormOf(view.Key), TextOf(view.Key, stored.Key),
            FormOf(view.Value), TextOf(view.Value, stored.Value), view.Value.SchemaId?.ToString(CultureInfo.InvariantCulture), HeadersOf(stored),
        ];
        for (var index = 0; index < cells.Length; index++)
            Write((index == 0 ? "" : ",") + Cell(cells[index]));
        Write("\r\n");
    }

    private static string? HeadersOf(StoredMessage stored)
    {
        if (stored.Headers.Count == 0)
            return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain))
            WriteHeaders(json, stored);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Nothing is an empty cell, an empty text is two quotes.</summary>
    private static string Cell(string? text) => text switch
    {
        null => "",
        _ when text.Length == 0 || text.AsSpan().ContainsAny(Quoted) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => text,
    };

    private static string FormOf(PayloadView view) => view.Form == PayloadForm.Raw ? "BASE64" : view.Form.ToString().ToUpperInvariant();

    private static string? TextOf(PayloadView view, byte[]? bytes) => view.Form == PayloadForm.Raw ? Convert.ToBase64String(bytes!) : view.Text;

    private static string? TimeOf(MessageView view) => view.Time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
