using System.Buffers.Text;
using System.Text;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Limit">Most items, 1 to 1000; 50 if absent.</param>
/// <param name="Cursor">Opaque; from the page before.</param>
public readonly record struct PageRequest([property: FromQuery(Name = "limit")] int? Limit, [property: FromQuery(Name = "cursor")] string? Cursor)
{
    private const int LimitDefault = 50;
    private const int LimitMax = 1000;
    private const int CursorLengthMax = 8192;

    /// <summary>Items on the page.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public int Count() => Limit switch
    {
        null => LimitDefault,
        >= 1 and <= LimitMax => Limit.Value,
        _ => throw new PlatformException(ErrorCode.InvalidArgument, $"limit is 1 to {LimitMax}.").With("field", "limit"),
    };

    /// <summary>Key of the last item of the page before; empty to begin.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public string After()
    {
        if (Cursor is null)
            return "";
        try
        {
            if (Cursor.Length <= CursorLengthMax)
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(Cursor));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            // Said below, once for every way of being wrong.
        }

        throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is not one of ours: leave it out to begin again.").With("field", "cursor");
    }

    /// <summary>Makes the page of rows that were read up to a key behind which there are more; null if there are none.</summary>
    internal static Page<TView> UpTo<TRow, TView>(IEnumerable<TRow> rows, string? last, Func<TRow, TView> view) =>
        new(rows.Select(view).ToList(), last is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last)));

    /// <summary>Makes the page of rows of which up to one more than asked for were read.</summary>
    public Page<TView> Of<TRow, TView>(IReadOnlyList<TRow> rows, Func<TRow, string> keyOf, Func<TRow, TView> view)
    {
        var count = Count();
        return UpTo(rows.Take(count), rows.Count > count ? keyOf(rows[count - 1]) : null, view);
    }
}
