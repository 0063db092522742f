namespace Hops.Core.Identity;

/// <summary>
/// What every door asks of a principal: is it still who it was, and may it do this. Who somebody is at all says
/// <see cref="IAuthentication"/>. Owned by the bottom because every wire calls it; implemented by the platform over its members and rules, and
/// by <see cref="OpenGate"/> for a broker or file system that stands alone. Thread safe; answers from a snapshot in memory, so
/// <see cref="Current"/> and <see cref="Decide"/> are cheap.
/// </summary>
public interface IGate
{
    /// <summary>
    /// The principal as it is now: role and groups renewed, or null if its credential or membership is gone. A question and no act: it does
    /// not keep a session from ending as idle, however often it is asked.
    /// </summary>
    Principal? Current(Principal principal);

    /// <summary>As whom a principal acts on what belongs to a project: <c>project__user</c>, by the same credential. Never a superuser.</summary>
    /// <returns>Null if it is no member, or if its credential is for another project.</returns>
    Principal? Enter(Principal principal, long projectId);

    /// <summary>May <paramref name="principal"/> do this? A pure function of the arguments and the present snapshot.</summary>
    Decision Decide(Principal principal, Operation operation, Resource resource);

    /// <summary>
    /// Is a thing lent to a project at this moment, so that members of it may do this to it? Asked about what a project has begun and no principal
    /// stands for any more; for who does, <see cref="Decide"/>.
    /// </summary>
    /// <param name="resource">The thing.</param>
    /// <param name="borrowerId">The project that borrows it.</param>
    /// <param name="operation">What is done to it.</param>
    bool IsLent(Resource resource, long borrowerId, Operation operation);

    /// <summary>
    /// The principal has done something itself over a connection that it opened before: asked, sent, taken. Called for each request and each piece
    /// of a transfer by doors that do not sign it in anew, so that a long read does not end as idle. From memory, never waits.
    /// </summary>
    void NoteUse(Principal principal);

    /// <summary>
    /// Keeps for the audit trail that a wire has refused what <see cref="Decide"/> called an export. Called by every wire that refuses one,
    /// on its own path: never waits, and equal refusals in a row cost no more than one.
    /// </summary>
    void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision);

    /// <summary>
    /// Keeps for the audit trail that a door has sent content of a resource out. Called by every door for every principal: the gate knows
    /// whose reading is an export (from outside) and ignores the rest. Never waits; what one principal takes of one resource within a
    /// minute is one entry with its bytes.
    /// </summary>
    /// <param name="principal">Who got it.</param>
    /// <param name="resource">What it was of.</param>
    /// <param name="bytes">Bytes of content, at least 0.</param>
    void NoteExport(Principal principal, Resource resource, long bytes);

    /// <summary>
    /// Keeps for the audit trail that a door has changed something of which the metadata database holds no row, so that no transaction of its own
    /// carries the entry: records that were appended, consumer groups. As <see cref="NoteExport"/>: from outside only, never waits, and what one
    /// principal does to one resource within a minute is one entry with its number and bytes.
    /// </summary>
    /// <param name="principal">Who has done it.</param>
    /// <param name="action">What, as <c>noun.verb</c>.</param>
    /// <param name="resource">What to.</param>
    /// <param name="bytes">Bytes that came in, at least 0.</param>
    void NoteChange(Principal principal, string action, Resource resource, long bytes);

    /// <summary>The project that owns a file path, 0 for none: <c>/Projects/name/...</c>.</summary>
    long ProjectOfPath(string path);
}
