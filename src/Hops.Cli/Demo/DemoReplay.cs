using System.Buffers;
using System.Globalization;
using System.Text;
using Hops.Client.Topics;
using Hops.Schemas.Binary;

namespace Hops.Cli.Demo;

/// <summary>Replays rows as events: Avro under a registered schema, keyed by the first key column, dealt evenly to the partitions.</summary>
internal sealed class DemoReplay(DemoTable table, int schemaId, TopicWriter writer)
{
    private readonly ArrayBufferWriter<byte> _value = new(256);

    /// <summary>Sends the rows from <paramref name="from"/> up to, not including, <paramref name="until"/>; returns when they are durable.</summary>
    public async Task SendAsync(int from, int until, CancellationToken cancellationToken)
    {
        for (var index = from; index < until; index++)
        {
            var row = table.Rows[index];
            Encode(row);
            var key = table.Keys.Count > 0 ? Encoding.UTF8.GetBytes(row[table.Keys[0].Index]!) : [];
            await writer.AddAsync(
                index % writer.PartitionCount, table.Millis(row), key, _value.WrittenSpan, headers: null, cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
    }

    private void Encode(string?[] row)
    {
        _value.Clear();
        WireHeader.Write(_value.GetSpan(WireHeader.LengthBytes), schemaId);
        _value.Advance(WireHeader.LengthBytes);
        var avro = new AvroWriter(_value);
        foreach (var column in table.Columns)
        {
            var text = row[column.Index];
            if (column.IsNullable)
                avro.WriteLong(text is null ? 0 : 1);
            if (text is null)
                continue;
            switch (column.Type)
            {
                case DemoColumnType.Integer:
                    avro.WriteLong(long.Parse(text, CultureInfo.InvariantCulture));
                    break;
                case DemoColumnType.Real:
                    avro.WriteDouble(double.Parse(text, CultureInfo.InvariantCulture));
                    break;
                case DemoColumnType.Time:
                    avro.WriteLong(DemoColumn.ParseTime(text));
                    break;
                case DemoColumnType.Text:
                    avro.WriteString(text);
                    break;
            }
        }
    }
}
