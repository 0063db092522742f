using System.Globalization;
using Hops.Core.Identity;
using Hops.Schemas.Registry;
using Microsoft.AspNetCore.Http;

namespace Hops.Schemas.Rest;

/// <summary>A request whose caller is known and allowed.</summary>
public sealed class RegistryCall
{
    private readonly HttpContext _context;

    internal RegistryCall(HttpContext context, SchemaRegistry registry, Principal who) =>
        (_context, Registry, Who) = (context, registry, who);

    /// <summary>The registry.</summary>
    public SchemaRegistry Registry { get; }

    /// <summary>The caller.</summary>
    public Principal Who { get; }

    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Aborted => _context.RequestAborted;

    /// <summary>Subject of the path.</summary>
    public string Subject => SubjectOf(_context)!;

    /// <summary>Subject of the path, or null if the route has none.</summary>
    public string? SubjectOrNull => SubjectOf(_context);

    /// <summary>Version of the path.</summary>
    public VersionName Version => VersionName.Parse(Route("version"));

    /// <summary>Schema id of the path; 0, which no schema has, if it is no number.</summary>
    public int Id => int.TryParse(Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>True if a Protobuf schema is asked for as its descriptor in base64: <c>format=serialized</c>.</summary>
    public bool IsSerialized => Query("format") == "serialized";

    /// <summary>Which versions a listing shows: <c>deletedOnly</c>, <c>deleted</c>.</summary>
    public DeletedFilter Filter => Flag("deletedOnly") ? DeletedFilter.Deleted : Flag("deleted") ? DeletedFilter.All : DeletedFilter.Live;

    /// <summary>Subject of the path of a request, or null if its route has none. Routing leaves an escaped slash as it is.</summary>
    internal static string? SubjectOf(HttpContext context) =>
        (context.Request.RouteValues.GetValueOrDefault("subject") as string)?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>True if a query parameter says <c>true</c>.</summary>
    public bool Flag(string name) => string.Equals(_context.Request.Query[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A query parameter, or null.</summary>
    public string? Query(string name) => _context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>One page of a listing: <c>offset</c> and <c>limit</c>, of which a negative one means all.</summary>
    public IEnumerable<T> Page<T>(IEnumerable<T> items)
    {
        var offset = Number("offset", 0);
        var limit = Number("limit", -1);
        var rest = items.Skip(Math.Max(0, offset));
        return limit < 0 ? rest : rest.Take(limit);
    }

    /// <summary>The body as a submitted schema.</summary>
    public async Task<SchemaSubmission> SubmissionAsync() => RequestBody.Submission(await RequestBody.ReadAsync(_context), Flag("normalize"));

    /// <summary>A text member of the body.</summary>
    public async Task<string?> TextAsync(string name) => RequestBody.Text(await RequestBody.ReadAsync(_context), name);

    private string Route(string name) => (string)_context.Request.RouteValues[name]!;

    private int Number(string name, int otherwise) =>
        int.TryParse(Query(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
