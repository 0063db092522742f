using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>
/// A move that was let through. Within a project it needs Write on the source and Create at the destination; out of a project it is an export
/// besides, for content leaves its members, and an import where it arrives. Both are kept in the trails, in the transaction of the move.
/// </summary>
internal sealed class Passage
{
    private readonly Pass _leaves;
    private readonly Pass _enters;

    private Passage(Pass leaves, Pass enters) => (_leaves, _enters) = (leaves, enters);

    /// <summary>Who moves, as the source and as the destination see it.</summary>
    internal Movers Movers => new(_leaves.Actor, _enters.Actor);

    private bool IsBetweenProjects => _leaves.Resource.ProjectId != _enters.Resource.ProjectId;

    internal static Passage Admit(Admission admission, Principal who, FilePath from, FilePath to)
    {
        var leaves = admission.Admit(who, Operation.Write, from);
        var enters = admission.Admit(who, Operation.Create, to);
        if (enters.Resource.ProjectId == 0 && !from.IsRoot)
        {
            // The older rename moves into a directory: below /Projects that would be a place of a project.
            admission.Admit(who, Operation.Create, to.Join(from.Name));
        }

        var passage = new Passage(leaves, enters);
        if (passage.IsBetweenProjects && leaves.Resource.ProjectId != 0)
            admission.Admit(who, Operation.Read, from);
        return passage;
    }

    /// <summary>Awaits the move and tells the trail of it; if it was one between projects, both of their trails.</summary>
    internal async ValueTask<bool> NoteAsync(Edit edit, ValueTask<bool> moving)
    {
        var isMoved = await moving;
        if (!isMoved || _leaves.Resource == _enters.Resource)
            return isMoved;
        if (!IsBetweenProjects)
        {
            await DoorAudit.NoteAsync(edit.Transaction, _leaves, "file.rename", DoorAudit.Detail("to", _enters.Resource.Name));
            return true;
        }

        // In the order of projects, so that two moves that cross do not wait for each other.
        (Pass Pass, string Action, string Detail)[] entries =
        [
            (_leaves, "file.export", DoorAudit.Detail("to", _enters.Resource.Name)),
            (_enters, "file.import", DoorAudit.Detail("from", _leaves.Resource.Name)),
        ];
        foreach (var entry in entries.OrderBy(entry => entry.Pass.Resource.ProjectId))
            await DoorAudit.NoteAsync(edit.Transaction, entry.Pass, entry.Action, entry.Detail);
        return true;
    }

    /// <summary>Awaits the move out of a trash.</summary>
    internal async ValueTask<bool> NoteRestoreAsync(Edit edit, ValueTask<bool> moving)
    {
        await moving;
        return await DoorAudit.NoteAsync(edit.Transaction, _enters, "file.restore", DoorAudit.Detail("from", _leaves.Resource.Name));
    }

    /// <summary>Awaits the move by which an upload gets its name: to its trail it is a file that was made.</summary>
    internal async ValueTask<bool> NoteUploadAsync(Edit edit, ValueTask<bool> moving, long lengthBytes)
    {
        await moving;
        return await DoorAudit.NoteAsync(edit.Transaction, _enters, "file.create", DoorAudit.Detail(lengthBytes));
    }
}
