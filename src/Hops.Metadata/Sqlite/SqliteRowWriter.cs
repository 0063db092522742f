using System.Text;
using Hops.Core.Errors;
using Hops.Metadata.Tables;
using SQLitePCL;

namespace Hops.Metadata.Sqlite;

/// <summary>Binds values to the parameters of a statement, one after the other.</summary>
internal sealed class SqliteRowWriter(SqliteConnection connection) : RowWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer = new byte[1024];
    private sqlite3_stmt _statement = null!;
    private nint _handle;
    private int _parameter;
    private RowChecksum _checksum;

    /// <summary>Parameters bound since <see cref="Start"/>.</summary>
    internal int Bound => _parameter - 1;

    internal void Start(sqlite3_stmt statement)
    {
        _statement = statement;
        _handle = statement.DangerousGetHandle();
        _parameter = 1;
        _checksum = default;
    }

    /// <summary>Binds the checksum of what was bound since <see cref="Start"/>.</summary>
    internal void Checksum() => Check(SqliteValues.BindInt64(_handle, _parameter++, _checksum.Value));

    public override void Int64(long? value)
    {
        _checksum.Add(value);
        Check(value is { } some ? SqliteValues.BindInt64(_handle, _parameter++, some) : SqliteValues.BindNull(_handle, _parameter++));
    }

    public override void Text(string? value)
    {
        if (value is null)
        {
            _checksum.Add(null);
            Check(SqliteValues.BindNull(_handle, _parameter++));
        }
        else if (value.Length == 0)
        {
            _checksum.AddText([]);
            Check(raw.sqlite3_bind_text(_statement, _parameter++, ""));
        }
        else
        {
            var utf8 = Encode(value);
            _checksum.AddText(utf8);
            Check(raw.sqlite3_bind_text(_statement, _parameter++, utf8));
        }
    }

    public override void Bytes(byte[]? value)
    {
        if (value is null)
            _checksum.Add(null);
        else
            _checksum.AddBytes(value);
        if (value is null)
            Check(SqliteValues.BindNull(_handle, _parameter++));
        else if (value.Length == 0)
            Check(raw.sqlite3_bind_zeroblob(_statement, _parameter++, 0));
        else
            Check(raw.sqlite3_bind_blob(_statement, _parameter++, value));
    }

    /// <summary>Binds the values of a key from part <paramref name="first"/> on.</summary>
    internal void Key(in Key key, int first = 0)
    {
        for (var i = first; i < key.Count; i++)
        {
            var part = key[i];
            switch (part.Type)
            {
                case ColumnType.Int64:
                    Check(SqliteValues.BindInt64(_handle, _parameter++, part.Int64));
                    break;
                case ColumnType.Text:
                    Text(part.Text);
                    break;
                default:
                    Bytes(part.Bytes);
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> Encode(string value)
    {
        var lengthMax = StrictUtf8.GetMaxByteCount(value.Length);
        var buffer = _buffer.Length >= lengthMax ? _buffer : LargerBuffer(lengthMax);
        try
        {
            return buffer.AsSpan(0, StrictUtf8.GetBytes(value, buffer));
        }
        catch (EncoderFallbackException cause)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, "A text holds half of a surrogate pair: it is not Unicode.", cause);
        }
    }

    // Only what is small is kept, so that one large text does not hold its memory for ever.
    private byte[] LargerBuffer(int lengthMax)
    {
        const int KeptMaxBytes = 64 * 1024;
        var buffer = new byte[lengthMax];
        if (lengthMax <= KeptMaxBytes)
            _buffer = buffer;
        return buffer;
    }

    private void Check(int code) => connection.Check(code, "bind");
}
