using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Hops.Api.Http;

/// <summary>
/// Answers a repeated POST of the same <c>Idempotency-Key</c> as it was answered the first time. In memory: a restart forgets, and then the
/// uniqueness of names is what refuses a second one. Bounded in number, size and time. Thread safe.
/// </summary>
internal sealed class ReplayStore(TimeProvider time)
{
    private const int AnswersMax = 10_000;
    private const int KeyLengthMax = 128;
    private const int AnswerLengthMaxBytes = 64 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<(long User, string Key), Answer> _answers = [];
    private readonly Queue<((long User, string Key) Id, DateTimeOffset Until)> _order = new();

    internal async Task RunAsync(HttpContext context, Principal actor, RequestDelegate handler)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            await handler(context);
            return;
        }

        if (key.Length > KeyLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"An Idempotency-Key has at most {KeyLengthMax} characters.");
        var digest = await DigestAsync(context);
        var id = (actor.UserId, key);
        if (Begin(id, digest) is { } known)
            await ReplayAsync(context, known);
        else
            await RecordAsync(context, id, digest, handler);
    }

    private async Task RecordAsync(HttpContext context, (long User, string Key) id, byte[] digest, RequestDelegate handler)
    {
        var body = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        Answer? answer = null;
        try
        {
            await handler(context);
            if (copy.Length <= AnswerLengthMaxBytes && context.Response.StatusCode < 300)
                answer = AnswerOf(context.Response, digest, copy.ToArray());
        }
        finally
        {
            context.Response.Body = body;
            End(id, answer);
        }

        copy.Position = 0;
        await copy.CopyToAsync(body, context.RequestAborted);
    }

    private static Answer AnswerOf(HttpResponse response, byte[] digest, byte[] body) =>
        new(digest, response.StatusCode, response.ContentType, response.Headers.ETag, response.Headers.Location, body);

    private static async Task ReplayAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.ETag = answer.ETag;
        context.Response.Headers.Location = answer.Location;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>Digest of what is asked: method, path and body. The body stays readable.</summary>
    private static async Task<byte[]> DigestAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            hash.AppendData(buffer.AsSpan(0, read));
        context.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>The stored answer, or null if the caller is the first and must record.</summary>
    private Answer? Begin((long User, string Key) id, byte[] digest)
    {
        lock (_lock)
        {
            Forget_NeedsLock();
            if (!_answers.TryGetValue(id, out var known))
            {
                _answers[id] = new Answer(digest, 0, null, default, default, []);
                _order.Enqueue((id, time.GetUtcNow() + Lifetime));
                return null;
            }

            if (!known.Digest.AsSpan().SequenceEqual(digest))
                throw new PlatformException(ErrorCode.InvalidArgument, "This Idempotency-Key was used for another request: take a new one.");
            return known.Status != 0
                ? known
                : throw new PlatformException(ErrorCode.Conflict, "The first request of this Idempotency-Key is not answered yet: try again.");
        }
    }

    private void End((long User, string Key) id, Answer? answer)
    {
        lock (_lock)
        {
            if (answer is null)
                _answers.Remove(id);
            else
                _answers[id] = answer;
        }
    }

    private void Forget_NeedsLock()
    {
        while (_order.TryPeek(out var oldest) && (oldest.Until <= time.GetUtcNow() || _order.Count >= AnswersMax))
        {
            _order.Dequeue();
            _answers.Remove(oldest.Id);
        }
    }

    private sealed record Answer(byte[] Digest, int Status, string? ContentType, StringValues ETag, StringValues Location, byte[] Body);
}
