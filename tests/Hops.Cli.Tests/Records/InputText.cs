using System.Text;
using Hops.Cli.Records;
using Hops.Schemas.Avro;

namespace Hops.Cli.Tests.Records;

/// <summary>Inputs of records that are written down in a test.</summary>
internal static class InputText
{
    /// <summary>Bytes of a text, read a few at a time as from a pipe.</summary>
    public static InputBytes Bytes(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static InputBytes Bytes(byte[] bytes) => new(new Drip(bytes));

    /// <summary>Records of separated text, each as its line and its JSON.</summary>
    public static List<string> Csv(string text, string schema, CsvOptions? options = null) =>
        [.. CsvRecords.Read(Bytes(text), AvroSchema.Parse(schema), options ?? CsvOptions.Default).Select(record => $"{record.Line} {record.Value.GetRawText()}")];

    /// <summary>Records of JSON, each as its line and its JSON.</summary>
    public static List<string> Json(string text) =>
        [.. JsonRecords.Read(Bytes(text)).Select(record => $"{record.Line} {record.Value.GetRawText()}")];

    private sealed class Drip(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));
    }
}
