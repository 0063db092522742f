using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Commits;
using Hops.FileSystem.Paths;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door;

/// <summary>A commit that was let through: each of its paths asked for by itself, and none of another project than the commit directory's.</summary>
internal static class CommitPass
{
    internal static Pass Admit(Admission admission, Principal who, CommitRequest request)
    {
        var pass = admission.Admit(who, Operation.Write, request.CommitDirectory);
        foreach (var move in request.Moves)
        {
            Part(Operation.Write, move.From);
            Part(Operation.Create, move.To);
        }

        foreach (var removal in request.Removals)
            Part(Operation.Delete, removal);
        return pass;

        void Part(Operation operation, FilePath path)
        {
            var part = admission.Admit(who, operation, path);
            if (part.Resource.ProjectId == pass.Resource.ProjectId)
                return;
            var decision = Decision.Deny($"A commit stays within one project: {path} is not of the project of {request.CommitDirectory}.");
            throw admission.Refuse(who, operation, part.Resource, decision);
        }
    }

    internal static ValueTask<bool> NoteAsync(WriteTransaction transaction, Pass pass, CommitRequest request) => DoorAudit.NoteAsync(
        transaction,
        pass,
        "file.commit",
        string.Create(CultureInfo.InvariantCulture, $$"""{"published":{{request.Moves.Count}},"deleted":{{request.Removals.Count}}}"""));
}
