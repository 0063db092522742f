using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Metadata.Audit;
using Hops.Platform.Audit;

namespace Hops.Cli.Commands.Audit;

/// <summary><c>hops audit verify</c>: an exported file without a server, or the trail of the server.</summary>
internal static class AuditVerify
{
    private static readonly Argument<string?> Local = new("file")
    {
        Description = "A file of 'hops audit export', or - for standard input; the trail of the server if absent",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<Metadata.Audit.AuditHead?> Expected = new("--expect")
    {
        Description = "An entry and its hash, as 'hops audit head' has shown them before",
        HelpName = "SEQUENCE:HASH",
        CustomParser = Parse,
    };

    public static Command Create() => UserCommand.Create(
        "verify", "Compute the chain of an audit trail again, and name the first entry that was changed", [Local, AuditRoute.Platform, Expected], RunAsync);

    private static Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken) =>
        arguments.GetValue(Local) is { } local
            ? VerifyFileAsync(context, local, arguments.GetValue(Expected))
            : VerifyServerAsync(context, arguments, cancellationToken);

    private static async Task VerifyFileAsync(CommandContext context, string local, Metadata.Audit.AuditHead? expected)
    {
        using var reader = local == "-" ? new StreamReader(Console.OpenStandardInput()) : Open(local);
        var report = await Task.Run(() => CheckAuditFile.Run(reader, expected));
        if (report.Broken is { } broken)
            throw Broken(report.Header.Trail, broken.Sequence.ToString(CultureInfo.InvariantCulture), broken.Reason);
        context.Printer.Object(JsonSerializer.SerializeToElement(
            new
            {
                trail = report.Header.Trail,
                isIntact = true,
                entries = report.Check.Count,
                erased = report.Check.Erased,
                isSelection = report.Header.Filter is not null,
                sequence = report.Check.Sequence,
                hash = Convert.ToHexStringLower([.. report.Check.Hash]),
            }));
    }

    private static StreamReader Open(string local) => File.Exists(local)
        ? new StreamReader(local)
        : throw new PlatformException(ErrorCode.NotFound, $"There is no file {local}.");

    private static async Task VerifyServerAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var trail = arguments.GetValue(AuditRoute.Platform) ? AuditTrail.OfPlatform : context.ProjectName;
        var (entries, erased) = (0L, 0L);
        JsonElement part;
        string? next = null;
        do
        {
            part = await context.GetAsync(AuditRoute.Of(context, arguments, "check", ("after", next)), cancellationToken);
            if (!part.GetProperty("isIntact").GetBoolean())
                throw Broken(trail, part.GetProperty("brokenSequence").GetString()!, part.GetProperty("reason").GetString()!);
            (entries, erased) = (entries + part.GetProperty("entries").GetInt64(), erased + part.GetProperty("erased").GetInt64());
            next = part.GetProperty("next").GetString();
        }
        while (next is not null);

        if (arguments.GetValue(Expected) is { } expected)
            await CompareAsync(context, arguments, trail, expected, cancellationToken);
        var head = part.GetProperty("head");
        context.Printer.Object(JsonSerializer.SerializeToElement(
            new { trail, isIntact = true, entries, erased, sequence = head.GetProperty("sequence").GetString(), hash = head.GetProperty("hash").GetString() }));
    }

    private static async Task CompareAsync(
        CommandContext context, ParseResult arguments, string trail, Metadata.Audit.AuditHead expected, CancellationToken cancellationToken)
    {
        var sequence = expected.Sequence.ToString(CultureInfo.InvariantCulture);
        var entry = await context.GetAsync(AuditRoute.Of(context, arguments, "head", ("sequence", sequence)), cancellationToken);
        if (entry.GetProperty("hash").GetString() != Convert.ToHexStringLower(expected.Hash))
            throw Broken(trail, sequence, "it does not have the hash that was expected: it, or one before it, was changed and the chain computed anew");
    }

    private static PlatformException Broken(string trail, string sequence, string reason) =>
        new(ErrorCode.CorruptData, $"The audit trail of {trail} is broken at entry {sequence}: {reason}.");

    private static Metadata.Audit.AuditHead? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hash = new byte[AuditChain.HashLength];
        if (colon > 0
            && long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && Convert.FromHexString(text.AsSpan(colon + 1), hash, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == hash.Length)
            return new Metadata.Audit.AuditHead(0, sequence, hash);
        argument.AddError($"'{text}' is not the number of an entry and its hash, as SEQUENCE:HASH.");
        return null;
    }
}
