using System.Text;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Projects;

/// <summary>Reads and writes the README of a project.</summary>
public static class WriteReadme
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The README; null if there is none.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<Readme?> FindAsync(HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        return await platform.Store.ReadAsync(read => read.GetAsync(Readme.Table, Key.Of(id)), cancellationToken);
    }

    /// <summary>Writes it whole.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>InvalidArgument</c>: it is no Unicode, <c>TooLarge</c>.
    /// </exception>
    public static async Task<Readme> RunAsync(
        HopsPlatform platform, Principal actor, string name, (string Text, long? RevisionExpected) wish, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Project, id, name));
        Check(wish.Text);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, id, LockMode.Keep);
                var before = await transaction.GetAsync(Readme.Table, Key.Of(id), LockMode.Write);
                HopsPlatform.CheckRevision(wish.RevisionExpected, before?.Revision ?? 0);
                var next = new Readme(id, wish.Text, actor.UserId, transaction.Now, (before?.Revision ?? 0) + 1);
                await transaction.PutAsync(Readme.Table, next);
                await HopsPlatform.AuditAsync(transaction, actor, id, "project.readme", name, $$"""{"length":{{wish.Text.Length}}}""");
                return next;
            },
            cancellationToken);
    }

    private static void Check(string text)
    {
        try
        {
            if (Strict.GetByteCount(text) <= Readme.LengthMaxBytes)
                return;
        }
        catch (EncoderFallbackException broken)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, "A README is valid Unicode.", broken).With("field", "text");
        }

        throw new PlatformException(ErrorCode.TooLarge, "A README has at most 64 KiB: put what is longer into a dataset, and name it here.")
            .With("limit", Readme.LengthMaxBytes).With("field", "text");
    }
}
